/** TCD: few steps with a distilled network that keeps to the trajectory; noise is put back from a level below. */

import { combine, noiseWithin } from '../noise-level.ts';
import type { Sampler } from './sampler.ts';

/**
 * The estimate goes down to timestep (1 − eta) · t of the step's end, and forward from there with fresh noise.
 * @source Zheng et al. 2402.19159, algorithm 2; eta is its gamma
 */
export const tcd: Sampler = {
  label: 'TCD', aliases: [], stochastic: true, evaluations: 1, options: { eta: 0.3 }, spacing: 'lcm', unitStart: true,
  start: ({ eta = 0.3 }) => ({ latents, denoised, from, to, schedule, noise }) => {
    if (to.sigma === 0) return denoised;
    const below = schedule.atTimestep(Math.floor((1 - eta) * to.timestep));
    const down = combine(below.alpha, denoised, below.sigma, noiseWithin(latents, denoised, from));
    const kept = to.alpha / below.alpha;
    const fresh = Math.sqrt(Math.max(0, to.sigma ** 2 - (kept * below.sigma) ** 2));
    return fresh === 0 ? down : combine(kept, down, fresh, noise());
  },
};
