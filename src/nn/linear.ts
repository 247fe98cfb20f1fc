/** Layers that multiply by a matrix: linear, convolution, look-up tables. */
import { conv2d as convolve, type ConvOptions, embedding, gemm } from '../graph/ops/index.ts';
import type { Initializer, Tensor } from '../graph/tensor.ts';
import { fanIn, zeros } from './initializers.ts';
import type { Scope } from './parameters.ts';

export interface LinearOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** Default: normal with deviation 1 / √inputs. The bias starts at zero. */
  readonly weight?: Initializer;
}

/** x·Wᵀ + b; weights as PyTorch stores them: `weight` [outputs, inputs], `bias` [outputs]. @param x [..., inputs] @returns [..., outputs] */
export function linear(scope: Scope, x: Tensor, outputs: number, { bias = true, weight }: LinearOptions = {}): Tensor {
  const inputs = x.shape.at(-1) ?? 1;
  const w = scope.parameter('weight', [outputs, inputs], weight ?? fanIn(inputs));
  return gemm(x, w, { transposeB: true, ...(bias && { bias: scope.parameter('bias', [outputs], zeros) }) });
}

/** A convolution; `weight` [outputs, inputs / groups, size, size], `bias` [outputs]. @param x [B, inputs, H, W] */
export function conv2d(scope: Scope, x: Tensor, outputs: number, size: number, options: Omit<ConvOptions, 'bias'> & LinearOptions = {}): Tensor {
  const { weight, bias = true, ...rest } = options;
  const perGroup = (x.shape[1] ?? 1) / (rest.groups ?? 1);
  const w = scope.parameter('weight', [outputs, perGroup, size, size], weight ?? fanIn(perGroup * size * size));
  return convolve(x, w, { ...rest, ...(bias && { bias: scope.parameter('bias', [outputs], zeros) }) });
}

/** Rows of a learned table; `weight` [rows, width]. @param ids any shape, int32 @returns [...ids.shape, width] */
export function lookUp(scope: Scope, ids: Tensor, rows: number, width: number, weight: Initializer): Tensor {
  return embedding(scope.parameter('weight', [rows, width], weight), ids);
}
