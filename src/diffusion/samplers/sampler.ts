/** The contract of a sampler: one rule that takes latents from a noise level to the next lower one. */

import type { Denoise } from '../denoise.ts';
import type { NoiseLevel } from '../noise-level.ts';
import type { Schedule } from '../schedule.ts';
import type { SpacingName } from '../spacing.ts';

/** All that a step may use. `denoised` is the estimate at (latents, from), which the run has evaluated already. */
export interface StepInput {
  readonly latents: Float32Array;
  readonly denoised: Float32Array;
  readonly from: NoiseLevel;
  /** The next level; sigma = 0 in the last step of a run that ends clean. */
  readonly to: NoiseLevel;
  /** Place of this step in the run, from 0, and the steps of the run. */
  readonly index: number;
  readonly steps: number;
  /** For rules that look twice, and the levels in between where they look. */
  readonly denoise: Denoise;
  readonly schedule: Pick<Schedule, 'atRatio' | 'atTimestep'>;
  /** Fresh standard normal noise of this step: independent for each number of a draw (default 0), the same array at each call with one. */
  readonly noise: (draw?: number) => Float32Array;
  readonly signal?: AbortSignal;
}

/** Gives the latents at `to`. Must be exact for `from.alpha` = 0 (pure noise) and `to.sigma` = 0 (clean). */
export type Step = (input: StepInput) => Promise<Float32Array> | Float32Array;

/** What a run may set; a sampler takes what it knows, and says so in its row. */
export interface SamplerOptions {
  /** Share of fresh noise, 0..1; 0 makes an ancestral sampler deterministic. TCD's gamma. */
  readonly eta?: number;
  /** Most steps that a multistep rule remembers, itself included. */
  readonly order?: number;
}

/** A row of the sampler table. `start` is called once a run, so that a multistep rule can remember within it. */
export interface Sampler {
  /** The name in words, as other programs show it. */
  readonly label: string;
  /** Other names that are understood, lower case with single hyphens. */
  readonly aliases: readonly string[];
  /** Whether steps add fresh noise when nothing is set. */
  readonly stochastic: boolean;
  /** Evaluations of the network in a usual step. */
  readonly evaluations: 1 | 2;
  /** The settings that it knows, with their defaults. */
  readonly options?: SamplerOptions;
  /** The spacing that AUTOMATIC1111 pairs it with, where that is not the model's own. */
  readonly spacing?: SpacingName;
  /** Starts from noise of unit spread at levels that still hold some picture, as diffusers does; else from noise of the level's sigma. See `startScale`. */
  readonly unitStart?: boolean;
  start(options: SamplerOptions): Step;
}
