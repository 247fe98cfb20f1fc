/** Attention with its four projections, in the names of diffusers; and pictures as rows of pixels. */
import { attention, reshape, transpose } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { linear } from '../nn/linear.ts';
import type { Scope } from '../nn/parameters.ts';

/**
 * Every row of x looks at the rows of `context`.
 * @param x [B, N, D]  @param context [B, M, E]; x itself for self-attention
 * @param options.bias whether the projections of queries, keys and values have one; the last one always has
 * @returns [B, N, D]
 */
export function projectedAttention(scope: Scope, x: Tensor, context: Tensor, { heads, bias }: { readonly heads: number; readonly bias: boolean }): Tensor {
  const width = x.shape[2] ?? 1;
  const [q, k, v] = [linear(scope.at('to_q'), x, width, { bias }), linear(scope.at('to_k'), context, width, { bias }), linear(scope.at('to_v'), context, width, { bias })];
  return linear(scope.at('to_out').at(0), attention(q, k, v, { heads }), width);
}

/** [B, C, H, W] → [B, H·W, C] */
export function pixelRows(x: Tensor): Tensor {
  const [batch, channels] = x.shape as [number, number];
  return transpose(reshape(x, [batch, channels, -1]));
}

/** [B, H·W, C] → [B, C, H, W] */
export function rowsToPicture(rows: Tensor, [height, width]: readonly [number, number]): Tensor {
  const [batch, , channels] = rows.shape as [number, number, number];
  return reshape(transpose(rows), [batch, channels, height, width]);
}
