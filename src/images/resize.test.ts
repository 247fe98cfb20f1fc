import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { blankPicture, createPicture } from './picture.ts';
import { resized } from './resize.ts';

const greys = (width: number, height: number, ...values: number[]) => createPicture(width, height, Uint8Array.from(values.flatMap((value) => [value, value, value])));
const reds = (picture: { data: Uint8Array; channels: number }) => [...picture.data].filter((_, i) => i % picture.channels === 0);

describe('resized', () => {
  test('one colour stays that colour at every size', () => {
    for (const [width, height] of [[1, 1], [3, 11], [7, 5], [20, 2], [64, 64]] as const) {
      expect(resized(blankPicture(7, 5, [13, 200, 255]), width, height)).toEqual(blankPicture(width, height, [13, 200, 255]));
    }
  });

  test('the same size gives equal pixels, not the same memory', () => {
    const picture = greys(2, 1, 3, 250);
    expect(resized(picture, 2, 1)).toEqual(picture);
    expect(resized(picture, 2, 1).data).not.toBe(picture.data);
  });

  test('shrinking averages what is covered, parts of pixels too', () => {
    expect(reds(resized(greys(4, 2, 0, 100, 10, 20, 100, 200, 30, 40), 2, 1))).toEqual([100, 25]);
    expect(reds(resized(greys(3, 1, 0, 90, 180), 2, 1))).toEqual([30, 150]);
  });

  test('growing keeps a slope a slope, and its middle in the middle', () => {
    const grown = reds(resized(greys(8, 1, 0, 32, 64, 96, 128, 160, 192, 224), 32, 1));
    for (let x = 10; x < 22; x++) expect(Math.abs((grown[x] as number) - ((x + 0.5) / 4 - 0.5) * 32)).toBeLessThan(3);
    expect(grown.slice(1, 31).every((value, i) => value >= (grown[i] as number) - 3)).toBe(true);
  });

  test('clear pixels lend no colour', () => {
    expect([...resized(createPicture(2, 1, Uint8Array.of(200, 10, 0, 255, 0, 255, 0, 0), 4), 1, 1).data]).toEqual([200, 10, 0, 128]);
    expect([...resized(createPicture(2, 1, new Uint8Array(8), 4), 1, 1).data]).toEqual([0, 0, 0, 0]);
  });

  test('is near to sharp on a smooth picture, larger and smaller', async () => {
    const side = 24;
    const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => 128 + 100 * Math.sin(Math.floor(i / 3 / side) / 5 + (i % 3)) * Math.cos((Math.floor(i / 3) % side) / 4));
    for (const [to, kernel] of [[8, 'lanczos3'], [72, 'lanczos3']] as const) {
      const theirs = await sharp(data, { raw: { width: side, height: side, channels: 3 } }).resize(to, to, { kernel, fastShrinkOnLoad: false }).raw().toBuffer();
      const ours = resized(createPicture(side, side, data), to, to).data;
      const mean = ours.reduce((sum, value, i) => sum + Math.abs(value - (theirs[i] as number)), 0) / ours.length;
      expect(mean).toBeLessThan(4);
    }
  });

  test('sides that are none are refused', () => {
    for (const side of [0, -1, 1.5, NaN]) expect(() => resized(greys(1, 1, 0), side, 1)).toThrow(/whole sides/);
  });
});
