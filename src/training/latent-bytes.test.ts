import { expect, test } from 'vitest';
import { latentFromByte, latentToByte } from './latent-bytes.ts';

test('a byte gives back what it was made from, finely where latents are small', () => {
  for (let value = -15.9; value < 16; value += 0.037) {
    expect(Math.abs(latentFromByte(latentToByte(value)) - value)).toBeLessThan(Math.abs(value) < 1 ? 0.04 : 0.15);
  }
  expect([0, 20, -20].map((value) => latentFromByte(latentToByte(value)))).toEqual([0, 16, -16]);
});

test('every byte but the unused one is its own value', () => {
  for (let code = 0; code < 256; code++) if (code !== 128) expect(latentToByte(latentFromByte(code))).toBe(code);
});
