/** PNG files: written with text in them, read back whole or for their text only. Fixed settings, so equal pictures give equal bytes. */
import { unzlibSync, zlibSync } from 'fflate';
import { DarkroomError } from '../base/errors.ts';
import { type Picture, createPicture } from './picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A picture larger than this is refused before memory is taken for it. */
const MOST_PIXELS = 1 << 28;

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

/** tEXt where Latin-1 suffices, as most readers expect; iTXt in UTF-8 otherwise. */
function textChunk(keyword: string, text: string): Uint8Array {
  if (!isLatin1(text)) return chunk('iTXt', joined([utf8.encode(keyword), Uint8Array.of(0, 0, 0, 0, 0), utf8.encode(text)]));
  return chunk('tEXt', joined([utf8.encode(keyword), Uint8Array.of(0), Uint8Array.from(text, (c) => c.charCodeAt(0))]));
}

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** Rows after the Paeth filter, which suits drawn and photographed pictures alike. */
function filteredRows({ width, height, channels, data }: Picture): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    out[to] = 4;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (data[at - channels] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = x >= channels && y > 0 ? (data[at - stride - channels] as number) : 0;
      out[to + 1 + x] = (data[at] as number) - paeth(left, up, corner);
    }
  }
  return out;
}

/** An 8-bit RGB or RGBA file. @param text by keyword (1 to 79 Latin letters): what travels with the picture */
export function encodePng(picture: Picture, text: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const header = joined([uint32(picture.width), uint32(picture.height), Uint8Array.of(8, picture.channels === 4 ? 6 : 2, 0, 0, 0)]);
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    ...Object.entries(text).map(([keyword, value]) => textChunk(keyword, value)),
    chunk('IDAT', zlibSync(filteredRows(picture), { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const damaged = (what: string): DarkroomError => new DarkroomError('data', `The PNG is damaged: ${what}.`);

/** @throws DarkroomError code 'data' when it is no PNG, is cut off, or a check sum is wrong */
function readChunks(bytes: Uint8Array): Chunk[] {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw new DarkroomError('data', 'This is not a PNG file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) throw damaged('it ends early');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw damaged('it ends early');
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== view.getUint32(at + 8 + length)) throw damaged('a check sum is wrong');
    const type = String.fromCharCode(...body.subarray(0, 4));
    chunks.push({ type, data: body.subarray(4) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  throw damaged('it ends early');
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return unzlibSync(bytes);
  } catch (error) {
    throw new DarkroomError('data', 'The PNG is damaged: its data cannot be unpacked.', {}, error);
  }
}

/** Keyword and text of a text chunk; undefined for every other chunk. */
function readText({ type, data }: Chunk): readonly [string, string] | undefined {
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  const keyword = latin1(data.subarray(0, end));
  if (type === 'tEXt') return [keyword, latin1(data.subarray(end + 1))];
  if (type === 'zTXt') return [keyword, latin1(inflated(data.subarray(end + 2)))];
  if (type !== 'iTXt') return undefined;
  const packed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) throw damaged('a text is cut off');
  const body = data.subarray(translated + 1);
  return [keyword, new TextDecoder().decode(packed ? inflated(body) : body)];
}

/** The texts of a PNG by keyword, without looking at its pixels. @throws DarkroomError code 'data' */
export function readPngText(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(readChunks(bytes).map(readText).filter((entry) => entry !== undefined));
}

/**
 * Pixels of a PNG as this module writes them: 8 bits, RGB or RGBA, not interlaced. Every other kind is the platform codec's.
 * @throws DarkroomError code 'data'
 */
export function decodePng(bytes: Uint8Array): Picture {
  const chunks = readChunks(bytes);
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw damaged('it has no header');
  const view = new DataView(header.data.buffer, header.data.byteOffset, 13);
  const [width, height, depth, colour, interlace] = [view.getUint32(0), view.getUint32(4), view.getUint8(8), view.getUint8(9), view.getUint8(12)];
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0) throw new DarkroomError('data', 'Only PNGs of 8 bits, RGB or RGBA, not interlaced, are read here.', { depth, colour, interlace });
  if (width * height > MOST_PIXELS) throw new DarkroomError('data', `The PNG claims ${width}×${height} pixels, which is too large.`);
  const rows = inflated(joined(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  return unfiltered(rows, width, height, colour === 6 ? 4 : 3);
}

/** @source PNG specification, clause 9: the five filters */
function unfiltered(rows: Uint8Array, width: number, height: number, channels: 3 | 4): Picture {
  const stride = width * channels;
  if (rows.length !== height * (stride + 1)) throw damaged('its pixels are not complete');
  const data = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const filter = rows[from] as number;
    if (filter > 4) throw damaged('a row has an unknown filter');
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (data[at - channels] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = x >= channels && y > 0 ? (data[at - stride - channels] as number) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] as number;
      data[at] = (rows[from + 1 + x] as number) + guess;
    }
  }
  return createPicture(width, height, data, channels);
}
