/** DPM2: a trial step to the middle, then the whole step with the slope found there. Second order, two evaluations. */

import { combine } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import { follow, lineFrom, middleTime, slopeAt } from './line.ts';
import { ratioBelow, splitNoise } from './noise-step.ts';
import type { Sampler, StepInput } from './sampler.ts';

/** The midpoint rule from `from` down to `to`, which may lie below the step's own end. The step to clean is Euler's. */
async function midpointStep({ latents, denoised, from, denoise, schedule, signal }: StepInput, to: StepInput['to']): Promise<Float32Array> {
  if (to.sigma === 0) return eulerStep(latents, denoised, from, to);
  const line = lineFrom(from);
  const middle = schedule.atRatio(line.ratio(middleTime(line, from, to)));
  const trial = eulerStep(latents, denoised, from, middle);
  return follow(line, latents, slopeAt(line, trial, await denoise(trial, middle, signal), middle), from, to);
}

/** @source Karras et al. 2206.00364, and DPM-Solver-2 of Lu et al. 2206.00927, in the form of k-diffusion's sample_dpm_2 */
export const dpm2: Sampler = {
  label: 'DPM2', aliases: ['dpm-2', 'kdpm2discrete'], stochastic: false, evaluations: 2, spacing: 'karras',
  start: () => (input) => midpointStep(input, input.to),
};

/** The same, going below the level and adding fresh noise up to it. @source k-diffusion's sample_dpm_2_ancestral */
export const dpm2Ancestral: Sampler = {
  label: 'DPM2 a', aliases: ['dpm2-a', 'dpm-2-a', 'dpm-2-ancestral', 'kdpm2ancestraldiscrete'], stochastic: true, evaluations: 2, options: { eta: 1 }, spacing: 'karras',
  start: ({ eta = 1 }) => async (input) => {
    const { from, to, noise } = input;
    const below = ratioBelow(from, to, eta);
    // The level below, written at the size of `to`: what is missing is then exactly the fresh noise.
    const down = await midpointStep(input, { ...to, sigma: below * to.alpha });
    const { fresh } = splitNoise(from, to, eta);
    return fresh === 0 ? down : combine(1, down, fresh, noise());
  },
};
