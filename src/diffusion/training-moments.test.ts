import { expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { drawMoments } from './training-moments.ts';

const share = (moments: Float64Array, from: number, to: number): number => moments.filter((moment) => moment > from && moment <= to).length / moments.length;

test('uniform moments fill (0, 1] evenly', () => {
  const moments = drawMoments(createRandom(1), 20_000, { kind: 'uniform' });
  expect(share(moments, 0, 1)).toBe(1);
  expect(share(moments, 0, 0.25)).toBeCloseTo(0.25, 1);
});

test('logit-normal moments gather in the middle, with a uniform share at the ends', () => {
  const plain = drawMoments(createRandom(1), 20_000, { kind: 'logit-normal' });
  expect(Math.abs(share(plain, 1 / (1 + Math.E), Math.E / (1 + Math.E)) - 0.6827)).toBeLessThan(0.015);
  const mixed = drawMoments(createRandom(1), 20_000, { kind: 'logit-normal', uniformShare: 0.5 });
  expect(share(mixed, 0, 0.05)).toBeGreaterThan(0.02);
  expect(share(plain, 0, 0.05)).toBeLessThan(0.005);
});

test('a deviation of 0 is refused', () => {
  expect(() => drawMoments(createRandom(1), 1, { kind: 'logit-normal', deviation: 0 })).toThrow(/positive deviation/);
});
