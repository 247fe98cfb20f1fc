/** The step that the first-order samplers share: keep the estimate, replace a part of its noise by fresh noise. */

import { combine, noiseWithin, ratioOfRatios } from '../noise-level.ts';
import type { StepInput } from './sampler.ts';

/**
 * to.alpha · denoised + noise of to.sigma, of which the share `eta` (0..1) is fresh.
 *
 * With q = ratio(to) / ratio(from), the fresh part has the deviation eta · to.sigma · sqrt(1 − q²): for eta = 1 this is the
 * posterior of the forward process. In the variable latents / alpha it is the ancestral step of k-diffusion, and with
 * alpha² + sigma² = 1 it is DDPM's small variance; so one formula serves them, exact at pure noise too, where q = 0.
 * With eta = 0 on a flow it is latents + (to.t − from.t) · velocity.
 * @source Song et al. 2010.02502, equation 16
 */
export function noiseStep({ latents, denoised, from, to, noise }: StepInput, eta: number): Float32Array {
  if (to.sigma === 0) return denoised;
  const kept = ratioOfRatios(from, to);
  const fresh = eta * to.sigma * Math.sqrt(Math.max(0, 1 - kept * kept));
  const old = Math.sqrt(Math.max(0, to.sigma * to.sigma - fresh * fresh));
  const next = combine(to.alpha, denoised, old, noiseWithin(latents, denoised, from));
  return fresh === 0 ? next : combine(1, next, fresh, noise());
}
