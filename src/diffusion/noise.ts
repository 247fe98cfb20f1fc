/** The noise of a picture: each picture of a batch has its own seed, so it comes out the same alone or in company. */

import { fillNormal } from '../base/random.ts';

function noiseOf(seeds: readonly (number | bigint)[], size: number, stream: number): Float32Array {
  const noise = new Float32Array(seeds.length * size);
  for (const [picture, seed] of seeds.entries()) fillNormal(noise.subarray(picture * size, (picture + 1) * size), seed, stream);
  return noise;
}

/** Standard normal start noise for a batch, `size` values for each seed. Stream 0 of the seed. @throws usage */
export function startNoise(seeds: readonly (number | bigint)[], size: number): Float32Array {
  return noiseOf(seeds, size, 0);
}

/** Further draws of a step read streams that far on: more than any run has steps. */
const drawStride = 2 ** 20;

/** The `noise` argument of `sample`: step i reads stream i + 1 of each seed. @throws usage */
export function stepNoise(seeds: readonly (number | bigint)[], size: number): (step: number, draw?: number) => Float32Array {
  return (step, draw = 0) => noiseOf(seeds, size, draw * drawStride + step + 1);
}
