/** DPM-Solver++ (2M): second order with one evaluation a step, using the estimate of the step before. */

import { combine, logLength, ratioOfRatios } from '../noise-level.ts';
import { estimateHistory } from './estimate-history.ts';
import type { Sampler } from './sampler.ts';

/** diffusers' rule of thumb: runs that are shorter end with a step of first order even when they do not end clean. */
const shortRun = 15;

/**
 * Exact for an estimate that is linear in lambda = ln(alpha / sigma). The first step, one from pure noise (infinitely
 * long in lambda) and the last to clean are of first order.
 * @source Lu et al. 2211.01095, algorithm 2
 */
export const dpmPlusPlus2M: Sampler = {
  label: 'DPM++ 2M', aliases: ['dpmpp-2m', 'dpm-solver++', 'dpmsolver++', 'dpm++2m', 'dpm-2m++', 'dpmsolvermultistep'],
  stochastic: false, evaluations: 1, spacing: 'karras', unitStart: true,
  start: () => {
    const history = estimateHistory(2);
    return ({ latents, denoised, from, to, index, steps }) => {
      const previous = history.add(denoised, from)[1];
      let estimate = denoised;
      if (previous !== undefined && to.sigma > 0 && !(index === steps - 1 && steps < shortRun)) {
        const weight = logLength(from, to) / (2 * logLength(previous.level, from));
        estimate = combine(1 + weight, denoised, -weight, previous.denoised);
      }
      return combine(to.sigma / from.sigma, latents, to.alpha * (1 - ratioOfRatios(from, to)), estimate);
    };
  },
};
