/** The fast layers against the exact ones: what only moves values must agree to the bit, norms to rounding, products to a percent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normalNoise } from '../base/random.ts';
import { float32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import { input, reduceMax } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters, type Scope } from '../nn/parameters.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type PictureLayers, exactLayers, fastLayers } from './picture-layers.ts';

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const noise = (stream: number, shape: readonly number[]): TensorData<'float32'> => float32(normalNoise(5, stream, sizeOf(shape)), shape);

/** The relative difference of what a network gives with fast layers and with exact ones, on a picture [2, 20, 5, 6]; by channel, weights differ a hundredfold. */
async function difference(network: (scope: Scope, x: Tensor, layers: PictureLayers) => Tensor, optimization: 'all' | 'disabled' = 'all'): Promise<number> {
  const x = input('x', [2, 20, 5, 6]);
  const results: TensorData[] = [];
  for (const layers of [exactLayers, fastLayers]) {
    let stream = 0;
    const y = network(createParameters(), x, layers);
    const bind = (_: string, shape: readonly number[]) => {
      const { data } = noise(++stream, shape);
      const row = sizeOf(shape) / (shape[0] ?? 1);
      return { kind: 'inline' as const, value: float32(data.map((value, i) => value * 10 ** (Math.floor(i / row) % 3 - 1)), shape) };
    };
    const session = await runtime.load({ bytes: emitModel({ y }, { bind }) }, { optimization });
    results.push((await session.run({ x: noise(0, x.shape) }))['y'] as TensorData);
    await session.close();
  }
  const [exact, fast] = results as [TensorData<'float32'>, TensorData<'float32'>];
  expect(fast.shape).toEqual(exact.shape);
  return Math.sqrt(exact.data.reduce((sum, value, i) => sum + (value - fast.data[i]!) ** 2, 0) / exact.data.reduce((sum, value) => sum + value ** 2, 0));
}

test('enlarging, cutting, joining, and pictures as rows and back', async () => {
  expect(await difference((_, x, layers) => {
    const picture = layers.from(x);
    const larger = layers.cut(layers.enlarge(picture), [9, 12]);
    return layers.to(layers.joinChannels(larger, layers.picture(layers.rows(larger), layers.size(larger))));
  })).toBe(0);
});

test('a value added to each channel', async () => {
  expect(await difference((_, x, layers) => layers.to(layers.addToChannels(layers.from(x), reduceMax(x, [2, 3]))))).toBeLessThan(1e-6);
});

describe.each(['all', 'disabled'] as const)('with optimisation %s', (optimization) => {
  test('group norm', async () => {
    expect(await difference((scope, x, layers) => layers.to(layers.norm(scope, layers.from(x), 5, 1e-5)), optimization)).toBeLessThan(1e-6);
  });

  test.each([
    ['1×1', { size: 1 }], ['3×3', { size: 3 }], ['3×3 in strides', { size: 3, stride: 2 }],
    ['3×3 in strides, padded at the far end', { size: 3, stride: 2, padding: { top: 0, left: 0, bottom: 1, right: 1 } }],
  ] as const)('convolution %s', async (_, settings) => {
    const error = await difference((scope, x, layers) => layers.to(layers.conv(scope, layers.from(x), 24, settings)), optimization);
    expect(error).toBeGreaterThan(1e-4);
    expect(error).toBeLessThan(0.02);
  });

  test('a convolution of few channels is exact', async () => {
    expect(await difference((scope, x, layers) => layers.to(layers.conv(scope, layers.from(x), 3, { size: 3 })), optimization)).toBeLessThan(1e-6);
  });

  test.each([['a convolution 1×1', { size: 1, exact: true }], ['a convolution 3×3 in strides', { size: 3, stride: 2, exact: true }]] as const)('%s that is to be exact is', async (_, settings) => {
    expect(await difference((scope, x, layers) => layers.to(layers.conv(scope, layers.from(x), 24, settings)), optimization)).toBeLessThan(1e-6);
  });

  test('a linear layer that is to be exact is', async () => {
    expect(await difference((scope, x, layers) => layers.linear(scope, layers.rows(layers.from(x)), 32, { exact: true }), optimization)).toBeLessThan(1e-6);
  });

  test('linear layers, whole and in part', async () => {
    const network = (part?: readonly [number, number]) => (scope: Scope, x: Tensor, layers: PictureLayers) => layers.linear(scope, layers.rows(layers.from(x)), 32, part && { part });
    for (const error of [await difference(network(), optimization), await difference(network([8, 24]), optimization)]) {
      expect(error).toBeGreaterThan(1e-4);
      expect(error).toBeLessThan(0.015);
    }
  });
});
