/** PNDM without Runge-Kutta warm-up, known as PLMS: Adams-Bashforth on the noise, the step itself being DDIM's. */

import { combine, noiseWithin, weightedSum } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import type { Sampler, StepInput } from './sampler.ts';

/** Weights of the noises of the last steps, newest first, by how many there are. @source Liu et al. 2202.09778, equation 12 */
const adams: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/** The latents at `to` that hold this noise; needs from.alpha > 0. @source Liu et al. 2202.09778, equation 11 */
function transfer(latents: Float32Array, noise: Float32Array, from: NoiseLevel, to: NoiseLevel): Float32Array {
  return combine(to.alpha / from.alpha, latents, to.sigma - to.alpha * from.sigma / from.alpha, noise);
}

/** The first step looks at its end, too, and takes the mean of both noises. */
async function firstStep({ latents, denoised, from, to, denoise, signal }: StepInput, noise: Float32Array): Promise<Float32Array> {
  const trial = eulerStep(latents, denoised, from, to);
  if (to.sigma === 0) return trial;
  const end = noiseWithin(trial, await denoise(trial, to, signal), to);
  return transfer(latents, combine(0.5, noise, 0.5, end), from, to);
}

/** From pure noise the estimate cannot be told from its noise: that step is DDIM's, and the rule starts after it. */
export const pndm: Sampler = {
  label: 'PLMS', aliases: ['plms'], stochastic: false, evaluations: 1, unitStart: true,
  start: () => {
    let noises: readonly Float32Array[] = [];
    return (input) => {
      const { latents, denoised, from, to } = input;
      if (from.alpha === 0) return eulerStep(latents, denoised, from, to);
      noises = [noiseWithin(latents, denoised, from), ...noises].slice(0, adams.length);
      if (noises.length === 1) return firstStep(input, noises[0]!);
      const weights = adams[noises.length - 1]!;
      const [first, ...rest] = noises.map((noise, i) => [weights[i]!, noise] as const);
      return transfer(latents, weightedSum(first!, ...rest), from, to);
    };
  },
};
