/** What multistep rules remember: the last estimates of the clean latents and the levels they belong to. */

import type { NoiseLevel } from '../noise-level.ts';

export interface Remembered { readonly denoised: Float32Array; readonly level: NoiseLevel }

export interface EstimateHistory {
  /** Adds the newest and gives all that may be used with it, newest first. */
  add(denoised: Float32Array, level: NoiseLevel): readonly Remembered[];
}

/** Keeps `length` estimates. One at pure noise is forgotten after its step: it lies infinitely far away in lambda. */
export function estimateHistory(length: number): EstimateHistory {
  let kept: readonly Remembered[] = [];
  return {
    add(denoised, level) {
      kept = [{ denoised, level }, ...kept.filter((one) => one.level.alpha > 0)].slice(0, length);
      return kept;
    },
  };
}
