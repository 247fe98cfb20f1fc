/** What ops compute, against the same written out in plain loops; the ops that have no gradient among them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type TensorData, float32, int32, sizeOf } from '../../src/base/tensor-data.ts';
import * as ops from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { type NodeRuntime, createRuntime } from '../../src/node/engine/engine-client.ts';
import { emitModel } from '../../src/onnx/emit.ts';

let runtime: NodeRuntime;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 1 });
});
afterAll(() => runtime.close());

async function valuesOf(y: Tensor): Promise<number[]> {
  const session = await runtime.load({ bytes: emitModel({ result: y }) });
  const { result } = await session.run({});
  expect(result?.shape).toEqual(y.shape);
  expect(result?.dtype).toBe(y.dtype);
  await session.close();
  return Array.from(result?.data as Float32Array, Number);
}

const random = createRandom(7);
const normal = (...shape: number[]): TensorData<'float32'> => float32(random.fillNormal(new Float32Array(sizeOf(shape))), shape);
const row = (...values: number[]): Tensor => ops.constant(float32(values));
const counting = (...shape: number[]): Tensor => ops.constant(float32(Float32Array.from({ length: sizeOf(shape) }, (_, i) => i), shape));

describe('small ops', () => {
  const x = row(-1.5, 0, 2.5);
  const table: Record<string, readonly [Tensor, readonly number[]]> = {
    greater: [ops.greater(x, 0), [0, 0, 1]],
    greaterOrEqual: [ops.greaterOrEqual(x, 0), [0, 1, 1]],
    less: [ops.less(x, 0), [1, 0, 0]],
    lessOrEqual: [ops.lessOrEqual(x, 0), [1, 1, 0]],
    equal: [ops.equal(x, 2.5), [0, 0, 1]],
    and: [ops.and(ops.less(x, 1), ops.greater(x, -1)), [0, 1, 0]],
    not: [ops.not(ops.less(x, 0)), [0, 1, 1]],
    indicator: [ops.indicator(ops.less(x, 1)), [1, 1, 0]],
    sign: [ops.sign(x), [-1, 0, 1]],
    floor: [ops.floor(x), [-2, 0, 2]],
    clip: [ops.clip(x, -1, 2), [-1, 0, 2]],
    'cast to int32 truncates': [ops.cast(x, 'int32'), [-1, 0, 2]],
    stopGradient: [ops.stopGradient(x), [-1.5, 0, 2.5]],
    argMax: [ops.argMax(counting(2, 3), 0), [1, 1, 1]],
    'argMax from the end': [ops.argMax(ops.neg(counting(2, 3)), -1), [0, 0]],
    oneHot: [ops.oneHot(ops.constant(int32([2, 0])), 3), [0, 0, 1, 1, 0, 0]],
    'oneHot of int64': [ops.oneHot(ops.argMax(counting(2, 3), 1), 3), [0, 0, 1, 0, 0, 1]],
    embedding: [ops.embedding(counting(3, 2), ops.constant(int32([2, 0, 2]))), [4, 5, 0, 1, 4, 5]],
    scatterRows: [ops.scatterRows([3, 2], ops.constant(int32([2, 0, 2])), counting(3, 2)), [2, 3, 0, 0, 4, 6]],
    'slice in steps from the end': [ops.slice(counting(7), 0, -6, -1, 2), [1, 3, 5]],
    pad: [ops.pad(counting(2, 2), 0, 1, 0), [0, 0, 0, 1, 2, 3]],
    filled: [ops.filled([2], 3), [3, 3]],
    zeros: [ops.zeros([2]), [0, 0]],
    reduceMean: [ops.reduceMean(counting(2, 3), [1]), [1, 4]],
    reduceMax: [ops.reduceMax(counting(2, 3), [0]), [3, 4, 5]],
    transpose: [ops.transpose(counting(2, 3)), [0, 3, 1, 4, 2, 5]],
    averagePool: [ops.averagePool(counting(1, 1, 2, 4), 2), [2.5, 4.5]],
    resizeNearest: [ops.resizeNearest(counting(1, 1, 1, 2), 2), [0, 0, 1, 1, 0, 0, 1, 1]],
    'resizeBilinear, larger': [ops.resizeBilinear(counting(1, 1, 1, 2), 1, 4), [0, 0.25, 0.75, 1]],
    'resizeBilinear, smaller': [ops.resizeBilinear(counting(1, 1, 1, 6), 1, 2), [1, 4]],
    'pixelShuffle puts channel i·factor + j into row i and column j': [ops.pixelShuffle(counting(1, 4, 1, 2), 2), [0, 2, 1, 3, 4, 6, 5, 7]],
    'haar: average, horizontal, vertical, diagonal': [ops.haar(ops.constant(float32([1, 2, 3, 6], [1, 1, 2, 2]))), [6, -2, -3, 1]],
    rotaryAngles: [ops.rotaryAngles(2, 4, 100), [0, 0, 1, 0.1]],
    'rotaryAngles2d: rows, then columns': [ops.rotaryAngles2d({ height: 2, width: 2 }, 4), [0, 0, 0, 1, 1, 0, 1, 1]],
  };
  test.each(Object.entries(table))('%s', async (_, [y, expected]) => {
    const found = await valuesOf(y);
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
  });
});

describe('inverses', () => {
  const x = normal(2, 8, 4, 6);
  test.each([
    ['pixelShuffle', ops.pixelUnshuffle(ops.pixelShuffle(ops.constant(x), 2), 2)],
    ['haar', ops.inverseHaar(ops.haar(ops.constant(x)))],
    ['inverseHaar', ops.haar(ops.inverseHaar(ops.constant(x)))],
  ])('%s', async (_, y) => {
    (await valuesOf(y)).forEach((value, i) => expect(value).toBeCloseTo(x.data[i] as number, 5));
  });

  test('haar keeps the sum of squares', async () => {
    const energy = x.data.reduce((sum, value) => sum + value * value, 0);
    expect((await valuesOf(ops.reduceSum(ops.square(ops.haar(ops.constant(x))))))[0]).toBeCloseTo(energy, 2);
  });
});

/** The definition of convolution, output by output. */
function plainConvolution(x: TensorData<'float32'>, w: TensorData<'float32'>, shape: readonly number[], { stride, padding, dilation, groups }: { stride: number; padding: number; dilation: number; groups: number }): number[] {
  const [, channels, height, width] = x.shape as [number, number, number, number];
  const [outputs, inGroup, tapRows, tapColumns] = w.shape as [number, number, number, number];
  const [batch, , rows, columns] = shape as [number, number, number, number];
  const y: number[] = [];
  for (let b = 0; b < batch; b++) for (let o = 0; o < outputs; o++) for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let k = 0; k < inGroup; k++) for (let i = 0; i < tapRows; i++) for (let j = 0; j < tapColumns; j++) {
      const [row, column, channel] = [r * stride + i * dilation - padding, c * stride + j * dilation - padding, Math.floor(o / (outputs / groups)) * inGroup + k];
      if (row >= 0 && row < height && column >= 0 && column < width) sum += (x.data[((b * channels + channel) * height + row) * width + column] as number) * (w.data[((o * inGroup + k) * tapRows + i) * tapColumns + j] as number);
    }
    y.push(sum);
  }
  return y;
}

test.each([
  { stride: 1, padding: 1, dilation: 1, groups: 1 },
  { stride: 2, padding: 1, dilation: 1, groups: 2 },
  { stride: 1, padding: 2, dilation: 2, groups: 4 },
])('conv2d with %o is its definition', async (options) => {
  const [x, w] = [normal(2, 4, 6, 7), normal(8, 4 / options.groups, 3, 3)];
  const y = ops.conv2d(ops.constant(x), ops.constant(w), options);
  const expected = plainConvolution(x, w, y.shape, options);
  (await valuesOf(y)).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 4));
});

test('rotated queries and keys meet by their distance only', async () => {
  const vector = normal(1, 1, 8);
  const turned = await valuesOf(ops.rope(ops.expand(ops.constant(vector), [1, 5, 8]), ops.rotaryAngles(5, 8), { heads: 1 }));
  const product = (a: number, b: number): number => vector.data.reduce((sum, _, i) => sum + (turned[a * 8 + i] as number) * (turned[b * 8 + i] as number), 0);
  expect(product(0, 2)).toBeCloseTo(product(2, 4), 4);
  expect(Math.abs(product(0, 2) - product(0, 3))).toBeGreaterThan(1e-3);
});
