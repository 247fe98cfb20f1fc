/** Heun's rule: a trial Euler step, then the step again with the mean of both slopes. Second order, two evaluations. */

import { combine, noiseFraction, noiseWithin } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { euler } from './euler.ts';
import type { Sampler } from './sampler.ts';

/** The slope noise − x0 of z = latents / (alpha + sigma) along t = sigma / (alpha + sigma). */
function velocity(latents: Float32Array, denoised: Float32Array, level: NoiseLevel): Float32Array {
  return combine(1, noiseWithin(latents, denoised, level), -1, denoised);
}

/**
 * The slopes are averaged in the flow's own variables, z and t, which every schedule can be written in: unlike
 * sigma / alpha they are finite at pure noise. The last step, to clean, is Euler's: the slope there is undefined.
 * @source Karras et al. 2206.00364, algorithm 1
 */
export const heun: Sampler = {
  label: 'Heun', aliases: [], stochastic: false,
  start: () => {
    const trial = euler.start();
    return async (input) => {
      const { latents, denoised, from, to, denoise, signal } = input;
      const first = await trial(input);
      if (to.sigma === 0) return first;
      const slope0 = velocity(latents, denoised, from);
      const slope1 = velocity(first, await denoise(first, to, signal), to);
      const half = (noiseFraction(to) - noiseFraction(from)) / 2;
      const size = to.alpha + to.sigma;
      return combine(1, combine(size / (from.alpha + from.sigma), latents, size * half, slope0), size * half, slope1);
    };
  },
};
