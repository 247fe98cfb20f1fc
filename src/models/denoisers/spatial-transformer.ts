/** Transformer blocks over the pixels of a picture: they look at each other and at the text. Names of weights are those of diffusers. */
import { add, gelu, mul } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { chunk } from '../../nn/transformer.ts';
import { conv2d, linear } from '../../nn/linear.ts';
import { groupNorm, layerNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import { pixelRows, projectedAttention, rowsToPicture } from '../projected-attention.ts';

export interface SpatialTransformerOptions {
  readonly layers: number;
  readonly heads: number;
  readonly groups: number;
  /** Whether the projections around the blocks are linear or 1×1 convolutions: the same sums, in weights of two axes or four. */
  readonly linearProjection: boolean;
}

/** Of the norm before the first projection, whatever the rest of the U-Net has. @source diffusers, Transformer2DModel */
const NORM_EPSILON = 1e-6;

/** @param x [B, C, H, W]  @param context the text, [B, N, E]  @source Rombach et al. 2022, arXiv 2112.10752, section 3.3 */
export function spatialTransformer(scope: Scope, x: Tensor, context: Tensor, { layers, heads, groups, linearProjection }: SpatialTransformerOptions): Tensor {
  const [, channels, height, width] = x.shape as [number, number, number, number];
  const normed = groupNorm(scope.at('norm'), x, groups, NORM_EPSILON);
  let rows = linearProjection ? linear(scope.at('proj_in'), pixelRows(normed), channels) : pixelRows(conv2d(scope.at('proj_in'), normed, channels, 1)); // [B, H·W, C]
  for (let i = 0; i < layers; i++) rows = block(scope.at('transformer_blocks').at(i), rows, context, heads);
  const picture = linearProjection ? rowsToPicture(linear(scope.at('proj_out'), rows, channels), [height, width]) : conv2d(scope.at('proj_out'), rowsToPicture(rows, [height, width]), channels, 1);
  return add(picture, x);
}

function block(scope: Scope, x: Tensor, context: Tensor, heads: number): Tensor {
  const normed = layerNorm(scope.at('norm1'), x);
  const own = add(projectedAttention(scope.at('attn1'), normed, normed, { heads, bias: false }), x);
  const read = add(projectedAttention(scope.at('attn2'), layerNorm(scope.at('norm2'), own), context, { heads, bias: false }), own);
  return add(feedForward(scope.at('ff').at('net'), layerNorm(scope.at('norm3'), read)), read);
}

/** a · GELU(b), then down again. @source Shazeer 2020, arXiv 2002.05202 (GEGLU) */
function feedForward(scope: Scope, x: Tensor): Tensor {
  const width = x.shape[2] ?? 1;
  const [value, gate] = chunk(linear(scope.at(0).at('proj'), x, 8 * width), 2) as [Tensor, Tensor];
  return linear(scope.at(2), mul(value, gelu(gate)), width);
}
