/** The contract of a spacing: a rule for the noise levels of a run. */

import type { NoiseLevel } from './noise-level.ts';
import type { Schedule } from './schedule.ts';

/** Settings; what a spacing does not use is ignored. */
export interface SpacingSettings {
  /** Exponent of karras (default 7) and polyexponential (default 1). */
  readonly rho?: number;
  /** The last timestep of leading spacing, diffusers' steps_offset; default 1, Stable Diffusion's. */
  readonly offset?: number;
  /** Where the run ends: clean, or on the cleanest level that was trained, whose last noise stays in. Default clean. */
  readonly final?: 'clean' | 'cleanest';
  /** leading and linspace: space one step more and leave out its cleanest level, as diffusers' multistep solvers do. */
  readonly withoutLast?: boolean;
  /** linspace: levels between whole timesteps, with sigma / alpha interpolated linearly, as diffusers' Euler family does; default rounds to whole ones. */
  readonly between?: boolean;
  /** What the network is told of a timestep that is not whole; diffusers' multistep solvers round or cut off. Default exact. */
  readonly told?: 'exact' | 'rounded' | 'floored';
  /** The model that align-your-steps was fitted to; default sd1. */
  readonly table?: 'sd1' | 'sdxl';
}

/** The noisy levels of a run, falling. */
export type Spacing = (schedule: Schedule, steps: number, options: SpacingSettings) => NoiseLevel[];
