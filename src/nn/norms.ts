/** Normalisation layers with their learned scales. */
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { ones, zeros } from './initializers.ts';
import type { Scope } from './parameters.ts';

/** Root-mean-square norm over the last axis; `weight` [D]. */
export function rmsNorm(scope: Scope, x: Tensor): Tensor {
  return ops.rmsNorm(x, scope.parameter('weight', [x.shape.at(-1) ?? 1], ones));
}

/** RMS norm of each head by itself, with one scale for all: keeps attention scores in bounds. @param x [B, N, H·D] @source Henry et al. 2020, arXiv 2010.04245 */
export function headNorm(scope: Scope, x: Tensor, heads: number): Tensor {
  const [batch, tokens, width] = x.shape as [number, number, number];
  return ops.reshape(rmsNorm(scope, ops.reshape(x, [batch, tokens, heads, width / heads])), x.shape);
}

/** Layer norm over the last axis; `weight` and `bias` [D]. */
export function layerNorm(scope: Scope, x: Tensor, epsilon = 1e-5): Tensor {
  const width = x.shape.at(-1) ?? 1;
  return ops.layerNorm(x, scope.parameter('weight', [width], ones), scope.parameter('bias', [width], zeros), epsilon);
}

/** Group norm over channels; `weight` and `bias` [C]. @param x [B, C, H, W] */
export function groupNorm(scope: Scope, x: Tensor, groups: number, epsilon = 1e-5): Tensor {
  const channels = x.shape[1] ?? 1;
  return ops.groupNorm(x, scope.parameter('weight', [channels], ones), scope.parameter('bias', [channels], zeros), { groups, epsilon });
}
