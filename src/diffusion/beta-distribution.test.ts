import { expect, test } from 'vitest';
import { betaCumulative, betaQuantile } from './beta-distribution.ts';

test('the shares of known distributions are right', () => {
  for (const x of [0.01, 0.2, 0.5, 0.77, 0.999]) {
    expect(betaCumulative(x, 1, 1)).toBeCloseTo(x, 13);
    expect(betaCumulative(x, 0.5, 0.5)).toBeCloseTo(2 / Math.PI * Math.asin(Math.sqrt(x)), 13);
    expect(betaCumulative(x, 2, 3)).toBeCloseTo(x ** 2 * (6 - 8 * x + 3 * x ** 2), 13);
  }
});

test('quantiles undo shares, and agree with SciPy\'s', () => {
  for (const p of [1e-9, 0.1, 0.5, 0.9, 0.9999]) expect(betaCumulative(betaQuantile(p, 0.6, 0.6), 0.6, 0.6)).toBeCloseTo(p, 12);
  expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => betaQuantile(p, 0.6, 0.6).toFixed(10)))
    .toEqual(scipyQuantiles);
});

/** scipy.stats.beta.ppf([0, 0.1, 0.25, 0.5, 0.9, 1], 0.6, 0.6) */
const scipyQuantiles = ['0.0000000000', '0.0395844056', '0.1756803787', '0.5000000000', '0.9604155944', '1.0000000000'];
