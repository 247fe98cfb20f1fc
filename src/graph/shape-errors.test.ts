import { describe, expect, test } from 'vitest';
import { int32 } from '../base/tensor-data.ts';
import { expectShape } from './tensor.ts';
import * as ops from './ops/index.ts';

const of = (...shape: number[]) => ops.input('x', shape);
const ids = ops.constant(int32([0, 1]));

/** A graph that does not fit, and what the user reads. */
const messages: Record<string, () => unknown> = {
  'matmul: inner sizes differ: [64, 256] × [384, 256]': () => ops.matmul(of(64, 256), of(384, 256)),
  'matmul: inner sizes differ: [2, 64, 256] × [384, 256]': () => ops.matmul(of(2, 64, 256), of(384, 256)),
  'matmul: both operands need two axes or more: [4] × [4, 2]': () => ops.matmul(of(4), of(4, 2)),
  'gemm: inner sizes differ: [2, 3] × [3, 5]ᵀ': () => ops.gemm(of(2, 3), of(3, 5), { transposeB: true }),
  'gemm: the bias of [2, 3] × [3, 5] must be [5], not [3]': () => ops.gemm(of(2, 3), of(3, 5), { bias: of(3) }),
  'Add: shapes do not broadcast: [2, 3] and [4] (axis -1: 3 against 4)': () => ops.add(of(2, 3), of(4)),
  'Mul: element types differ: int32 and float32; cast one of them': () => ops.mul(ids, 2),
  'where: the condition is float32, not bool; compare first': () => ops.where(of(2), 1, 0),
  'reshape: [2, 3] has 6 values, [4] needs 4': () => ops.reshape(of(2, 3), [4]),
  'reshape: [2, 3] cannot become [4, -1]': () => ops.reshape(of(2, 3), [4, -1]),
  'transpose: [0, 0] is not an order of the axes of [2, 3]': () => ops.transpose(of(2, 3), [0, 0]),
  'transpose: [0, 1] is not an order of the axes of [2, 3, 4]': () => ops.transpose(of(2, 3, 4), [0, 1]),
  'transpose: [0, 2, 2] is not an order of the axes of [2, 3, 4]': () => ops.transpose(of(2, 3, 4), [0, 2, -1]),
  'transpose: [3] has no two axes to swap': () => ops.transpose(of(3)),
  'expand: [2, 3] does not stretch to [1, 3]': () => ops.expand(of(2, 3), [1, 3]),
  'reduceSum: axis 2 is outside a tensor with 2 axes': () => ops.reduceSum(of(2, 3), [2]),
  'slice: [2, 5) in steps of 1 is not inside axis 0 of [4]': () => ops.slice(of(4), 0, 2, 5),
  'concat: float32 [2, 3], float32 [2, 3, 1] differ outside axis 1': () => ops.concat([of(2, 3), of(2, 3, 1)], 1),
  'split: [1, 3] does not add up to axis 0 of [5]': () => ops.split(of(5), 0, [1, 3]),
  'embedding: indices are float32, not int32 or int64': () => ops.embedding(of(5, 2), of(3)),
  'crossEntropy: logits [2, 5] need labels [2], not [3]': () => ops.crossEntropy(of(2, 5), ops.constant(int32([1, 2, 3]))),
  'layerNorm: scale and bias of [2, 5] must be [5], not [2]': () => ops.layerNorm(of(2, 5), of(2), of(5)),
  'attention: width 6 does not divide into 4 heads': () => ops.attention(of(1, 2, 6), of(1, 2, 6), of(1, 2, 6), { heads: 4 }),
  'attention: the bias must be [2 or 1, 4 or 1, 3, 5], not [3, 1, 3, 5]': () => ops.attention(of(2, 3, 8), of(2, 5, 8), of(2, 5, 8), { heads: 4, bias: of(3, 1, 3, 5) }),
  'conv2d: channels do not fit: [1, 3, 8, 8] with a kernel [4, 4, 3, 3]; the kernel must be [O, C / groups, kernel height, kernel width]': () => ops.conv2d(of(1, 3, 8, 8), of(4, 4, 3, 3)),
  'conv2d: channels do not fit: [1, 4, 8, 8] with a kernel [3, 2, 3, 3] in 2 groups; the kernel must be [O, C / groups, kernel height, kernel width]': () => ops.conv2d(of(1, 4, 8, 8), of(3, 2, 3, 3), { groups: 2 }),
  'conv2d: the kernel [4, 3, 5, 5] is larger than the padded picture [1, 3, 4, 8]': () => ops.conv2d(of(1, 3, 4, 8), of(4, 3, 5, 5)),
  'conv2d: the bias of [1, 3, 8, 8] with a kernel [4, 3, 3, 3] must be [4], not [3]': () => ops.conv2d(of(1, 3, 8, 8), of(4, 3, 3, 3), { bias: of(3) }),
  'conv2d: needs x [B, C, H, W] and a kernel [O, C / groups, kernel height, kernel width], not [3, 8, 8] with a kernel [4, 3, 3, 3]': () => ops.conv2d(of(3, 8, 8), of(4, 3, 3, 3)),
  'conv2d: stride [0, 0], dilation [1, 1] and groups 1 must be whole numbers from 1, padding [0, 0, 0, 0] from 0': () => ops.conv2d(of(1, 3, 8, 8), of(4, 3, 3, 3), { stride: 0 }),
  'convTranspose2d: output padding 2 must be at least 0 and less than the stride 2': () => ops.convTranspose2d(of(1, 3, 8, 8), of(3, 4, 2, 2), { stride: 2, outputPadding: 2 }),
  'resizeNearest: the factor 1.5 is not a whole number from 1': () => ops.resizeNearest(of(1, 3, 8, 8), 1.5),
  'averagePool: 7×8 does not divide into blocks of 2×2': () => ops.averagePool(of(1, 3, 7, 8), 2),
  'pixelShuffle: the 6 channels of [1, 6, 8, 8] do not divide by 4': () => ops.pixelShuffle(of(1, 6, 8, 8), 2),
  'haar: 7×8 pixels do not divide into blocks of 2×2': () => ops.haar(of(1, 3, 7, 8)),
  'groupNorm: the 6 channels of [1, 6, 8, 8] do not divide into 4 groups': () => ops.groupNorm(of(1, 6, 8, 8), of(6), of(6), { groups: 4 }),
  'rope: [1, 4, 12] with 2 heads needs angles [4, 3], not [4, 2]': () => ops.rope(of(1, 4, 12), of(4, 2), { heads: 2 }),
  'rotaryAngles2d: the width of a head, 6, must be a multiple of 4': () => ops.rotaryAngles2d({ height: 2, width: 2 }, 6),
  'tokens: expected [B, N, 256] but got [2, 256]': () => expectShape('tokens', of(2, 256), ['B', 'N', 256]),
};

describe('a graph that does not fit says so in the terms of the user', () => {
  test.each(Object.entries(messages))('%s', (message, build) => {
    expect(build).toThrow(expect.objectContaining({ name: 'ShapeError', code: 'shape', message }));
  });
});
