/** Attention with its four projections, in the names of diffusers. */
import { attention } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Scope } from '../nn/parameters.ts';
import type { PictureLayers } from './picture-layers.ts';

export interface ProjectedAttentionOptions {
  readonly layers: PictureLayers;
  readonly heads: number;
  /** Whether the projections of queries, keys and values have a bias; the last one always has. */
  readonly bias: boolean;
}

/**
 * Every row of x looks at the rows of `context`.
 * @param x [B, N, D]  @param context [B, M, E]; x itself for self-attention
 * @returns [B, N, D]
 */
export function projectedAttention(scope: Scope, x: Tensor, context: Tensor, { layers, heads, bias }: ProjectedAttentionOptions): Tensor {
  const width = x.shape[2] ?? 1;
  const project = (name: string, from: Tensor): Tensor => layers.linear(scope.at(name), from, width, { bias });
  return layers.linear(scope.at('to_out').at(0), attention(project('to_q', x), project('to_k', context), project('to_v', context), { heads }), width);
}
