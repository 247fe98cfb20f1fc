import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { blankPicture, createPicture } from './picture.ts';
import { decodePng, encodePng, readPngText } from './png.ts';

interface Made {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly kind: number;
  readonly rows: readonly number[];
  readonly interlaced?: boolean;
  readonly more?: readonly (readonly [type: string, data: readonly number[]])[];
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A file by node's zlib, written without this module. Each row begins with its filter. */
function png({ width, height, depth, kind, rows, interlaced = false, more = [] }: Made): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kind, 0, 0, interlaced ? 1 : 0], 8);
  return Uint8Array.from(Buffer.concat([
    encodePng(blankPicture(1, 1, [0, 0, 0])).subarray(0, 8), chunk('IHDR', header), ...more.map(([type, data]) => chunk(type, Uint8Array.from(data))),
    chunk('IDAT', deflateSync(Uint8Array.from(rows))), chunk('IEND', new Uint8Array(0)),
  ]));
}

const pixels = (made: Made): number[] => [...decodePng(png(made)).data];
const greys = (...values: number[]): number[] => values.flatMap((value) => [value, value, value]);

describe('kinds of PNG', () => {
  test('greys of few bits are spread over 0 to 255, and a row begins with a whole byte', () => {
    expect(pixels({ width: 3, height: 2, depth: 1, kind: 0, rows: [0, 0b10100000, 0, 0b01000000] })).toEqual(greys(255, 0, 255, 0, 255, 0));
    expect(pixels({ width: 5, height: 1, depth: 2, kind: 0, rows: [0, 0b00011011, 0b10000000] })).toEqual(greys(0, 85, 170, 255, 170));
    expect(pixels({ width: 3, height: 1, depth: 4, kind: 0, rows: [0, 0x0f, 0x80] })).toEqual(greys(0, 255, 136));
  });

  test('16 bits are rounded, and their filters reach over whole pixels', () => {
    expect(pixels({ width: 2, height: 1, depth: 16, kind: 0, rows: [0, 0x80, 0x00, 0x7f, 0xff] })).toEqual(greys(128, 127));
    expect(pixels({ width: 2, height: 1, depth: 16, kind: 0, rows: [1, 0x10, 0x10, 0x10, 0x10] })).toEqual(greys(16, 32));
  });

  test('grey with alpha becomes RGBA', () => {
    expect(pixels({ width: 2, height: 1, depth: 8, kind: 4, rows: [0, 7, 255, 9, 0] })).toEqual([7, 7, 7, 255, 9, 9, 9, 0]);
  });

  test('a palette gives colours, with alpha where it has some', () => {
    const palette = ['PLTE', [1, 2, 3, 4, 5, 6, 7, 8, 9]] as const;
    const made: Made = { width: 3, height: 1, depth: 2, kind: 3, rows: [0, 0b00011000], more: [palette] };
    expect(pixels(made)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(pixels({ ...made, more: [palette, ['tRNS', [0, 128]]] })).toEqual([1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255]);
    expect(() => pixels({ ...made, rows: [0, 0b11000000] })).toThrow(/not in its palette/);
    expect(() => pixels({ ...made, more: [] })).toThrow(/no palette/);
  });

  test('one colour can be clear, compared before rounding', () => {
    expect(pixels({ width: 2, height: 1, depth: 8, kind: 2, rows: [0, 1, 2, 3, 1, 2, 4], more: [['tRNS', [0, 1, 0, 2, 0, 3]]] })).toEqual([1, 2, 3, 0, 1, 2, 4, 255]);
    expect(pixels({ width: 2, height: 1, depth: 16, kind: 0, rows: [0, 1, 0, 1, 1], more: [['tRNS', [1, 0]]] })).toEqual([1, 1, 1, 0, 1, 1, 1, 255]);
    expect(() => pixels({ width: 1, height: 1, depth: 8, kind: 2, rows: [0, 1, 2, 3], more: [['tRNS', [0, 1]]] })).toThrow(/clear colour/);
  });

  test.each([['palette', { palette: true }, 1], ['grey', {}, 1], ['grey, 16 bits', {}, 2], ['RGBA', {}, 1]] as const)('agrees with sharp: %s', async (name, options, bytes) => {
    const random = createRandom(5);
    const channels = name === 'RGBA' ? 4 : 3;
    const raw = Uint8Array.from({ length: 13 * 9 * channels }, () => random.integer(256));
    let image = sharp(raw, { raw: { width: 13, height: 9, channels } });
    if (name.startsWith('grey')) image = image.toColourspace(bytes === 2 ? 'grey16' : 'b-w');
    const file = Uint8Array.from(await image.png(options).toBuffer());
    const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    const ours = decodePng(file);
    expect(ours).toMatchObject({ width: 13, height: 9 });
    for (let i = 0; i < 13 * 9; i++) {
      for (let channel = 0; channel < 3; channel++) expect(Math.abs((ours.data[i * ours.channels + channel] as number) - (data[i * info.channels + (info.channels < 3 ? 0 : channel)] as number))).toBeLessThanOrEqual(1);
    }
  });

  test('what is not read is refused in words', () => {
    const made: Made = { width: 1, height: 1, depth: 8, kind: 0, rows: [0, 1] };
    expect(() => pixels({ ...made, interlaced: true })).toThrow(/without interlacing/);
    expect(() => pixels({ ...made, depth: 3 })).toThrow(/kind 0 of 3 bits/);
    expect(() => pixels({ ...made, kind: 5 })).toThrow(/kind 5/);
    expect(() => pixels({ ...made, width: 0 })).toThrow(/no pixels/);
    expect(() => pixels({ ...made, width: 100_000, height: 100_000 })).toThrow(/too large/);
    expect(() => pixels({ ...made, rows: [0] })).toThrow(/not complete/);
    expect(() => pixels({ ...made, rows: [9, 1] })).toThrow(/unknown filter/);
  });

  test('a small file cannot unpack to a large one', () => {
    expect(() => decodePng(png({ width: 1, height: 1, depth: 8, kind: 0, rows: Array.from<number>({ length: 1 << 20 }).fill(0) }))).toThrow(/more than the 2 bytes/);
    const text = [...Buffer.from('k\0\0', 'latin1'), ...deflateSync(Buffer.alloc((1 << 24) + 1))];
    expect(() => readPngText(png({ width: 1, height: 1, depth: 8, kind: 0, rows: [0, 1], more: [['zTXt', text]] }))).toThrow(/more than the/);
  });

  test('packed texts are read', () => {
    const packed = deflateSync(Buffer.from('狐, größer'));
    const more = [['zTXt', [...Buffer.from('z\0\0', 'latin1'), ...deflateSync(Buffer.from('größer', 'latin1'))]], ['iTXt', [...Buffer.from('i\0\u0001\0de\0x\0', 'latin1'), ...packed]]] as const;
    expect(readPngText(png({ width: 1, height: 1, depth: 8, kind: 0, rows: [0, 1], more }))).toEqual({ z: 'größer', i: '狐, größer' });
  });

  test.each(['', 'k'.repeat(80), 'é', 'a\0b', ' a', 'a  b'])('the keyword %j is refused', (keyword) => {
    expect(() => encodePng(createPicture(1, 1, Uint8Array.of(1, 2, 3)), { [keyword]: 'x' })).toThrow(/keyword/);
  });
});
