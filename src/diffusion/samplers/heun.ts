/** Heun's rule: a trial Euler step, then the step again with the mean of both slopes. Second order, two evaluations. */

import { combine } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import { follow, lineFrom, slopeAt } from './line.ts';
import type { Sampler } from './sampler.ts';

/** The last step, to clean, is Euler's: the slope there is undefined. @source Karras et al. 2206.00364, algorithm 1 */
export const heun: Sampler = {
  label: 'Heun', aliases: ['heundiscrete', 'flow-match-heun', 'flowmatchheundiscrete'], stochastic: false, evaluations: 2,
  start: () => async ({ latents, denoised, from, to, denoise, signal }) => {
    const trial = eulerStep(latents, denoised, from, to);
    if (to.sigma === 0) return trial;
    const line = lineFrom(from);
    const slope0 = slopeAt(line, latents, denoised, from);
    const slope1 = slopeAt(line, trial, await denoise(trial, to, signal), to);
    return follow(line, latents, combine(0.5, slope0, 0.5, slope1), from, to);
  },
};
