/** DDIM: the family that DDPM belongs to; deterministic with eta = 0. */

import { noiseStep } from './noise-step.ts';
import type { Sampler } from './sampler.ts';

/** With eta = 0, in the variable latents / alpha, this is Euler's rule in sigma / alpha. @source Song et al. 2010.02502, equation 12 */
export const ddim: Sampler = {
  label: 'DDIM', aliases: [], stochastic: false, evaluations: 1, options: { eta: 0 }, unitStart: true,
  start: ({ eta = 0 }) => (input) => noiseStep(input, eta),
};
