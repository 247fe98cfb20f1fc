/** The part of the gradient table that works on pictures [B, C, H, W]. */
import * as ops from '../../src/graph/ops/index.ts';
import { type GradientCase, row } from './gradient-case.ts';

const { conv2d, convTranspose2d } = ops;

export const pictureOps = {
  conv2d: [
    row('3×3, padding, bias', { x: [2, 3, 4, 5], w: [4, 3, 3, 3], b: [4] }, ({ x, w, b }) => conv2d(x, w, { padding: 1, bias: b })),
    row('many channels: the other way to the kernel gradient', { x: [2, 16, 3, 5], w: [2, 16, 3, 2] }, ({ x, w }) => conv2d(x, w, { stride: 2, padding: 1, dilation: [1, 2] })),
    row('1×1', { x: [2, 3, 2, 3], w: [4, 3, 1, 1] }, ({ x, w }) => conv2d(x, w)),
    row('stride 2 on odd sizes', { x: [1, 2, 5, 7], w: [3, 2, 3, 3] }, ({ x, w }) => conv2d(x, w, { stride: 2, padding: 1 })),
    row('stride 2 that steps over the last row and column', { x: [2, 2, 6, 4], w: [3, 2, 3, 3], b: [3] }, ({ x, w, b }) => conv2d(x, w, { stride: 2, padding: 1, bias: b })),
    row('stride 3 with a 2×2 kernel: pixels that nobody sees', { x: [1, 2, 7, 8], w: [2, 2, 2, 2] }, ({ x, w }) => conv2d(x, w, { stride: 3 })),
    row('each side its own padding', { x: [1, 2, 4, 3], w: [3, 2, 3, 2] }, ({ x, w }) => conv2d(x, w, { padding: { top: 0, left: 1, bottom: 2, right: 0 } })),
    row('padding on the far sides, stride 2', { x: [1, 2, 4, 6], w: [3, 2, 3, 3] }, ({ x, w }) => conv2d(x, w, { stride: 2, padding: { top: 0, left: 0, bottom: 1, right: 1 } })),
    row('a stride for each axis', { x: [1, 1, 5, 6], w: [2, 1, 2, 3] }, ({ x, w }) => conv2d(x, w, { stride: [1, 2], padding: 1 })),
    row('dilation', { x: [1, 2, 6, 7], w: [2, 2, 3, 2], b: [2] }, ({ x, w, b }) => conv2d(x, w, { dilation: [2, 3], padding: 1, bias: b })),
    row('dilation and stride', { x: [1, 2, 8, 7], w: [2, 2, 3, 3] }, ({ x, w }) => conv2d(x, w, { dilation: 2, stride: 2, padding: 2 })),
    row('two groups', { x: [2, 4, 4, 3], w: [6, 2, 3, 3], b: [6] }, ({ x, w, b }) => conv2d(x, w, { groups: 2, padding: 1, bias: b })),
    row('depthwise', { x: [2, 3, 4, 5], w: [3, 1, 3, 3] }, ({ x, w }) => conv2d(x, w, { groups: 3, padding: 1 })),
    row('depthwise, two kernels a channel, stride 2', { x: [1, 3, 5, 4], w: [6, 1, 3, 3] }, ({ x, w }) => conv2d(x, w, { groups: 3, padding: 1, stride: 2 })),
    row('patches', { x: [2, 3, 4, 6], w: [5, 3, 2, 2] }, ({ x, w }) => conv2d(x, w, { stride: 2 })),
    row('a picture and its convolution in one loss', { x: [1, 2, 3, 3], w: [2, 2, 3, 3] }, ({ x, w }) => ops.add(x, conv2d(ops.silu(conv2d(x, w, { padding: 1 })), w, { padding: 1 }))),
  ],
  convTranspose2d: [
    row('2×2, stride 2, bias', { x: [2, 3, 2, 3], w: [3, 4, 2, 2], b: [4] }, ({ x, w, b }) => convTranspose2d(x, w, { stride: 2, bias: b })),
    row('3×3, stride 2, output padding', { x: [1, 2, 3, 2], w: [2, 3, 3, 3] }, ({ x, w }) => convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1 })),
    row('many channels', { x: [1, 2, 2, 3], w: [2, 17, 2, 2] }, ({ x, w }) => convTranspose2d(x, w, { stride: 2, outputPadding: 1 })),
    row('4×4, stride 2, padding', { x: [1, 2, 3, 2], w: [2, 2, 4, 4] }, ({ x, w }) => convTranspose2d(x, w, { stride: 2, padding: 1 })),
    row('stride 3 with a 2×2 kernel', { x: [1, 2, 2, 3], w: [2, 2, 2, 2] }, ({ x, w }) => convTranspose2d(x, w, { stride: 3, outputPadding: [1, 2] })),
    row('each side its own padding', { x: [1, 2, 4, 3], w: [2, 3, 3, 2] }, ({ x, w }) => convTranspose2d(x, w, { padding: { top: 0, left: 1, bottom: 2, right: 0 } })),
    row('dilation', { x: [1, 2, 4, 3], w: [2, 2, 2, 3] }, ({ x, w }) => convTranspose2d(x, w, { dilation: 2, padding: 1, stride: 2 })),
    row('two groups', { x: [2, 4, 3, 2], w: [4, 3, 3, 3], b: [6] }, ({ x, w, b }) => convTranspose2d(x, w, { groups: 2, stride: 2, padding: 1, outputPadding: 1, bias: b })),
    row('depthwise', { x: [2, 3, 3, 4], w: [3, 1, 3, 3] }, ({ x, w }) => convTranspose2d(x, w, { groups: 3, padding: 1 })),
  ],
  resizeNearest: [row('twice', { x: [2, 3, 2, 3] }, ({ x }) => ops.resizeNearest(x, 2)), row('three times', { x: [1, 2, 2, 1] }, ({ x }) => ops.resizeNearest(x, 3))],
  resizeBilinear: [
    row('larger, uneven', { x: [2, 2, 3, 4] }, ({ x }) => ops.resizeBilinear(x, 5, 9)),
    row('smaller', { x: [1, 2, 7, 6] }, ({ x }) => ops.resizeBilinear(x, 3, 4)),
    row('one row higher, one wider', { x: [1, 1, 1, 2] }, ({ x }) => ops.resizeBilinear(x, 3, 1)),
  ],
  averagePool: [row('', { x: [2, 3, 4, 6] }, ({ x }) => ops.averagePool(x, 2))],
  pixelShuffle: [row('', { x: [2, 8, 2, 3] }, ({ x }) => ops.pixelShuffle(x, 2))],
  pixelUnshuffle: [row('', { x: [2, 2, 6, 3] }, ({ x }) => ops.pixelUnshuffle(x, 3))],
  haar: [row('', { x: [2, 3, 4, 2] }, ({ x }) => ops.haar(x))],
  inverseHaar: [row('', { x: [2, 8, 2, 3] }, ({ x }) => ops.inverseHaar(x))],
  groupNorm: [
    row('two groups', { x: [2, 4, 3, 2], s: [4], b: [4] }, ({ x, s, b }) => ops.groupNorm(x, s, b, { groups: 2 })),
    row('a group a channel, a row of tokens', { x: [2, 3, 5], s: [3], b: [3] }, ({ x, s, b }) => ops.groupNorm(x, s, b, { groups: 3, epsilon: 0.1 })),
    row('one group', { x: [1, 3, 2, 3], s: [3], b: [3] }, ({ x, s, b }) => ops.groupNorm(x, s, b, { groups: 1 })),
  ],
} satisfies Record<string, readonly GradientCase[]>;
