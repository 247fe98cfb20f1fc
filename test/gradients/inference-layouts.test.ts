/** Networks wide enough for the engine's blocked picture layout and fusions: weights in the model, optimised against plain. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normalNoise } from '../../src/base/random.ts';
import { float32, sizeOf } from '../../src/base/tensor-data.ts';
import * as ops from '../../src/graph/ops/index.ts';
import type { Shape } from '../../src/graph/shape.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { type NodeRuntime, createRuntime } from '../../src/node/engine/engine-client.ts';
import { emitModel } from '../../src/onnx/emit.ts';

let runtime: NodeRuntime;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 2 });
});
afterAll(() => runtime.close());

const { add, conv2d, groupNorm, mul, silu } = ops;
const weight = (name: string, ...shape: number[]): Tensor => ops.parameter(name, shape, { kind: 'constant', value: 0 });
const noise = (stream: number, shape: Shape, spread = 1) => float32(normalNoise(5, stream, sizeOf(shape)).map((value) => value * spread), shape);

const networks: Record<string, (x: Tensor) => Tensor> = {
  'convolutions, nearest and bilinear resizing, residual sums': (x) => {
    const h = silu(conv2d(x, weight('a', 32, 16, 3, 3), { padding: 1, stride: 2, bias: weight('a bias', 32) }));
    const up = conv2d(ops.resizeNearest(h, 2), weight('b', 16, 32, 3, 3), { padding: 1 });
    const sum = ops.relu(add(add(up, x), conv2d(x, weight('c', 16, 16, 1, 1))));
    return ops.resizeBilinear(conv2d(sum, weight('d', 16, 1, 3, 3), { padding: 1, groups: 16 }), 11, 23);
  },
  'group norms, transposed convolution, average pooling': (x) => {
    const h = silu(groupNorm(conv2d(x, weight('a', 32, 16, 3, 3), { padding: 1 }), weight('s', 32), weight('t', 32), { groups: 8 }));
    const large = ops.convTranspose2d(ops.averagePool(h, 2), weight('b', 32, 16, 4, 4), { stride: 2, padding: 1 });
    return ops.gelu(conv2d(ops.concat([large, x], 1), weight('c', 16, 32, 3, 3), { padding: 1 }));
  },
  'attention over pixels, layer norm, tied halves': (x) => {
    const tokens = ops.transpose(ops.reshape(x, [2, 16, -1]));
    const h = ops.layerNorm(tokens, weight('s', 16), weight('t', 16));
    const [q, k, v] = ops.split(ops.matmul(h, weight('a', 16, 48)), 2, [16, 16, 16]) as [Tensor, Tensor, Tensor];
    const seen = add(tokens, ops.matmul(ops.attention(ops.rope(q, ops.rotaryAngles(128, 8), { heads: 2 }), k, v, { heads: 2 }), weight('b', 16, 16)));
    return add(seen, ops.gemm(ops.gelu(ops.gemm(ops.rmsNorm(seen, weight('u', 16)), weight('c', 16, 32), { bias: weight('d', 32) })), weight('e', 32, 16), { bias: weight('f', 16) }));
  },
  'a gate used twice, so that common values are merged': (x) => {
    const gate = ops.sigmoid(conv2d(x, weight('a', 16, 16, 3, 3), { padding: 1 }));
    return add(mul(gate, x), mul(ops.sub(1, gate), conv2d(x, weight('b', 16, 16, 3, 3), { padding: 1 })));
  },
};

test.each(Object.entries(networks))('%s', async (_, network) => {
  const x = ops.input('x', [2, 16, 8, 16]);
  let stream = 0;
  const bytes = emitModel({ y: network(x) }, { bind: (__, shape) => ({ kind: 'inline', value: noise(++stream, shape, 0.2) }) });
  const [optimised, plain] = await Promise.all((['all', 'disabled'] as const).map(async (optimization) => {
    const session = await runtime.load({ bytes }, { optimization });
    const { y } = await session.run({ x: noise(0, x.shape) });
    return y?.data as Float32Array;
  })) as [Float32Array, Float32Array];
  const largest = plain.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(0.1);
  plain.forEach((value, i) => expect(Math.abs((optimised[i] as number) - value) / largest).toBeLessThan(1e-5));
});
