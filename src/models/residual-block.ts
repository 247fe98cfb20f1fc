/** The residual block of Stable Diffusion's U-Net and autoencoder. Names of weights are those of diffusers. */
import { add, silu } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { linear } from '../nn/linear.ts';
import type { Scope } from '../nn/parameters.ts';
import type { PictureLayers } from './picture-layers.ts';

export interface ResidualBlockOptions {
  readonly layers: PictureLayers;
  /** Default: as many as go in. */
  readonly channels?: number;
  readonly groups: number;
  /** Of the norms. */
  readonly epsilon: number;
  /** The time as a vector, [B, T], after its activation. */
  readonly time?: Tensor;
}

/** Norm, SiLU and 3×3 convolution twice, the time added between, around a skip. */
export function residualBlock(scope: Scope, x: Tensor, { layers, groups, epsilon, time, ...options }: ResidualBlockOptions): Tensor {
  const inputs = layers.channels(x);
  const channels = options.channels ?? inputs;
  let h = layers.conv(scope.at('conv1'), silu(layers.norm(scope.at('norm1'), x, groups, epsilon)), channels, { size: 3 });
  if (time !== undefined) h = layers.addToChannels(h, linear(scope.at('time_emb_proj'), time, channels));
  h = layers.conv(scope.at('conv2'), silu(layers.norm(scope.at('norm2'), h, groups, epsilon)), channels, { size: 3 });
  return add(inputs === channels ? x : layers.conv(scope.at('conv_shortcut'), x, channels, { size: 1, exact: true }), h);
}
