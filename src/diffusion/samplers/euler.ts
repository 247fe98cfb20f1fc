/** Euler's rule for the probability flow. */

import { combine, ratioOfRatios } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import type { Sampler } from './sampler.ts';

/**
 * With y = latents / alpha and r = sigma / alpha: y' = y + (r' − r) · (y − x0) / r = x0 + (r'/r) · (y − x0). Multiplied
 * out with alpha' there is no division by alpha, so pure noise needs no special case, and on a flow it is z + dt · v.
 * @source Karras et al. 2206.00364, algorithm 1 without the correction
 */
export function eulerStep(latents: Float32Array, denoised: Float32Array, from: NoiseLevel, to: NoiseLevel): Float32Array {
  return combine(to.sigma / from.sigma, latents, to.alpha * (1 - ratioOfRatios(from, to)), denoised);
}

export const euler: Sampler = {
  label: 'Euler', aliases: ['eulerdiscrete', 'flow-match-euler', 'flowmatcheulerdiscrete'], stochastic: false, evaluations: 1,
  start: () => ({ latents, denoised, from, to }) => eulerStep(latents, denoised, from, to),
};
