/** PNG files: written with text in them, read back whole or for their text only. Fixed settings, so equal pictures give equal bytes. */
import { Unzlib, zlibSync } from 'fflate';
import { DarkroomError } from '../base/errors.ts';
import type { Picture } from './picture.ts';
import { damagedPng, filteredRows, unfilteredRows } from './png-rows.ts';
import { pictureFromRows, readHeader, rowBytes } from './png-samples.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A picture larger than this is refused before memory is taken for it. */
const MOST_PIXELS = 1 << 28;
/** Bytes of one packed text: whole graphs of other programs stay far below. */
const MOST_TEXT = 1 << 24;

/** @source PNG specification, annex D: CRC-32 of type and data */
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const utf8 = new TextEncoder();

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([utf8.encode(type), data]);
  return joined([uint32(data.length), body, uint32(crc32(body))]);
}

const isLatin1 = (text: string): boolean => [...text].every((c) => c === '\n' || (c >= ' ' && c <= '~') || (c >= '\u00a1' && c <= '\u00ff'));

/** A keyword that every reader takes: 1 to 79 printable ASCII letters, single spaces only inside. @throws DarkroomError code 'data' */
function keywordBytes(keyword: string): Uint8Array {
  if (keyword.length < 1 || keyword.length > 79 || !/^[!-~]+( [!-~]+)*$/.test(keyword)) throw new DarkroomError('data', `A PNG text's keyword has 1 to 79 printable ASCII letters, not ${JSON.stringify(keyword)}.`, { keyword });
  return utf8.encode(keyword);
}

/** tEXt where Latin-1 suffices, as most readers expect; iTXt in UTF-8 otherwise. */
function textChunk(keyword: string, text: string): Uint8Array {
  if (!isLatin1(text)) return chunk('iTXt', joined([keywordBytes(keyword), Uint8Array.of(0, 0, 0, 0, 0), utf8.encode(text)]));
  return chunk('tEXt', joined([keywordBytes(keyword), Uint8Array.of(0), Uint8Array.from(text, (c) => c.charCodeAt(0))]));
}

/** An 8-bit RGB or RGBA file. @param text by keyword (1 to 79 ASCII letters): what travels with the picture @throws DarkroomError code 'data' for other keywords */
export function encodePng(picture: Picture, text: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  return pngFile(picture, text, zlibSync(filteredRows(picture), { level: 9 }));
}

/** The same file by another packer, which may take its time elsewhere. @param pack zlib's format */
export async function encodePngWith(pack: (rows: Uint8Array) => Promise<Uint8Array>, picture: Picture, text: Readonly<Record<string, string>> = {}): Promise<Uint8Array<ArrayBuffer>> {
  return pngFile(picture, text, await pack(filteredRows(picture)));
}

function pngFile({ width, height, channels }: Picture, text: Readonly<Record<string, string>>, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = joined([uint32(width), uint32(height), Uint8Array.of(8, channels === 4 ? 6 : 2, 0, 0, 0)]);
  return joined([Uint8Array.from(SIGNATURE), chunk('IHDR', header), ...textChunks(text), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))]);
}

const textChunks = (text: Readonly<Record<string, string>>): Uint8Array[] => Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));

/** Length, name, data and check sum of the header, which every PNG begins with. */
const HEADER_END = SIGNATURE.length + 12 + 13;

/** A PNG file with texts put into it; its pixels are not touched. @throws DarkroomError code 'data' when it is no PNG */
export function withPngText(png: Uint8Array, text: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  readPngSize(png);
  return joined([png.subarray(0, HEADER_END), ...textChunks(text), png.subarray(HEADER_END)]);
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** @throws DarkroomError code 'data' when it is no PNG, is cut off, or a check sum is wrong */
function readChunks(bytes: Uint8Array): Chunk[] {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw new DarkroomError('data', 'This is not a PNG file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) throw damagedPng('it ends early');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw damagedPng('it ends early');
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== view.getUint32(at + 8 + length)) throw damagedPng('a check sum is wrong');
    const type = String.fromCharCode(...body.subarray(0, 4));
    chunks.push({ type, data: body.subarray(4) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  throw damagedPng('it ends early');
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Packed bytes that go in at once: what they unpack to, at most 1032 times as much, is all that is held beyond the limit. */
const PACKED_SLICE = 1 << 14;

/** @param most unpacked bytes: a small file may claim to hold gigabytes @throws DarkroomError code 'data' */
function inflated(bytes: Uint8Array, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const unpacker = new Unzlib((part) => {
    length += part.length;
    if (length > most) throw damagedPng(`it unpacks to more than the ${most} bytes it may have`);
    parts.push(part);
  });
  try {
    for (let at = 0; at < bytes.length; at += PACKED_SLICE) unpacker.push(bytes.subarray(at, at + PACKED_SLICE), at + PACKED_SLICE >= bytes.length);
  } catch (error) {
    throw error instanceof DarkroomError ? error : new DarkroomError('data', 'The PNG is damaged: its data cannot be unpacked.', {}, error);
  }
  return joined(parts);
}

/** Keyword and text of a text chunk; undefined for every other chunk. */
function readText({ type, data }: Chunk): readonly [string, string] | undefined {
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  const keyword = latin1(data.subarray(0, end));
  if (type === 'tEXt') return [keyword, latin1(data.subarray(end + 1))];
  if (type === 'zTXt') return [keyword, latin1(inflated(data.subarray(end + 2), MOST_TEXT))];
  if (type !== 'iTXt') return undefined;
  const packed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) throw damagedPng('a text is cut off');
  const body = data.subarray(translated + 1);
  return [keyword, new TextDecoder().decode(packed ? inflated(body, MOST_TEXT) : body)];
}

/** The texts of a PNG by keyword, without looking at its pixels. @throws DarkroomError code 'data' */
export function readPngText(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(readChunks(bytes).map(readText).filter((entry) => entry !== undefined));
}

/** Pixels of a PNG's sides, without unpacking it. @throws DarkroomError code 'data' when it is no PNG or damaged */
export function readPngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const [first] = readChunks(bytes);
  const { width, height } = readHeader(first?.type === 'IHDR' ? first.data : new Uint8Array(0));
  return { width, height };
}

/**
 * Pixels of a PNG of every kind but interlaced: grey, colour or palette, 1 to 16 bits, as 8-bit RGB, or RGBA where it has transparency.
 * Colour profiles and gamma are not applied.
 * @throws DarkroomError code 'data' when it is damaged, interlaced or too large
 */
export function decodePng(bytes: Uint8Array): Picture {
  const chunks = readChunks(bytes);
  const find = (type: string): Uint8Array | undefined => chunks.find((chunk) => chunk.type === type)?.data;
  const header = readHeader(chunks[0]?.type === 'IHDR' ? chunks[0].data : new Uint8Array(0));
  const { width, height } = header;
  if (width * height > MOST_PIXELS) throw new DarkroomError('data', `The PNG claims ${width}×${height} pixels, which is too large.`);
  const { stride, reach } = rowBytes(header);
  const rows = inflated(joined(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)), height * (stride + 1));
  return pictureFromRows(unfilteredRows(rows, height, stride, reach), header, { palette: find('PLTE'), clear: find('tRNS') });
}
