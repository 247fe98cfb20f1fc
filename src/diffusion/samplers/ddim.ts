/** DDIM: the deterministic member (eta = 0) of the family that DDPM belongs to. */

import { noiseStep } from './noise-step.ts';
import type { Sampler } from './sampler.ts';

/** In the variable latents / alpha this is Euler's rule in sigma / alpha. @source Song et al. 2010.02502, equation 12 */
export const ddim: Sampler = {
  label: 'DDIM', aliases: [], stochastic: false,
  start: () => (input) => noiseStep(input, 0),
};
