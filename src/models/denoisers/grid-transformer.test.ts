import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { float32, type TensorData } from '../../base/tensor-data.ts';
import { createRandom } from '../../base/random.ts';
import * as ops from '../../graph/ops/index.ts';
import { initialWeights } from '../../nn/initial-weights.ts';
import { createParameters } from '../../nn/parameters.ts';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { emitModel } from '../../onnx/emit.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { type GridTransformerConfig, gridTransformer } from './grid-transformer.ts';
import { placeShares } from './place-shares.ts';

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const config: GridTransformerConfig = { kind: 'grid-transformer', width: 16, layers: 2, heads: 2, hidden: 32, patch: 2, grid: 4, middle: true };
const random = createRandom(3);
const noise = (shape: readonly number[]): TensorData => float32(random.fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1))), shape);

/** The network on latents of a side, of B texts with K rows each. */
function network(side: number, texts: number, rows: number) {
  const parameters = createParameters();
  const text = { tokens: ops.input('tokens', [texts, 3, 8]), mask: ops.input('mask', [texts, 1, 1, 3]), summary: ops.input('summary', [texts, 2, 8]) };
  return { parameters, outputs: gridTransformer(parameters.at('denoiser'), ops.input('latents', [rows, 4, side, side]), ops.input('timesteps', [rows]), text, config) };
}

async function run(side: number, texts: number, feeds: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
  const rows = feeds['latents']!.shape[0]!;
  const { parameters, outputs } = network(side, texts, rows);
  const weights = initialWeights(parameters.all, 5, 1);
  // Heads and gates start at zero: something has to come out.
  const lively = (name: string): TensorData => (/modulation|output|middle|out\.weight|down/.test(name) ? float32(createRandom(7, name.length).fillNormal(new Float32Array((weights.get(name) as TensorData).data.length)).map((x) => 0.3 * x), weights.get(name)!.shape) : weights.get(name)!);
  const session = await runtime.load({ bytes: emitModel({ output: outputs.output, features: outputs.features }, { bind: (name) => ({ kind: 'inline', value: lively(name) }) }) }, { name: 'grid' });
  const result = await session.run(feeds);
  await session.close();
  return result;
}

const text = (texts: number): Record<string, TensorData> => ({ tokens: noise([texts, 3, 8]), mask: float32(new Float32Array(texts * 3), [texts, 1, 1, 3]), summary: noise([texts, 2, 8]) });

describe('the grid transformer', () => {
  test('has the same parameters for every grid', () => {
    const shapes = [8, 4].map((side) => [...network(side, 1, 1).parameters.all].map(([name, { shape }]) => `${name} ${shape.join('×')}`));
    expect(shapes[0]).toEqual(shapes[1]);
  });

  test('rows of one text come out as if each had the text for itself', async () => {
    const once = text(2);
    const latents = noise([4, 4, 8, 8]);
    const together = await run(8, 2, { ...once, latents, timesteps: float32([10, 300, 600, 900]) });
    const repeated = Object.fromEntries(Object.entries(once).map(([name, { data, shape }]) => {
      const size = data.length / 2;
      const rows = [0, 0, 1, 1].flatMap((row) => [...(data as Float32Array).subarray(row * size, (row + 1) * size)]);
      return [name, float32(rows, [4, ...shape.slice(1)])];
    }));
    const apart = await run(8, 4, { ...repeated, latents, timesteps: float32([10, 300, 600, 900]) });
    expect(together['output']!.shape).toEqual([4, 4, 8, 8]);
    expect(together['features']!.shape).toEqual([4, 16, 16]);
    together['output']!.data.forEach((value, i) => expect(Math.abs(Number(value) - Number(apart['output']!.data[i]))).toBeLessThan(1e-4));
    expect(Math.max(...(together['output']!.data as Float32Array))).toBeGreaterThan(0.01);
  });

  test('starts with the latents as their own guess where there is little noise, and with nothing where there is much', async () => {
    const { parameters, outputs } = network(8, 1, 3);
    const weights = initialWeights(parameters.all, 5, 1);
    const session = await runtime.load({ bytes: emitModel({ output: outputs.output, middle: outputs.middle! }, { bind: (name) => ({ kind: 'inline', value: weights.get(name)! }) }) }, { name: 'grid' });
    const latents = noise([3, 4, 8, 8]);
    const { output, middle } = await session.run({ ...text(1), latents, timesteps: float32([50, 200, 300]) });
    await session.close();
    const kept = [0.05, 0.2, 0.3].map((t) => Math.min(1, Math.max(0, (0.3 - t) / 0.2)) * ((1 - t) / ((1 - t) ** 2 + t ** 2)));
    expect(kept[0]).toBeGreaterThan(1);
    output!.data.forEach((value, i) => expect(Number(value)).toBeCloseTo(kept[Math.floor(i / 256)]! * Number(latents.data[i]), 4));
    expect(middle).toEqual(output);
  });

  test('a place of a coarser grid is the mean of what it covers', () => {
    const shares = placeShares({ height: 2, width: 2 }, 4);
    expect(shares).toHaveLength(4 * 16);
    expect([...shares.subarray(0, 16)]).toEqual([0.25, 0.25, 0, 0, 0.25, 0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const uneven = placeShares({ height: 3, width: 3 }, 4);
    for (let token = 0; token < 9; token++) expect(uneven.subarray(token * 16, (token + 1) * 16).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(uneven[1]).toBeCloseTo(0.75 * 0.25);
    // A finer one lies in between.
    expect([...placeShares({ height: 8, width: 8 }, 4).subarray(0, 2)]).toEqual([1, 0]);
  });
});
