/** What is known stays: editing a part of a picture as a denoiser around a denoiser. */

import { DarkroomError } from '../base/errors.ts';
import type { Denoise } from './denoise.ts';

/** A part of the clean latents that is given. */
export interface Known {
  /** Of the whole batch, [B, C, h, w]; read where the mask is below 1. */
  readonly clean: Float32Array;
  /** [h, w], for every picture and channel: 0 keeps the clean latents, 1 lets the network have its way, between mixes the two. */
  readonly mask: Float32Array;
}

/**
 * Replaces the estimate where it is known. A sampler that starts from `addNoise(clean, noise, first)` then keeps the known part at alpha · clean +
 * sigma · noise on its whole way and ends exactly on it, whatever its rule: samplers need to know nothing of masks.
 */
export function withKnown(denoise: Denoise, { clean, mask }: Known): Denoise {
  return async (latents, level, signal) => {
    if (clean.length !== latents.length || latents.length % mask.length !== 0) throw new DarkroomError('shape', `Known latents of ${clean.length} values with a mask of ${mask.length} do not fit ${latents.length} latents.`);
    const denoised = await denoise(latents, level, signal);
    return denoised.map((value, i) => {
      const share = mask[i % mask.length] as number;
      return share === 1 ? value : share * value + (1 - share) * (clean[i] as number);
    });
  };
}
