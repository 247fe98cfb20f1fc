/** The residual block of Stable Diffusion's U-Net and autoencoder. Names of weights are those of diffusers. */
import { add, reshape, silu } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { conv2d, linear } from '../nn/linear.ts';
import { groupNorm } from '../nn/norms.ts';
import type { Scope } from '../nn/parameters.ts';

export interface ResidualBlockOptions {
  /** Default: as many as go in. */
  readonly channels?: number;
  readonly groups: number;
  /** Of the norms. */
  readonly epsilon: number;
  /** The time as a vector, [B, T], after its activation. */
  readonly time?: Tensor;
}

/**
 * Norm, SiLU and 3×3 convolution twice, the time added between, around a skip.
 * @param x [B, C, H, W]  @returns [B, channels, H, W]
 */
export function residualBlock(scope: Scope, x: Tensor, { channels = x.shape[1] ?? 1, groups, epsilon, time }: ResidualBlockOptions): Tensor {
  let h = conv2d(scope.at('conv1'), silu(groupNorm(scope.at('norm1'), x, groups, epsilon)), channels, 3, { padding: 1 });
  if (time !== undefined) h = add(h, reshape(linear(scope.at('time_emb_proj'), time, channels), [time.shape[0] ?? 1, channels, 1, 1]));
  h = conv2d(scope.at('conv2'), silu(groupNorm(scope.at('norm2'), h, groups, epsilon)), channels, 3, { padding: 1 });
  return add(x.shape[1] === channels ? x : conv2d(scope.at('conv_shortcut'), x, channels, 1), h);
}
