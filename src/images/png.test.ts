import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { createPicture } from './picture.ts';
import { decodePng, encodePng, readPngText } from './png.ts';

function noise(width: number, height: number, channels: 3 | 4) {
  const random = createRandom(3);
  return createPicture(width, height, Uint8Array.from({ length: width * height * channels }, () => random.integer(256)), channels);
}

describe('png', () => {
  test.each([[5, 7, 3], [1, 1, 4], [16, 3, 4]] as const)('%i×%i with %i channels comes back, here and in another reader', async (width, height, channels) => {
    const picture = noise(width, height, channels);
    const bytes = encodePng(picture);
    expect(decodePng(bytes)).toEqual(picture);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels });
    expect(Uint8Array.from(data)).toEqual(picture.data);
  });

  test('reads what another writer filters', async () => {
    const picture = noise(9, 6, 3);
    const bytes = await sharp(picture.data, { raw: { width: 9, height: 6, channels: 3 } }).png({ adaptiveFiltering: true }).toBuffer();
    expect(decodePng(Uint8Array.from(bytes)).data).toEqual(picture.data);
  });

  test('text comes back, in Latin-1 and beyond', () => {
    const text = { parameters: 'a fox, größer\nSteps: 20', darkroom: '{"prompt":"狐 🦊"}' };
    expect(readPngText(encodePng(noise(2, 2, 3), text))).toEqual(text);
  });

  test('equal pictures give equal bytes', () => {
    expect(encodePng(noise(8, 8, 3), { a: 'b' })).toEqual(encodePng(noise(8, 8, 3), { a: 'b' }));
  });

  test('every cut and every flipped byte is refused in words', () => {
    const bytes = encodePng(noise(4, 4, 3), { a: 'b' });
    for (let length = 0; length < bytes.length; length++) expect(() => decodePng(bytes.slice(0, length))).toThrow(/not a PNG|ends early/);
    for (let i = 0; i < bytes.length; i++) {
      const flipped = bytes.slice();
      flipped[i] = (flipped[i] as number) ^ 0x40;
      expect(() => decodePng(flipped)).toThrow(/PNG/);
    }
  });
});
