/** Transformer blocks over the pixels of a picture: they look at each other and at the text. Names of weights are those of diffusers. */
import { add, gelu, mul } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { layerNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import type { PictureLayers } from '../picture-layers.ts';
import { projectedAttention } from '../projected-attention.ts';

export interface SpatialTransformerOptions {
  readonly layers: PictureLayers;
  /** Transformer blocks. */
  readonly depth: number;
  readonly heads: number;
  readonly groups: number;
  /** Whether the projections around the blocks are linear or 1×1 convolutions: the same sums, in weights of two axes or four. */
  readonly linearProjection: boolean;
}

/** Of the norm before the first projection, whatever the rest of the U-Net has. @source diffusers, Transformer2DModel */
const NORM_EPSILON = 1e-6;

/** @param x a picture  @param context the text, [B, N, E]  @source Rombach et al. 2022, arXiv 2112.10752, section 3.3 */
export function spatialTransformer(scope: Scope, x: Tensor, context: Tensor, { layers, depth, heads, groups, linearProjection }: SpatialTransformerOptions): Tensor {
  const [channels, size] = [layers.channels(x), layers.size(x)];
  const normed = layers.norm(scope.at('norm'), x, groups, NORM_EPSILON);
  let rows = linearProjection ? layers.linear(scope.at('proj_in'), layers.rows(normed), channels, { exact: true }) : layers.rows(layers.conv(scope.at('proj_in'), normed, channels, { size: 1, exact: true })); // [B, H·W, C]
  for (let i = 0; i < depth; i++) rows = block(scope.at('transformer_blocks').at(i), rows, context, heads, layers);
  const picture = linearProjection ? layers.picture(layers.linear(scope.at('proj_out'), rows, channels, { exact: true }), size) : layers.conv(scope.at('proj_out'), layers.picture(rows, size), channels, { size: 1, exact: true });
  return add(picture, x);
}

function block(scope: Scope, x: Tensor, context: Tensor, heads: number, layers: PictureLayers): Tensor {
  const normed = layerNorm(scope.at('norm1'), x);
  const own = add(projectedAttention(scope.at('attn1'), normed, normed, { layers, heads, bias: false }), x);
  const read = add(projectedAttention(scope.at('attn2'), layerNorm(scope.at('norm2'), own), context, { layers, heads, bias: false }), own);
  return add(feedForward(scope.at('ff').at('net'), layerNorm(scope.at('norm3'), read), layers), read);
}

/** a · GELU(b), then down again: exactly, as such products have rare large values, which would leave 8 bits few steps for the rest. Both halves of one weight, each by itself: a product that is split after costs a copy. @source Shazeer 2020, arXiv 2002.05202 (GEGLU) */
function feedForward(scope: Scope, x: Tensor, layers: PictureLayers): Tensor {
  const width = x.shape[2] ?? 1;
  const half = (part: readonly [number, number]): Tensor => layers.linear(scope.at(0).at('proj'), x, 8 * width, { part });
  return layers.linear(scope.at(2), mul(half([0, 4 * width]), gelu(half([4 * width, 8 * width]))), width, { exact: true });
}
