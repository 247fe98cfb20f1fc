/** The step that the first-order samplers share: keep the estimate, replace a part of its noise by fresh noise. */

import { combine, noiseRatio, noiseWithin, ratioOfRatios } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import type { StepInput } from './sampler.ts';

/**
 * How the noise of `to` is split: the deviation of its fresh part, and of the part that is kept. With q = ratio(to) /
 * ratio(from) the fresh part is eta · to.sigma · sqrt(1 − q²): for eta = 1 this is the posterior of the forward process.
 * In the variable latents / alpha it is the ancestral step of k-diffusion, and with alpha² + sigma² = 1 it is DDPM's
 * small variance; so one formula serves them, exact at pure noise too, where q = 0.
 * @source Song et al. 2010.02502, equation 16
 */
export function splitNoise(from: NoiseLevel, to: NoiseLevel, eta: number): { readonly fresh: number; readonly kept: number } {
  const q = ratioOfRatios(from, to);
  const fresh = eta * to.sigma * Math.sqrt(Math.max(0, 1 - q * q));
  return { fresh, kept: Math.sqrt(Math.max(0, to.sigma * to.sigma - fresh * fresh)) };
}

/** sigma / alpha of the level that an ancestral step goes down to before it adds the fresh noise. */
export function ratioBelow(from: NoiseLevel, to: NoiseLevel, eta: number): number {
  return to.sigma === 0 ? 0 : noiseRatio({ ...to, sigma: splitNoise(from, to, eta).kept });
}

/** to.alpha · denoised + noise of to.sigma, of which the share `eta` (0..1) is fresh. With eta = 0 on a flow it is latents + (to.t − from.t) · velocity. */
export function noiseStep({ latents, denoised, from, to, noise }: Pick<StepInput, 'latents' | 'denoised' | 'from' | 'to' | 'noise'>, eta: number): Float32Array {
  if (to.sigma === 0) return denoised;
  const { fresh, kept } = splitNoise(from, to, eta);
  const next = combine(to.alpha, denoised, kept, noiseWithin(latents, denoised, from));
  return fresh === 0 ? next : combine(1, next, fresh, noise());
}
