import { describe, expect, it } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { bootstrapInterval, kernelDistance, spread } from './statistics.ts';

describe('statistics of the examination', () => {
  it('gives intervals as wide as chance makes them: prompts, not pictures, are drawn', () => {
    const random = createRandom(1);
    const alone = Array.from({ length: 100 }, () => [random.uniform() < 0.7 ? 1 : 0]);
    const { mean, low, high } = bootstrapInterval(alone);
    expect(mean).toBeCloseTo(alone.flat().reduce((a, b) => a + b, 0) / 100, 9);
    // ± 1.96 · sqrt(p (1 − p) / n)
    expect(high - low).toBeGreaterThan(0.14);
    expect(high - low).toBeLessThan(0.22);
    const inFours = bootstrapInterval(alone.map(([score]) => [score, score, score, score] as number[]));
    expect(inFours.high - inFours.low).toBeCloseTo(high - low, 9);
  });

  it('finds sets of one kind at no distance and others further away', () => {
    const random = createRandom(2);
    const set = (shift: number) => Array.from({ length: 200 }, () => random.fillNormal(new Float32Array(16)).map((value) => value + shift));
    expect(Math.abs(kernelDistance(set(0), set(0)))).toBeLessThan(0.05);
    expect(kernelDistance(set(0), set(0.5))).toBeGreaterThan(0.15);
    expect(spread(set(0))).toBeCloseTo(Math.sqrt(2 * 16), 0);
  });
});
