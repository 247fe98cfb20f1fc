/** Stable Diffusion's denoiser: a U-Net that looks at the text. Names of weights are those of diffusers' UNet2DConditionModel. */
import { ShapeError } from '../../base/errors.ts';
import { add, concat, reshape, silu } from '../../graph/ops/index.ts';
import { formatShape } from '../../graph/shape.ts';
import { type Tensor, expectShape } from '../../graph/tensor.ts';
import { linear } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';
import { timestepEmbedding } from '../../nn/timestep-embedding.ts';
import { atBlock } from '../parse-config.ts';
import { type PictureLayers, exactLayers } from '../picture-layers.ts';
import { residualBlock } from '../residual-block.ts';
import { spatialTransformer } from './spatial-transformer.ts';
import type { UnetConfig } from './unet-config.ts';

/** What the network is told besides the noisy latents. */
export interface UnetConditions {
  /** [B], 0..1000 */
  readonly timesteps: Tensor;
  /** The text, [B, N, E]. */
  readonly context: Tensor;
  /** SDXL: the text's summary [B, P], and sizes, crops or scores [B, K]. */
  readonly added?: { readonly pooled: Tensor; readonly sizes: Tensor };
  /** LCM: the guidance scale as waves, [B, G]. */
  readonly guidance?: Tensor;
}

/** What every block needs. */
interface Shared {
  readonly layers: PictureLayers;
  readonly config: UnetConfig;
  /** After its activation, [B, T]. */
  readonly time: Tensor;
  readonly context: Tensor;
}

/**
 * @param latents [B, C, h, w]; with 9 channels: 4 of latents, 1 of the mask, 4 of the masked picture's latents
 * @param layers exact, or fast
 * @returns the network's prediction, [B, outputs, h, w]
 * @throws ShapeError when latents or conditions do not fit the configuration
 * @source Rombach et al. 2022, arXiv 2112.10752; Podell et al. 2023, arXiv 2307.01952 (SDXL)
 */
export function unet(scope: Scope, latents: Tensor, conditions: UnetConditions, config: UnetConfig, layers: PictureLayers = exactLayers): Tensor {
  return unetWithDeep(scope, latents, conditions, config, layers).prediction;
}

/** What comes up from below the first block, as the layers keep pictures. */
export function deepShape([batch, , height, width]: readonly [number, number, number, number], { blocks }: UnetConfig, layers: PictureLayers): readonly number[] {
  return layers.shape([batch, blocks[Math.min(1, blocks.length - 1)] as number, height, width]);
}

/**
 * As `unet`, with what came up from below the first block. Given it, only the first block runs, down and up: about a third of the network.
 * @param known of an earlier call, in the shape of `deepShape`
 */
export function unetWithDeep(scope: Scope, latents: Tensor, conditions: UnetConditions, config: UnetConfig, layers: PictureLayers, known?: Tensor): { readonly prediction: Tensor; readonly deep: Tensor } {
  expectShape('unet', latents, ['B', config.inputs, 'h', 'w']);
  expectShape('unet: context', conditions.context, ['B', 'N', config.context]);
  const shared: Shared = { layers, config, time: silu(timeOf(scope, conditions, config)), context: conditions.context };
  const first = layers.conv(scope.at('conv_in'), layers.from(latents), config.blocks[0] as number, { size: 3 });
  const skips = [first];
  const level = downLevel(scope.at('down_blocks').at(0), first, skips, 0, shared);
  const deep = known ?? below(scope, level, skips, shared);
  const last = config.blocks.length - 1;
  const x = upBlock(scope.at('up_blocks').at(last), deep, skips, last, shared);
  const prediction = layers.to(layers.conv(scope.at('conv_out'), silu(layers.norm(scope.at('conv_norm_out'), x, config.groups, config.epsilon)), config.outputs, { size: 3 }));
  return { prediction, deep };
}

/** All between the first block's way down and its way up. */
function below(scope: Scope, x: Tensor, skips: Tensor[], shared: Shared): Tensor {
  const { blocks, middle } = shared.config;
  for (const [i] of blocks.entries()) {
    if (i > 0) x = downLevel(scope.at('down_blocks').at(i), x, skips, i, shared);
    if (i < blocks.length - 1) x = downsampled(scope.at('down_blocks').at(i), x, skips, i, shared);
  }
  if (middle) x = middleBlock(scope.at('mid_block'), x, shared);
  for (let i = 0; i < blocks.length - 1; i++) x = upBlock(scope.at('up_blocks').at(i), x, skips, i, shared);
  return x;
}

/** The time, the guidance scale and SDXL's additions as one vector, [B, T]. */
function timeOf(scope: Scope, { timesteps, guidance, added }: UnetConditions, config: UnetConfig): Tensor {
  const first = config.blocks[0] as number;
  const width = 4 * first;
  let waves = timestepEmbedding(timesteps, first);
  if (config.guidance !== undefined) {
    if (guidance === undefined) throw new ShapeError(`unet: this network wants the guidance scale as [B, ${config.guidance}]`);
    waves = add(waves, linear(scope.at('time_embedding').at('cond_proj'), guidance, first, { bias: false }));
  }
  const time = twoLayers(scope.at('time_embedding'), waves, width);
  if (config.added === undefined) return time;
  if (added === undefined) throw new ShapeError("unet: this network wants the text's summary and sizes");
  return add(time, twoLayers(scope.at('add_embedding'), addedRow(added, config.added), width));
}

function twoLayers(scope: Scope, x: Tensor, width: number): Tensor {
  return linear(scope.at('linear_2'), silu(linear(scope.at('linear_1'), x, width)), width);
}

function addedRow({ pooled, sizes }: NonNullable<UnetConditions['added']>, { width, waves }: NonNullable<UnetConfig['added']>): Tensor {
  const [batch, numbers] = sizes.shape as [number, number];
  const row = concat([pooled, reshape(timestepEmbedding(reshape(sizes, [-1]), waves), [batch, numbers * waves])], 1);
  if (row.shape[1] !== width) throw new ShapeError(`unet: a summary ${formatShape(pooled.shape)} and ${numbers} numbers of ${waves} waves do not make the ${width} that the network wants`, { pooled: pooled.shape, numbers, waves, width });
  return row;
}

function residual(scope: Scope, x: Tensor, channels: number, { layers, config, time }: Shared): Tensor {
  return residualBlock(scope, x, { layers, channels, groups: config.groups, epsilon: config.epsilon, time });
}

/** @param block counted from the top, whichever way the data goes */
function transformer(scope: Scope, x: Tensor, block: number, { layers, config, context }: Shared): Tensor {
  const { groups, linearProjection } = config;
  return spatialTransformer(scope, x, context, { layers, depth: atBlock(config.transformerLayers, block), heads: atBlock(config.heads, block), groups, linearProjection });
}

function downLevel(scope: Scope, x: Tensor, skips: Tensor[], block: number, shared: Shared): Tensor {
  const { blocks, attentionDown } = shared.config;
  for (let i = 0; i < atBlock(shared.config.layers, block); i++) {
    x = residual(scope.at('resnets').at(i), x, blocks[block] as number, shared);
    if (attentionDown[block]) x = transformer(scope.at('attentions').at(i), x, block, shared);
    skips.push(x);
  }
  return x;
}

function downsampled(scope: Scope, x: Tensor, skips: Tensor[], block: number, shared: Shared): Tensor {
  const smaller = shared.layers.conv(scope.at('downsamplers').at(0).at('conv'), x, shared.config.blocks[block] as number, { size: 3, stride: 2, exact: true });
  skips.push(smaller);
  return smaller;
}

function middleBlock(scope: Scope, x: Tensor, shared: Shared): Tensor {
  const last = shared.config.blocks.length - 1;
  const channels = shared.config.blocks[last] as number;
  const first = residual(scope.at('resnets').at(0), x, channels, shared);
  return residual(scope.at('resnets').at(1), transformer(scope.at('attentions').at(0), first, last, shared), channels, shared);
}

function upBlock(scope: Scope, x: Tensor, skips: Tensor[], index: number, shared: Shared): Tensor {
  const { layers, config } = shared;
  const { blocks, attentionUp } = config;
  const block = blocks.length - 1 - index;
  for (let i = 0; i <= atBlock(config.layers, block); i++) {
    x = residual(scope.at('resnets').at(i), layers.joinChannels(x, skips.pop() as Tensor), blocks[block] as number, shared);
    if (attentionUp[index]) x = transformer(scope.at('attentions').at(i), x, block, shared);
  }
  if (block === 0) return x;
  // Twice as large, less the row or column that an odd size lost on the way down.
  const larger = layers.cut(layers.enlarge(x), layers.size(skips.at(-1) as Tensor));
  return layers.conv(scope.at('upsamplers').at(0).at('conv'), larger, blocks[block] as number, { size: 3, exact: true });
}
