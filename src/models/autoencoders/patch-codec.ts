/** The linear patch codec: each patch of pixels is one latent vector. Found in closed form (principal components), so it needs no training run. */
import { DarkroomError } from '../../base/errors.ts';
import { pixelShuffle, pixelUnshuffle } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { conv2d } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';

export interface PatchCodecConfig {
  readonly kind: 'patch';
  /** Side of a patch in pixels. */
  readonly patch: number;
  /** Values of a latent vector, at most 3 · patch². */
  readonly channels: number;
}

/** Latents of one picture: [channels, height / patch, width / patch]. @throws DarkroomError code 'usage' when the patch does not divide the sides */
export function patchLatentShape({ patch, channels }: PatchCodecConfig, height: number, width: number): readonly [number, number, number] {
  if (height % patch !== 0 || width % patch !== 0) throw new DarkroomError('usage', `The sides of this model's pictures are multiples of ${patch} pixels, not ${width}×${height}.`, { patch, width, height });
  return [channels, height / patch, width / patch];
}

/** Pixels of a patch as channels, in the order of `pixelUnshuffle`: [B, 3, H, W] → [B, 3·patch², H / patch, W / patch]. */
export function patches(pictures: Tensor, { patch }: PatchCodecConfig): Tensor {
  return pixelUnshuffle(pictures, patch);
}

/** @param pictures [B, 3, H, W] in [-1, 1] @returns [B, channels, H / patch, W / patch] of about unit variance */
export function encodePatches(scope: Scope, pictures: Tensor, config: PatchCodecConfig): Tensor {
  return conv2d(scope.at('encoder'), patches(pictures, config), config.channels, 1);
}

/** @param latents [B, channels, h, w] @returns pictures [B, 3, h·patch, w·patch]; values may lie outside [-1, 1] */
export function decodePatches(scope: Scope, latents: Tensor, { patch }: PatchCodecConfig): Tensor {
  return pixelShuffle(conv2d(scope.at('decoder'), latents, 3 * patch ** 2, 1), patch);
}
