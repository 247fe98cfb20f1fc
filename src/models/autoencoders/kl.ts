/** Stable Diffusion's autoencoder. Names of weights are those of diffusers' AutoencoderKL. */
import { add, resizeNearest, silu, slice } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { conv2d } from '../../nn/linear.ts';
import { groupNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import { pixelRows, projectedAttention, rowsToPicture } from '../projected-attention.ts';
import { residualBlock } from '../residual-block.ts';
import type { AutoencoderKlConfig } from './kl-config.ts';

/** Of every norm. @source diffusers, Encoder and Decoder */
const EPSILON = 1e-6;

/**
 * @param pictures [B, 3, H, W] in [-1, 1]; H and W multiples of 2^(blocks − 1)
 * @returns the mean of the latents' distribution, [B, C, h, w], not yet in the denoiser's scale
 */
export function encodeKl(scope: Scope, pictures: Tensor, config: AutoencoderKlConfig): Tensor {
  const { blocks, layers, latentChannels } = config;
  const encoder = scope.at('encoder');
  let x = conv2d(encoder.at('conv_in'), pictures, blocks[0] as number, 3, { padding: 1 });
  for (const [i, channels] of blocks.entries()) {
    const block = encoder.at('down_blocks').at(i);
    for (let j = 0; j < layers; j++) x = residual(block.at('resnets').at(j), x, channels, config);
    // The row and the column that a stride of two wants more are zeros at the far end.
    if (i < blocks.length - 1) x = conv2d(block.at('downsamplers').at(0).at('conv'), x, channels, 3, { stride: 2, padding: { top: 0, left: 0, bottom: 1, right: 1 } });
  }
  const moments = out(encoder, middle(encoder.at('mid_block'), x, config), 2 * latentChannels, config); // mean and log variance
  return slice(config.mixAfterEncoder ? conv2d(scope.at('quant_conv'), moments, 2 * latentChannels, 1) : moments, 1, 0, latentChannels);
}

/** @param latents [B, C, h, w], no longer in the denoiser's scale  @returns pictures [B, 3, H, W]; values may lie outside [-1, 1] */
export function decodeKl(scope: Scope, latents: Tensor, config: AutoencoderKlConfig): Tensor {
  const decoder = scope.at('decoder');
  const blocks = config.blocks.toReversed();
  const mixed = config.mixBeforeDecoder ? conv2d(scope.at('post_quant_conv'), latents, config.latentChannels, 1) : latents;
  let x = middle(decoder.at('mid_block'), conv2d(decoder.at('conv_in'), mixed, blocks[0] as number, 3, { padding: 1 }), config);
  for (const [i, channels] of blocks.entries()) {
    const block = decoder.at('up_blocks').at(i);
    for (let j = 0; j <= config.layers; j++) x = residual(block.at('resnets').at(j), x, channels, config);
    if (i < blocks.length - 1) x = conv2d(block.at('upsamplers').at(0).at('conv'), resizeNearest(x, 2), channels, 3, { padding: 1 });
  }
  return out(decoder, x, 3, config);
}

const residual = (scope: Scope, x: Tensor, channels: number, { groups }: AutoencoderKlConfig): Tensor => residualBlock(scope, x, { channels, groups, epsilon: EPSILON });

function out(scope: Scope, x: Tensor, channels: number, { groups }: AutoencoderKlConfig): Tensor {
  return conv2d(scope.at('conv_out'), silu(groupNorm(scope.at('conv_norm_out'), x, groups, EPSILON)), channels, 3, { padding: 1 });
}

function middle(scope: Scope, x: Tensor, config: AutoencoderKlConfig): Tensor {
  const channels = x.shape[1] ?? 1;
  const first = residual(scope.at('resnets').at(0), x, channels, config);
  const seen = config.middleAttention ? pixelAttention(scope.at('attentions').at(0), first, config) : first;
  return residual(scope.at('resnets').at(1), seen, channels, config);
}

/** All pixels look at each other, with one head. */
function pixelAttention(scope: Scope, x: Tensor, { groups }: AutoencoderKlConfig): Tensor {
  const [, , height, width] = x.shape as [number, number, number, number];
  const rows = pixelRows(groupNorm(scope.at('group_norm'), x, groups, EPSILON));
  return add(rowsToPicture(projectedAttention(scope, rows, rows, { heads: 1, bias: true }), [height, width]), x);
}
