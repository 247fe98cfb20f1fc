import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { float32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import { createParameters } from '../nn/parameters.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { regionFeed, regionLoss } from './region-loss.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID, type TrainingTexts } from './training-pictures.ts';

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const factors = [{ name: 'thing', classes: 5 }, { name: 'tint', classes: 3 }];
/** Picture 0: object 1 fills the upper left quarter, object 2 one small square; object 2 has no tint. */
const squares = new Uint8Array(REGION_GRID ** 2).map((_, i) => (i % 8 < 4 && i < 32 ? 1 : i === 63 ? 2 : 0));
const texts = { regions: { factors, labels: () => [[3, 1], [4, -1]] } } as unknown as TrainingTexts;
const latents = { regions: () => squares } as unknown as Latents;

describe('regions', () => {
  test('each token has the class of what fills it, one higher; nothing is 0, no class is -1', () => {
    const fine = regionFeed(texts, latents, [0], 64).data;
    expect([fine[0], fine[1]]).toEqual([4, 2]);
    expect([fine[126], fine[127]]).toEqual([5, -1]);
    expect([fine[62], fine[63]]).toEqual([0, 0]);
    // On the coarse grid the small square is no longer half of a token.
    const coarse = regionFeed(texts, latents, [0], 4);
    expect(coarse.shape).toEqual([1, 4, 2]);
    expect([...coarse.data]).toEqual([4, 2, 0, 0, 0, 0, 0, 0]);
  });

  test('tokens without a label and rows that are nearly noise count for nothing', async () => {
    const [features, sigma] = [ops.input('features', [2, 4, 3]), ops.input('sigma', [2])];
    const loss = regionLoss(createParameters(), features, sigma, 1, [{ name: 'thing', classes: 1 }]);
    const session = await runtime.load({ bytes: emitModel({ loss }, { bind: (name, shape) => ({ kind: 'inline', value: float32(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (name.endsWith('bias') ? 0 : i % 3 === 0 && i < 3 ? 1 : 0)), shape) }) }) }, { name: 'regions' });
    const value = async (sigmas: [number, number], labels: readonly number[], first: number): Promise<number> => {
      const { loss: out } = await session.run({ features: float32(Float32Array.from({ length: 24 }, (_, i) => (i < 12 ? first : 0.1) * (i % 3 === 0 ? 1 : 0)), [2, 4, 3]), sigma: float32(sigmas), regions: { dtype: 'int32', shape: [1, 4, 1], data: Int32Array.from(labels) } });
      return Number((out as TensorData).data[0]);
    };
    // Normalised features are √3 along the first axis: logits √3 and 0.
    const right = Math.log(1 + Math.exp(-Math.sqrt(3)));
    expect(await value([0.5, 0.5], [0, 0, 0, 0], 1)).toBeCloseTo(right, 3);
    expect(await value([0.5, 0.5], [0, -1, -1, -1], 1)).toBeCloseTo(right, 3);
    expect(await value([0.5, 0.9], [1, 1, 1, 1], 1)).toBeCloseTo(right + Math.sqrt(3), 3);
    expect(await value([0.9, 0.95], [1, 1, 1, 1], 1)).toBe(0);
    await session.close();
  });
});
