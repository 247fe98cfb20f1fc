import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { float32, type TensorData } from '../base/tensor-data.ts';
import { createRandom } from '../base/random.ts';
import * as ops from '../graph/ops/index.ts';
import { createParameters } from '../nn/parameters.ts';
import { initialWeights } from '../nn/initial-weights.ts';
import { normal } from '../nn/initializers.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { averageDecayAt, optimizerFeeds, rateFactor } from './learning-rate.ts';
import { learningStep, loadLearningStep, memberNames, readAverages } from './learn.ts';
import type { OptimizerSettings, UpdateRule } from './optimizer.ts';
import { packValues, planPacks, unpackValues } from './packs.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const settings: OptimizerSettings = { clipNorm: 0.5, adamw: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1 }, muon: { momentum: 0.95, weightDecay: 0.1 } };

/** loss = ½ Σ (a − wanted)² + ½ Σ (b − wanted)², so that gradients are differences. */
function problem(rule: UpdateRule, shape: readonly number[]) {
  const parameters = createParameters();
  const wanted = ops.input('wanted', shape);
  const loss = ['a', 'b'].map((name) => ops.mul(ops.reduceSum(ops.square(ops.sub(parameters.parameter(name, shape, normal(1)), wanted))), 0.5)).reduce((x, y) => ops.add(x, y));
  const step = learningStep({ loss }, parameters.all, () => rule, settings);
  return { step, first: initialWeights(parameters.all, 3, 0) };
}

const scalar = (value: number): TensorData => float32([value], []);

describe('AdamW', () => {
  test('takes the steps of the paper, clipped by the norm of all gradients; the average follows', async () => {
    const { step, first } = problem('adamw', [3]);
    const session = await loadLearningStep(runtime, step, first, 'test');
    const wanted = float32([1, 2, 3]);
    const state = new Map(['a', 'b'].map((name) => [name, { w: [...(first.get(name) as TensorData<'float32'>).data], m: [0, 0, 0], v: [0, 0, 0], average: [...(first.get(name) as TensorData<'float32'>).data] }]));
    for (let t = 1; t <= 4; t++) {
      const { gradient_norm: reported } = await session.run({ wanted, 'optimizer.adamw_rate': scalar(0.1), 'optimizer.correction1': scalar(1 - 0.9 ** t), 'optimizer.correction2': scalar(1 - 0.95 ** t), 'optimizer.average_rate': scalar(0.25) }, { fetches: ['gradient_norm'] });
      const gradients = [...state].map(([, { w }]) => w.map((x, i) => x - [1, 2, 3][i]!));
      const norm = Math.hypot(...gradients.flat());
      expect(Number(reported!.data[0])).toBeCloseTo(norm, 4);
      [...state.values()].forEach((each, which) => each.w.forEach((w, i) => {
        const g = gradients[which]![i]! * Math.min(1, 0.5 / norm);
        each.m[i] = 0.9 * each.m[i]! + 0.1 * g;
        each.v[i] = 0.95 * each.v[i]! + 0.05 * g * g;
        each.w[i] = w * (1 - 0.1 * 0.1) - (0.1 * (each.m[i]! / (1 - 0.9 ** t))) / (Math.sqrt(each.v[i]! / (1 - 0.95 ** t)) + 1e-8);
        each.average[i] = 0.75 * each.average[i]! + 0.25 * each.w[i]!;
      }));
    }
    const averages = await readAverages(session, step);
    for (const [name, { average }] of state) average.forEach((value, i) => expect((averages.get(name) as TensorData<'float32'>).data[i]).toBeCloseTo(value, 4));
    await session.close();
  });
});

describe('Muon', () => {
  test.each([[4, 6], [6, 4]])('moves every direction of a %i×%i matrix about equally far', async (rows, columns) => {
    const { step, first } = problem('muon', [rows, columns]);
    const session = await loadLearningStep(runtime, step, first, 'test');
    const rate = 0.01;
    await session.run({ wanted: float32(createRandom(9).fillNormal(new Float32Array(rows * columns)), [rows, columns]), 'optimizer.muon_rate': scalar(rate), 'optimizer.average_rate': scalar(1) });
    const moved = (await readAverages(session, step)).get('a') as TensorData<'float32'>;
    const delta = Array.from(moved.data, (x, i) => ((first.get('a') as TensorData<'float32'>).data[i]! * (1 - rate * 0.1) - x) / (rate * 0.2 * Math.sqrt(rows)));
    // Singular values of the update, from its Gram matrix.
    const at = (i: number, j: number): number => (rows < columns ? delta[i * columns + j]! : delta[j * columns + i]!);
    const gram = Float64Array.from({ length: 16 }, (_, k) => Array.from({ length: 6 }, (_unused, j) => at(Math.floor(k / 4), j) * at(k % 4, j)).reduce((x, y) => x + y));
    for (const value of symmetricEigen(gram, 4).values) {
      expect(Math.sqrt(value)).toBeGreaterThan(0.6);
      expect(Math.sqrt(value)).toBeLessThan(1.3);
    }
    await session.close();
  });
});

describe('packs', () => {
  test('what goes in comes out', () => {
    const parameters = createParameters();
    for (const [name, shape] of [['layers.0.w', [2, 3]], ['bias', [4]], ['layers.1.w', [2, 3]], ['one', []]] as const) parameters.parameter(name, shape, normal(1));
    const values = initialWeights(parameters.all, 1, 0);
    const packs = planPacks(parameters.all, (name) => (name.startsWith('layers') ? 'muon' : 'adamw'));
    expect(packs.map(({ name, shape }) => [name, shape])).toEqual([['muon.2x3', [2, 2, 3]], ['adamw', [5]]]);
    expect(new Map(packs.flatMap((pack) => unpackValues(pack, packValues(pack, values))))).toEqual(values);
    expect(memberNames({ packs, outputs: {}, slots: [] })).toEqual(['layers.0.w', 'layers.1.w', 'bias', 'one']);
  });
});

describe('rates', () => {
  test('warm up, stay, fall to zero', () => {
    const shape = { warmupSteps: 10, decay: 0.25 };
    expect(rateFactor(0, 0, shape)).toBeCloseTo(0.1);
    expect(rateFactor(100, 0.5, shape)).toBe(1);
    expect(rateFactor(100, 0.875, shape)).toBeCloseTo(0.5);
    expect(rateFactor(100, 1, shape)).toBe(0);
    expect(averageDecayAt(0, 0.98)).toBeCloseTo(0.1);
    expect(averageDecayAt(10_000, 0.98)).toBe(0.98);
    expect(Number(optimizerFeeds(0, 0, { ...shape, averageDecays: [0.98], optimizer: { ...settings, adamwRate: 2, muonRate: 1 } })['optimizer.adamw_rate']?.data[0])).toBeCloseTo(0.2);
  });
});

test('eigenvectors: the matrix comes back, values fall, signs are fixed', () => {
  const n = 12;
  const a = createRandom(2).fillNormal(new Float32Array(n * n));
  const matrix = Float64Array.from({ length: n * n }, (_, k) => Array.from({ length: n }, (_unused, j) => a[Math.floor(k / n) * n + j]! * a[(k % n) * n + j]!).reduce((x, y) => x + y));
  const { values, vectors } = symmetricEigen(matrix, n);
  const back = matrix.map((_, k) => values.reduce((sum, value, i) => sum + value * vectors[i * n + Math.floor(k / n)]! * vectors[i * n + (k % n)]!, 0));
  back.forEach((value, i) => expect(value).toBeCloseTo(matrix[i]!, 8));
  expect([...values]).toEqual([...values].sort((x, y) => y - x));
});
