/** The linear patch codec: each patch of pixels is one latent vector. Found in closed form (principal components), so it needs no training run. */
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

/** @param pictures [B, 3, H, W] in [-1, 1] @returns [B, channels, H / patch, W / patch] of about unit variance */
export function encodePatches(scope: Scope, pictures: Tensor, config: PatchCodecConfig): Tensor {
  return conv2d(scope.at('encoder'), pixelUnshuffle(pictures, config.patch), config.channels, 1);
}

/** @param latents [B, channels, h, w] @returns pictures [B, 3, h·patch, w·patch]; values may lie outside [-1, 1] */
export function decodePatches(scope: Scope, latents: Tensor, { patch }: PatchCodecConfig): Tensor {
  return pixelShuffle(conv2d(scope.at('decoder'), latents, 3 * patch ** 2, 1), patch);
}
