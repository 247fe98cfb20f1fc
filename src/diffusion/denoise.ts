/** Denoisers: what samplers call. A network's prediction becomes one here. */

import { DarkroomError } from '../base/errors.ts';
import { combine } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import { denoisedCoefficients } from './prediction.ts';
import type { PredictionKind } from './prediction.ts';

/**
 * The estimate of the clean latents within noisy ones (of the level's alpha and sigma); the same length.
 * A batch is several latents one behind the other.
 */
export type Denoise = (latents: Float32Array, level: NoiseLevel, signal?: AbortSignal) => Promise<Float32Array>;

/** A network: noisy latents and its timestep to its raw prediction. */
export type Predict = (latents: Float32Array, timestep: number, signal?: AbortSignal) => Promise<Float32Array>;

/** Turns network output into the clean estimate. @throws usage for epsilon at pure noise; data if the lengths differ */
export function denoisedFrom(kind: PredictionKind, latents: Float32Array, output: Float32Array, level: NoiseLevel): Float32Array {
  if (output.length !== latents.length) {
    throw new DarkroomError('shape', `The denoiser gave ${output.length} values for ${latents.length} latents.`);
  }
  const coefficients = denoisedCoefficients(kind, level);
  return combine(coefficients.latents, latents, coefficients.output, output);
}

/** A denoiser from a network. */
export function denoiserOf(predict: Predict, kind: PredictionKind): Denoise {
  return async (latents, level, signal) =>
    denoisedFrom(kind, latents, await predict(latents, level.timestep, signal), level);
}
