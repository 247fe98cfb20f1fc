import { expect, test } from 'vitest';
import { cosineAndSineFloat32, fusedMultiplyAdd, logFloat32 } from './float32-functions.ts';

test('a fused sum is rounded once, also where double precision lands halfway between two values', () => {
  const s = 2 ** -12;
  const cases = [
    [s * (1 + s), s * (1 - s + s * s), 1, 1 + 2 ** -23], // the product is 2^-24 (1 + 2^-36): just above halfway, and the even one lies below
    [s * (1 - 2 ** -18), s * (1 + 2 ** -18), 1 + 2 ** -23, 1 + 2 ** -23], // 2^-24 (1 - 2^-36): just below, and the even one lies above
  ] as const;
  for (const [a, b, c, exact] of cases) {
    expect([a, b, c].map(Math.fround)).toEqual([a, b, c]);
    expect(Math.fround(a * b + c)).not.toBe(exact);
    expect(fusedMultiplyAdd(a, b, c)).toBe(exact);
    expect(fusedMultiplyAdd(-a, b, -c)).toBe(-exact);
  }
  expect(fusedMultiplyAdd(s, s, 1)).toBe(1); // truly halfway: to the even one
  expect(fusedMultiplyAdd(3, 2, 1)).toBe(7);
});

test('logarithm, sine and cosine are within a few units of the last place', () => {
  const pair = new Float32Array(2);
  for (let i = 1; i <= 4000; i++) {
    const x = Math.fround(i / 4000);
    expect(Math.abs(logFloat32(x) - Math.log(x))).toBeLessThan(2e-7 * (1 - Math.log(x)));
    const angle = Math.fround(2 * Math.PI * x);
    cosineAndSineFloat32(angle, pair);
    expect(Math.abs(pair[0]! - Math.cos(angle))).toBeLessThan(2e-7);
    expect(Math.abs(pair[1]! - Math.sin(angle))).toBeLessThan(2e-7);
  }
});
