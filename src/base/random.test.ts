import { expect, test } from 'vitest';
import { createRandom, normalNoise, restoreRandom } from './random.ts';
import type { RandomState } from './random.ts';

const moment = (values: ArrayLike<number>, power: number): number =>
  Array.from(values).reduce((sum, value) => sum + value ** power, 0) / values.length;

test('normal noise has these bits for seed 42 (a change here changes every picture)', () => {
  expect([...new Uint32Array(normalNoise(42, 0, 6).buffer)].map((word) => word.toString(16))).toEqual(['bf0c807e', '3f52be8a', '3ef93182', '400efc1c', '3d3f0769', '3e19bc42']);
});

test('normal noise has the moments of a standard normal', () => {
  const noise = normalNoise(7, 3, 1 << 18);
  expect(Math.abs(moment(noise, 1))).toBeLessThan(0.008);
  expect(Math.abs(moment(noise, 2) - 1)).toBeLessThan(0.012);
  expect(Math.abs(moment(noise, 3))).toBeLessThan(0.03);
  expect(Math.abs(moment(noise, 4) - 3)).toBeLessThan(0.08);
});

test('the share of values within 1, 2 and 3 deviations is right, and the tails go past 4', () => {
  const noise = normalNoise(1, 0, 1 << 19);
  const beyond = (limit: number): number => noise.reduce((count, value) => count + (Math.abs(value) > limit ? 1 : 0), 0) / noise.length;
  expect(beyond(1)).toBeCloseTo(0.3173, 2);
  expect(Math.abs(beyond(2) / 0.0455 - 1)).toBeLessThan(0.03);
  expect(Math.abs(beyond(3) / 0.0027 - 1)).toBeLessThan(0.1);
  expect(beyond(4)).toBeGreaterThan(0);
});

test('neighbours, and the two halves of a pair, are not correlated', () => {
  const noise = normalNoise(5, 0, 1 << 17);
  for (const lag of [1, 2, 4]) {
    const product = noise.subarray(lag).map((value, i) => value * noise[i]!);
    expect(Math.abs(moment(product, 1))).toBeLessThan(0.012);
  }
});

test('noise does not depend on the length asked for, but on seed and stream', () => {
  expect(normalNoise(9, 2, 5)).toEqual(normalNoise(9, 2, 64).slice(0, 5));
  expect(normalNoise(9, 2, 4)).not.toEqual(normalNoise(9, 3, 4));
  expect(normalNoise(9, 2, 4)).not.toEqual(normalNoise(8, 2, 4));
  expect(normalNoise(2n ** 32n, 0, 4)).not.toEqual(normalNoise(0, 0, 4));
});

test('a stream goes on bit for bit from a state that went through JSON', () => {
  const random = createRandom(2n ** 64n - 1n, 5);
  random.uniform();
  random.integer(10);
  random.normal();
  const saved = JSON.parse(JSON.stringify(random.state())) as RandomState;
  const expected = [random.uniform(), random.normal(), ...random.fillNormal(new Float32Array(7)), random.integer(1000)];
  const resumed = restoreRandom(saved);
  expect([resumed.uniform(), resumed.normal(), ...resumed.fillNormal(new Float32Array(7)), resumed.integer(1000)]).toEqual(expected);
});

test('a fork does not depend on what was drawn before, and forks differ', () => {
  const random = createRandom(1);
  const early = random.fork(7).uniform();
  random.uniform();
  expect(random.fork(7).uniform()).toBe(early);
  expect(random.fork(8).uniform()).not.toBe(early);
  expect(createRandom(1, 1).fork(7).uniform()).not.toBe(early);
});

test('uniform, integer, pick and shuffled cover their ranges evenly', () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 60_000; i++) counts[random.integer(6)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const uniforms = Array.from({ length: 20_000 }, () => random.uniform());
  expect(moment(uniforms, 1)).toBeCloseTo(0.5, 2);
  expect(uniforms.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(random.shuffled([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
  expect(['a', 'b']).toContain(random.pick(['a', 'b']));
});

test('bad seeds, streams, counts and states are refused in words', () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53, 2n ** 64n]) expect(() => createRandom(seed)).toThrow(/seed must be a whole number/);
  expect(() => createRandom(0, -1)).toThrow(/stream/);
  expect(() => createRandom(0).integer(0)).toThrow(/count/);
  expect(() => createRandom(0).pick([])).toThrow(/empty/);
  expect(() => restoreRandom({ seed: 'x', stream: 0, position: 0 })).toThrow(/not a saved random state/);
});
