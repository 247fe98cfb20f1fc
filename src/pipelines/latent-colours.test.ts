import { expect, test } from 'vitest';
import { fitLatentColours, latentPicture, swatchPicture } from './latent-colours.ts';

/** Latents that are colours in other words: each channel a mix of red, green and blue, four pixels square a latent. */
const mixes = [[0.5, -0.2, 0.1, 0.3], [0.1, 0.7, -0.4, 0], [-0.3, 0.2, 0.9, -0.1], [0.2, 0.2, 0.2, 0.5]];

function encoded(planes: Float32Array, side: number): Float32Array {
  const small = side / 8;
  const at = (channel: number, x: number, y: number): number => planes[(channel * side + y * 8) * side + x * 8] as number;
  return Float32Array.from(mixes.flatMap(([r = 0, g = 0, b = 0, constant = 0]) => Array.from({ length: small * small }, (_, i) => {
    const [x, y] = [i % small, Math.floor(i / small)];
    return r * at(0, x, y) + g * at(1, x, y) + b * at(2, x, y) + constant;
  })));
}

test('a linear autoencoder is undone', () => {
  const planes = swatchPicture();
  const colours = fitLatentColours(encoded(planes, 256), 4);
  const picture = latentPicture(encoded(planes, 256), colours, 32, 32);
  for (const [x, y] of [[2, 2], [17, 9], [30, 30]] as const) {
    for (let channel = 0; channel < 3; channel++) {
      const wanted = ((planes[(channel * 256 + y * 8) * 256 + x * 8] as number) + 1) * 127.5;
      expect(Math.abs(picture.data[3 * (y * 32 + x) + channel]! - wanted)).toBeLessThanOrEqual(1);
    }
  }
});

test('the swatches fill the cube of colours: each octant has some, each channel reaches out', () => {
  const planes = swatchPicture();
  const colours = Array.from({ length: 64 }, (_, i) => [0, 1, 2].map((channel) => planes[(channel * 256 + Math.floor(i / 8) * 32) * 256 + (i % 8) * 32] as number));
  expect(new Set(colours.map((colour) => colour.map((value) => (value > 0 ? 1 : 0)).join('')))).toHaveProperty('size', 8);
  for (let channel = 0; channel < 3; channel++) expect(Math.max(...colours.map((colour) => colour[channel]!)) - Math.min(...colours.map((colour) => colour[channel]!))).toBeGreaterThan(1.8);
});
