import { expect, test } from 'vitest';
import { normalNoise } from '../base/random.ts';
import { guided, pairDenoiserOf, withGuidance } from './guidance.ts';
import type { DenoisePair } from './guidance.ts';
import { dynamicallyThresholded } from './dynamic-threshold.ts';
import { eulerStep } from './samplers/euler.ts';
import { createSchedule } from './schedules.ts';

const conditional = normalNoise(1, 0, 64);
const unconditional = normalNoise(1, 1, 64);
const flow = createSchedule({ name: 'flow' });
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const deviation = (values: Float32Array): number => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

function counted(): { calls: boolean[]; pair: DenoisePair } {
  const calls: boolean[] = [];
  return { calls, pair: async (_latents, _level, both) => { calls.push(both); return both ? { conditional, unconditional } : { conditional }; } };
}

test('scale 1 is the conditional estimate and costs no unconditional half', async () => {
  const { calls, pair } = counted();
  expect(await withGuidance(pair, { scale: 1 })(conditional, flow.atMoment(0.5))).toEqual(conditional);
  expect(calls).toEqual([false]);
});

test('scale 0 is the unconditional estimate, and scale 3 goes three pushes from it', () => {
  const zero = guided(conditional, unconditional, { scale: 0 });
  const three = guided(conditional, unconditional, { scale: 3 });
  for (let i = 0; i < 64; i++) {
    expect(zero[i]).toBeCloseTo(unconditional[i]!, 5);
    expect(three[i]).toBeCloseTo(unconditional[i]! + 3 * (conditional[i]! - unconditional[i]!), 4);
  }
});

test('outside the interval of noise levels the unconditional half is skipped', async () => {
  const { calls, pair } = counted();
  const denoise = withGuidance(pair, { scale: 4, interval: [0.25, 0.75] });
  for (const moment of [1, 0.75, 0.5, 0.25, 0.1]) await denoise(conditional, flow.atMoment(moment));
  expect(calls).toEqual([false, true, true, true, false]);
});

test('rescale 1 brings each picture of a batch back to its own conditional spread', () => {
  const wide = conditional.map((value, i) => i < 32 ? value : 5 * value);
  const result = guided(wide, unconditional, { scale: 7, rescale: 1, pictures: 2 });
  for (const at of [0, 32]) expect(deviation(result.subarray(at, at + 32))).toBeCloseTo(deviation(wide.subarray(at, at + 32)), 3);
  expect(deviation(guided(wide, unconditional, { scale: 7, pictures: 2 }))).toBeGreaterThan(2 * deviation(wide));
});

test('without its parallel part the push is orthogonal to the conditional estimate; with it, it is plain guidance', () => {
  const result = guided(conditional, unconditional, { scale: 5, parallel: 0 });
  const push = result.map((value, i) => value - conditional[i]!);
  expect(Math.abs(dot(push, conditional))).toBeLessThan(1e-3);
  expect(dot(push, push)).toBeGreaterThan(1);
  expect(guided(conditional, unconditional, { scale: 5, parallel: 1 })).toEqual(guided(conditional, unconditional, { scale: 5 }));
});

test('raw predictions are guided as estimates', async () => {
  const level = flow.atMoment(0.5);
  const pair = pairDenoiserOf(async (_latents, timestep, both) => {
    expect(timestep).toBe(500);
    return both ? { conditional, unconditional } : { conditional };
  }, 'flow');
  const latents = normalNoise(2, 0, 64);
  const result = await withGuidance(pair, { scale: 2 })(latents, level);
  for (let i = 0; i < 64; i++) expect(result[i]).toBeCloseTo(latents[i]! - 0.5 * (2 * conditional[i]! - unconditional[i]!), 5);
});

test('settings out of range are refused', () => {
  const { pair } = counted();
  for (const scale of [NaN, -1, Infinity]) expect(() => withGuidance(pair, { scale })).toThrow(/guidance scale/);
  expect(() => withGuidance(pair, { scale: 2, interval: [0.8, 0.2] })).toThrow(/interval/);
  expect(() => withGuidance(pair, { scale: 2, rescale: 2 })).toThrow(/rescale/);
  expect(() => withGuidance(pair, { scale: 2, parallel: NaN })).toThrow(/parallel/);
});

test('CFG-Zero* weighs the unconditional slope by its projection, on flows and on diffusions', async () => {
  const latents = normalNoise(9, 0, 64);
  for (const name of ['flow', 'scaled-linear'] as const) {
    const level = createSchedule({ name }).atMoment(0.6);
    const kind = name === 'flow' ? 'flow' : 'epsilon';
    const predict = pairDenoiserOf(async () => ({ conditional, unconditional }), kind);
    const result = await withGuidance(predict, { scale: 4, zeroStar: true })(latents, level);
    const s = dot(conditional, unconditional) / dot(unconditional, unconditional);
    const mixed = conditional.map((value, i) => s * unconditional[i]! + 4 * (value - s * unconditional[i]!));
    const expected = await withGuidance(pairDenoiserOf(async () => ({ conditional: mixed }), kind), { scale: 1 })(latents, level);
    for (let i = 0; i < 64; i++) expect(result[i]).toBeCloseTo(expected[i]!, 4);
  }
});

test('CFG-Zero* keeps pictures of a batch apart, and its spread can be brought back', async () => {
  const latents = normalNoise(9, 0, 64);
  const level = flow.atMoment(0.5);
  const pair = async (from: number, to: number): Promise<Float32Array> => withGuidance(async () => ({ conditional: conditional.subarray(from, to), unconditional: unconditional.subarray(from, to) }), { scale: 4, zeroStar: true, pictures: (to - from) / 32 })(latents.subarray(from, to), level);
  expect((await pair(0, 64)).subarray(32)).toEqual(await pair(32, 64));
  const rescaled = await withGuidance(async () => ({ conditional, unconditional }), { scale: 7, zeroStar: true, rescale: 1 })(latents, level);
  expect(deviation(rescaled)).toBeCloseTo(deviation(conditional), 3);
  expect(() => withGuidance(async () => ({ conditional }), { scale: 2, zeroStar: true, parallel: 0 })).toThrow(/choose one/);
});

test('where a run stands still, the network is not asked and a step changes nothing', async () => {
  const { calls, pair } = counted();
  const denoise = withGuidance(pair, { scale: 4, standFrom: 0.95 });
  const latents = normalNoise(9, 0, 64);
  const [pure, next] = [flow.atMoment(1), flow.atMoment(0.9)];
  expect(eulerStep(latents, await denoise(latents, pure), pure, next)).toEqual(latents);
  await denoise(latents, next);
  expect(calls).toEqual([true]);
});

test('dynamic thresholding clips each picture where a share of it lies, and leaves those within their range', () => {
  const values = Float32Array.from([...Array.from({ length: 10 }, (_, i) => (i - 5) / 2.5), ...Array.from({ length: 10 }, (_, i) => i / 20)]);
  const result = dynamicallyThresholded(values, { share: 0.5, least: 1 }, 2);
  const sorted = [...values.subarray(0, 10)].map(Math.abs).sort((a, b) => a - b);
  const limit = (sorted[4]! + sorted[5]!) / 2;
  expect(limit).toBeGreaterThan(1);
  for (let i = 0; i < 10; i++) expect(result[i]).toBeCloseTo(Math.min(limit, Math.max(-limit, values[i]!)) / limit, 6);
  expect(result.subarray(10)).toEqual(values.subarray(10));
});
