/** Ancestral Euler: each step goes lower than it should and adds fresh noise up to the level. */

import { noiseStep } from './noise-step.ts';
import type { Sampler } from './sampler.ts';

/** k-diffusion's rule in sigma / alpha. @source Karras et al. 2206.00364; k-diffusion's sample_euler_ancestral */
export const eulerAncestral: Sampler = {
  label: 'Euler a', aliases: ['euler-a', 'eulerancestraldiscrete'], stochastic: true, evaluations: 1, options: { eta: 1 },
  start: ({ eta = 1 }) => (input) => noiseStep(input, eta),
};
