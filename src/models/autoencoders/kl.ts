/** Stable Diffusion's autoencoder. Names of weights are those of diffusers' AutoencoderKL. */
import { add, silu, slice } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../../nn/parameters.ts';
import { type PictureLayers, exactLayers } from '../picture-layers.ts';
import { projectedAttention } from '../projected-attention.ts';
import { residualBlock } from '../residual-block.ts';
import type { AutoencoderKlConfig } from './kl-config.ts';

/** Of every norm. @source diffusers, Encoder and Decoder */
const EPSILON = 1e-6;

/**
 * @param pictures [B, 3, H, W] in [-1, 1]; H and W multiples of 2^(blocks − 1)
 * @returns the mean of the latents' distribution, [B, C, h, w], not yet in the denoiser's scale
 */
export function encodeKl(scope: Scope, pictures: Tensor, config: AutoencoderKlConfig, layers: PictureLayers = exactLayers): Tensor {
  const { blocks, latentChannels } = config;
  const encoder = scope.at('encoder');
  let x = layers.conv(encoder.at('conv_in'), layers.from(pictures), blocks[0] as number, { size: 3 });
  for (const [i, channels] of blocks.entries()) {
    const block = encoder.at('down_blocks').at(i);
    for (let j = 0; j < config.layers; j++) x = residual(block.at('resnets').at(j), x, channels, config, layers);
    // The row and the column that a stride of two wants more are zeros at the far end.
    if (i < blocks.length - 1) x = layers.conv(block.at('downsamplers').at(0).at('conv'), x, channels, { size: 3, stride: 2, padding: { top: 0, left: 0, bottom: 1, right: 1 } });
  }
  const moments = out(encoder, middle(encoder.at('mid_block'), x, config, layers), 2 * latentChannels, config, layers); // mean and log variance
  return slice(layers.to(config.mixAfterEncoder ? layers.conv(scope.at('quant_conv'), moments, 2 * latentChannels, { size: 1 }) : moments), 1, 0, latentChannels);
}

/** @param latents [B, C, h, w], no longer in the denoiser's scale  @returns pictures [B, 3, H, W]; values may lie outside [-1, 1] */
export function decodeKl(scope: Scope, latents: Tensor, config: AutoencoderKlConfig, layers: PictureLayers = exactLayers): Tensor {
  const decoder = scope.at('decoder');
  const blocks = config.blocks.toReversed();
  const given = layers.from(latents);
  const mixed = config.mixBeforeDecoder ? layers.conv(scope.at('post_quant_conv'), given, config.latentChannels, { size: 1 }) : given;
  let x = middle(decoder.at('mid_block'), layers.conv(decoder.at('conv_in'), mixed, blocks[0] as number, { size: 3 }), config, layers);
  for (const [i, channels] of blocks.entries()) {
    const block = decoder.at('up_blocks').at(i);
    for (let j = 0; j <= config.layers; j++) x = residual(block.at('resnets').at(j), x, channels, config, layers);
    if (i < blocks.length - 1) x = layers.conv(block.at('upsamplers').at(0).at('conv'), layers.enlarge(x), channels, { size: 3 });
  }
  return layers.to(out(decoder, x, 3, config, layers));
}

const residual = (scope: Scope, x: Tensor, channels: number, { groups }: AutoencoderKlConfig, layers: PictureLayers): Tensor => residualBlock(scope, x, { layers, channels, groups, epsilon: EPSILON });

function out(scope: Scope, x: Tensor, channels: number, { groups }: AutoencoderKlConfig, layers: PictureLayers): Tensor {
  return layers.conv(scope.at('conv_out'), silu(layers.norm(scope.at('conv_norm_out'), x, groups, EPSILON)), channels, { size: 3 });
}

function middle(scope: Scope, x: Tensor, config: AutoencoderKlConfig, layers: PictureLayers): Tensor {
  const channels = layers.channels(x);
  const first = residual(scope.at('resnets').at(0), x, channels, config, layers);
  const seen = config.middleAttention ? pixelAttention(scope.at('attentions').at(0), first, config, layers) : first;
  return residual(scope.at('resnets').at(1), seen, channels, config, layers);
}

/** All pixels look at each other, with one head. */
function pixelAttention(scope: Scope, x: Tensor, { groups }: AutoencoderKlConfig, layers: PictureLayers): Tensor {
  const rows = layers.rows(layers.norm(scope.at('group_norm'), x, groups, EPSILON));
  return add(layers.picture(projectedAttention(scope, rows, rows, { layers, heads: 1, bias: true }), layers.size(x)), x);
}
