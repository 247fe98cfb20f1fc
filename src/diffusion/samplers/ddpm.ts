/** DDPM: the reverse of the training process, with the posterior's variance. */

import { noiseStep } from './noise-step.ts';
import type { Sampler } from './sampler.ts';

/** Equal to ancestral Euler with every schedule that keeps the variance; kept under the name that papers use. @source Ho et al. 2006.11239, algorithm 2 */
export const ddpm: Sampler = {
  label: 'DDPM', aliases: [], stochastic: true, evaluations: 1, unitStart: true,
  start: () => (input) => noiseStep(input, 1),
};
