/** The colours of latents, as a linear map that is fitted to an autoencoder: a look at a picture that costs next to nothing. */
import { DarkroomError } from '../base/errors.ts';
import { createPicture, type Picture } from '../images/picture.ts';

/** Rows of weights, one for each of red, green and blue: the latent's channels, then a constant. Colours are in [-1, 1]. */
export type LatentColours = readonly (readonly number[])[];

/** Squares of one colour each on a picture, far enough apart to be told from each other. */
export const SWATCHES = { across: 8, pixels: 32 } as const;
const SIDE = SWATCHES.across * SWATCHES.pixels;

/** A picture of 64 squares whose colours fill the cube evenly, [3, 256, 256] in [-1, 1]. */
export function swatchPicture(): Float32Array {
  const planes = new Float32Array(3 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const colour = swatchColour(Math.floor(Math.floor(i / SIDE) / SWATCHES.pixels) * SWATCHES.across + Math.floor((i % SIDE) / SWATCHES.pixels));
    for (let channel = 0; channel < 3; channel++) planes[channel * SIDE * SIDE + i] = colour[channel] as number;
  }
  return planes;
}

/** A sequence of low discrepancy: multiples of the powers of the plastic constant's three-dimensional kin. @source Roberts 2018, "The Unreasonable Effectiveness of Quasirandom Sequences" */
function swatchColour(index: number): readonly number[] {
  const g = 1.2207440846057596;
  return [1, 2, 3].map((power) => 2 * ((0.5 + (index + 1) / g ** power) % 1) - 1);
}

/**
 * Fits the map by least squares to the latents of `swatchPicture`.
 * @param latents [channels, side, side]
 */
export function fitLatentColours(latents: Float32Array, channels: number): LatentColours {
  const side = Math.sqrt(latents.length / channels);
  const perSwatch = side / SWATCHES.across;
  const margin = Math.floor(perSwatch / 4); // the borders of squares mix two colours
  const samples: { readonly row: number[]; readonly colour: readonly number[] }[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if ([x, y].some((at) => at % perSwatch < margin || at % perSwatch >= perSwatch - margin)) continue;
      const row = [...Array.from({ length: channels }, (_, c) => latents[(c * side + y) * side + x] as number), 1];
      samples.push({ row, colour: swatchColour(Math.floor(y / perSwatch) * SWATCHES.across + Math.floor(x / perSwatch)) });
    }
  }
  const size = channels + 1;
  const normal = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => samples.reduce((sum, { row }) => sum + (row[i] as number) * (row[j] as number), 0)));
  const ridge = 1e-6 * normal.reduce((sum, row, i) => sum + (row[i] as number), 0) / size; // autoencoders of random weights may repeat a channel
  normal.forEach((row, i) => { row[i] = (row[i] as number) + ridge; });
  return [0, 1, 2].map((channel) => solve(normal, Array.from({ length: size }, (_, i) => samples.reduce((sum, { row, colour }) => sum + (row[i] as number) * (colour[channel] as number), 0))));
}

/** The solution of a small symmetric positive system, by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    const pivot = rows[i] as number[];
    if (!((pivot[i] as number) > 0)) throw new DarkroomError('not-finite', 'The colours of latents cannot be told: the autoencoder gives values that are not finite.');
    for (let j = i + 1; j < size; j++) {
      const factor = ((rows[j] as number[])[i] as number) / (pivot[i] as number);
      for (let k = i; k <= size; k++) (rows[j] as number[])[k] = ((rows[j] as number[])[k] as number) - factor * (pivot[k] as number);
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i] as number[];
    const known = row.slice(i + 1, size).reduce((sum, value, k) => sum + value * (solution[i + 1 + k] as number), 0);
    solution[i] = ((row[size] as number) - known) / (row[i] as number);
  }
  return solution;
}

/** One pixel a latent. @param latents [channels, height, width] */
export function latentPicture(latents: Float32Array, colours: LatentColours, width: number, height: number): Picture {
  const area = width * height;
  const data = new Uint8Array(3 * area);
  for (let i = 0; i < area; i++) {
    for (const [channel, weights] of colours.entries()) {
      const value = weights.reduce((sum, weight, c) => sum + weight * (c === weights.length - 1 ? 1 : (latents[c * area + i] as number)), 0);
      data[3 * i + channel] = Math.round((Math.min(1, Math.max(-1, value)) + 1) * 127.5);
    }
  }
  return createPicture(width, height, data);
}
