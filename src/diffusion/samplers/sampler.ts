/** The contract of a sampler: one rule that takes latents from a noise level to the next lower one. */

import type { Denoise } from '../denoise.ts';
import type { NoiseLevel } from '../noise-level.ts';

/** All that a step may use. `denoised` is the estimate at (latents, from), which the run has evaluated already. */
export interface StepInput {
  readonly latents: Float32Array;
  readonly denoised: Float32Array;
  readonly from: NoiseLevel;
  /** The next level; sigma = 0 in the last step. */
  readonly to: NoiseLevel;
  /** For rules that look twice. */
  readonly denoise: Denoise;
  /** Fresh standard normal noise of this step; the same array at each call within the step. */
  readonly noise: () => Float32Array;
  readonly signal?: AbortSignal;
}

/** Gives the latents at `to`. Must be exact for `from.alpha` = 0 (pure noise) and `to.sigma` = 0 (clean). */
export type Step = (input: StepInput) => Promise<Float32Array> | Float32Array;

/** A row of the sampler table. `start` is called once a run, so that a multistep rule can remember within it. */
export interface Sampler {
  /** The name in words, as other programs show it. */
  readonly label: string;
  /** Other names that are understood, lower case with single hyphens. */
  readonly aliases: readonly string[];
  /** Whether steps add fresh noise. */
  readonly stochastic: boolean;
  start(): Step;
}
