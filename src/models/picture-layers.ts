/** The layers that picture networks are made of, in two forms: exact, with channels first, and fast, in 8 bits with channels last. */
import * as ops from '../graph/ops/index.ts';
import type { ConvOptions } from '../graph/ops/conv.ts';
import type { Tensor } from '../graph/tensor.ts';
import { ones, zeros } from '../nn/initializers.ts';
import { conv2d, linear } from '../nn/linear.ts';
import { groupNorm } from '../nn/norms.ts';
import type { Scope } from '../nn/parameters.ts';

type Size = readonly [height: number, width: number];

export interface ConvSettings {
  /** Side of the kernel. */
  readonly size: 1 | 3;
  /** Default 1. */
  readonly stride?: number;
  /** Default: what keeps the size. */
  readonly padding?: ConvOptions['padding'];
  /** Computed exactly in every form: for layers that all that goes on goes through, with nothing beside them that would dilute an error. Default false. */
  readonly exact?: boolean;
}

/** How pictures lie in memory is known here alone: networks pass them on. */
export interface PictureLayers {
  /** A picture as this form keeps it. @param x [B, C, H, W] */
  from(x: Tensor): Tensor;
  /** @returns [B, C, H, W] */
  to(x: Tensor): Tensor;
  /** The shape in which this form keeps a picture [B, C, H, W]. */
  shape(of: readonly [number, number, number, number]): readonly number[];
  channels(x: Tensor): number;
  size(x: Tensor): Size;
  conv(scope: Scope, x: Tensor, outputs: number, settings: ConvSettings): Tensor;
  norm(scope: Scope, x: Tensor, groups: number, epsilon: number): Tensor;
  /** Adds one value to each channel. @param values [B, C] */
  addToChannels(x: Tensor, values: Tensor): Tensor;
  joinChannels(a: Tensor, b: Tensor): Tensor;
  /** Every pixel becomes four. */
  enlarge(x: Tensor): Tensor;
  /** The first rows and columns. */
  cut(x: Tensor, size: Size): Tensor;
  /** Pixels as rows, [B, H·W, C], and back. */
  rows(x: Tensor): Tensor;
  picture(rows: Tensor, size: Size): Tensor;
  /** x·Wᵀ + b over the last axis of rows. `part`: only these of the outputs' rows of the weight; `exact`: in every form. */
  linear(scope: Scope, x: Tensor, outputs: number, options?: { readonly bias?: boolean; readonly part?: readonly [from: number, to: number]; readonly exact?: boolean }): Tensor;
}

const samePadding = ({ size, padding }: ConvSettings): NonNullable<ConvOptions['padding']> => padding ?? (size === 3 ? 1 : 0);

/** The rows of a layer's weight and bias that `part` asks for. */
function linearWeights(scope: Scope, x: Tensor, outputs: number, { bias = true, part = [0, outputs] }: NonNullable<Parameters<PictureLayers['linear']>[3]> = {}): { readonly weight: Tensor; readonly bias?: Tensor } {
  const rows = (tensor: Tensor): Tensor => ops.slice(tensor, 0, part[0], part[1]);
  const weight = rows(scope.parameter('weight', [outputs, x.shape.at(-1) ?? 1], zeros));
  return bias ? { weight, bias: rows(scope.parameter('bias', [outputs], zeros)) } : { weight };
}

export const exactLayers: PictureLayers = {
  from: (x) => x,
  to: (x) => x,
  shape: (of) => of,
  channels: (x) => x.shape[1] ?? 1,
  size: (x) => [x.shape[2] ?? 1, x.shape[3] ?? 1],
  conv: (scope, x, outputs, settings) => conv2d(scope, x, outputs, settings.size, { stride: settings.stride ?? 1, padding: samePadding(settings) }),
  norm: groupNorm,
  addToChannels: (x, values) => ops.add(x, ops.reshape(values, [...values.shape, 1, 1])),
  joinChannels: (a, b) => ops.concat([a, b], 1),
  enlarge: (x) => ops.resizeNearest(x, 2),
  cut: (x, [height, width]) => ops.slice(ops.slice(x, 2, 0, height), 3, 0, width),
  rows: (x) => ops.transpose(ops.reshape(x, [x.shape[0] ?? 1, x.shape[1] ?? 1, -1])),
  picture: (rows, size) => ops.reshape(ops.transpose(rows), [rows.shape[0] ?? 1, rows.shape[2] ?? 1, ...size]),
  linear: (scope, x, outputs, options) => {
    if (options?.part === undefined) return linear(scope, x, outputs, options);
    const { weight, bias } = linearWeights(scope, x, outputs, options);
    return ops.gemm(x, weight, { transposeB: true, ...(bias && { bias }) });
  },
};

/** With fewer channels than this on either side a product is too narrow to gain from 8 bits, and the ends of networks matter most. */
const NARROW = 16;

export const fastLayers: PictureLayers = {
  from: (x) => ops.transpose(x, [0, 2, 3, 1]),
  to: (x) => ops.transpose(x, [0, 3, 1, 2]),
  shape: ([batch, channels, height, width]) => [batch, height, width, channels],
  channels: (x) => x.shape[3] ?? 1,
  size: (x) => [x.shape[1] ?? 1, x.shape[2] ?? 1],
  conv: (scope, x, outputs, settings) => {
    const channels = x.shape[3] ?? 1;
    if (settings.exact && settings.size === 1) return exactOnRows(scope, x, outputs);
    if (settings.exact || Math.min(channels, outputs) < NARROW) return fastLayers.from(exactLayers.conv(scope, fastLayers.to(x), outputs, settings));
    const weight = scope.parameter('weight', [outputs, channels, settings.size, settings.size], zeros);
    return ops.quantisedConv(x, weight, { bias: scope.parameter('bias', [outputs], zeros), stride: settings.stride ?? 1, padding: samePadding(settings) });
  },
  norm: normLast,
  addToChannels: (x, values) => ops.add(x, ops.reshape(values, [values.shape[0] ?? 1, 1, 1, -1])),
  joinChannels: (a, b) => ops.concat([a, b], 3),
  enlarge: (x) => {
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    return ops.reshape(ops.expand(ops.reshape(x, [batch, height, 1, width, 1, channels]), [batch, height, 2, width, 2, channels]), [batch, 2 * height, 2 * width, channels]);
  },
  cut: (x, [height, width]) => ops.slice(ops.slice(x, 1, 0, height), 2, 0, width),
  rows: (x) => ops.reshape(x, [x.shape[0] ?? 1, -1, x.shape[3] ?? 1]),
  picture: (rows, size) => ops.reshape(rows, [rows.shape[0] ?? 1, ...size, rows.shape[2] ?? 1]),
  linear: (scope, x, outputs, options) => {
    if (options?.exact) return exactLayers.linear(scope, x, outputs, options);
    const { weight, bias } = linearWeights(scope, x, outputs, options);
    return ops.quantisedGemm(x, weight, bias && { bias });
  },
};

/** A 1×1 convolution, exact, without turning the picture round. @param x [B, H, W, C] */
function exactOnRows(scope: Scope, x: Tensor, outputs: number): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const weight = ops.reshape(scope.parameter('weight', [outputs, channels, 1, 1], zeros), [outputs, channels]);
  const rows = ops.gemm(ops.reshape(x, [batch * height * width, channels]), weight, { transposeB: true, bias: scope.parameter('bias', [outputs], zeros) });
  return ops.reshape(rows, [batch, height, width, outputs]);
}

/** Group norm with channels last: means and variances of channels, then of their groups, are short rows. @param x [B, H, W, C] */
function normLast(scope: Scope, x: Tensor, groups: number, epsilon: number): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [scale, shift] = [scope.parameter('weight', [channels], ones), scope.parameter('bias', [channels], zeros)];
  const rows = ops.reshape(x, [batch, height * width, channels]);
  const overGroups = (values: Tensor): Tensor => {
    const grouped = [batch, 1, groups, channels / groups];
    return ops.reshape(ops.expand(ops.reduceMean(ops.reshape(ops.reduceMean(values, [1], true), grouped), [3], true), grouped), [batch, 1, channels]);
  };
  const centred = ops.sub(rows, overGroups(rows));
  const inverse = ops.reciprocal(ops.sqrt(ops.add(overGroups(ops.square(centred)), epsilon)));
  return ops.reshape(ops.add(ops.mul(centred, ops.mul(inverse, scale)), shift), x.shape);
}
