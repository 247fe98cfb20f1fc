/** The noise of other programs, bit for bit; scripts/goldens/noise.py made the numbers. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { nvGenerator } from '../../src/base/nv-random.ts';
import { torchGenerator } from '../../src/base/torch-random.ts';
import golden from './noise.golden.json' with { type: 'json' };

const sha256 = (values: Float32Array): string => createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');

const kinds = { torch: torchGenerator, nv: nvGenerator } as const;
const cases = (['torch', 'nv'] as const).flatMap((kind) => golden[kind].map(({ seed, draws }) => ({ kind, seed, draws })));

test.each(cases)('$kind noise of seed $seed has the same bits, draw after draw, whatever their lengths', ({ kind, seed, draws }) => {
  const generator = kinds[kind](BigInt(seed));
  for (const { length, sha256: hash, first } of draws) {
    const found = generator.randn(length);
    expect([...found.subarray(0, 3)], `${length}`).toEqual(first);
    expect(sha256(found), `${length}`).toBe(hash);
  }
});

test('nv noise begins with the values that its program documents, but for the rounding of its constants', () => {
  const documented = [-0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122, -0.32838709, -1.07454231, -0.36314407, -1.67105067, 2.26550497];
  for (const [i, value] of nvGenerator(0).randn(12).entries()) expect(Math.abs(value - documented[i]!)).toBeLessThan(3e-7);
});

test('seeds that are none are refused', () => {
  for (const generator of Object.values(kinds)) for (const seed of [-1, 0.5, NaN, 1n << 64n]) expect(() => generator(seed)).toThrow(/seed must be a whole number/);
});
