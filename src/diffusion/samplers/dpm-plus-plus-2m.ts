/** DPM-Solver++ (2M): second order with one evaluation a step, using the estimate of the step before. */

import { combine, noiseRatio, ratioOfRatios } from '../noise-level.ts';
import type { Sampler } from './sampler.ts';

/**
 * Exact for an estimate that is linear in lambda = ln(alpha / sigma). The first step, one from pure noise (infinitely
 * long in lambda) and the last to clean are of first order.
 * @source Lu et al. 2211.01095, algorithm 2
 */
export const dpmPlusPlus2M: Sampler = {
  label: 'DPM++ 2M', aliases: ['dpmpp-2m', 'dpm-solver++', 'dpmsolver++', 'dpm++2m', 'dpm-2m++'], stochastic: false,
  start: () => {
    let previous: { readonly denoised: Float32Array; readonly length: number } | undefined;
    return ({ latents, denoised, from, to }) => {
      const length = Math.log(noiseRatio(from)) - Math.log(noiseRatio(to));
      let estimate = denoised;
      if (previous !== undefined && to.sigma > 0) {
        const weight = length / (2 * previous.length); // 0 after a step from pure noise
        estimate = combine(1 + weight, denoised, -weight, previous.denoised);
      }
      previous = { denoised, length };
      return combine(to.sigma / from.sigma, latents, to.alpha * (1 - ratioOfRatios(from, to)), estimate);
    };
  },
};
