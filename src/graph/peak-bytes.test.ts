import { expect, test } from 'vitest';
import { zeros } from '../nn/initializers.ts';
import { add, attention, gelu, input, matmul, mul, parameter, reshape, silu } from './ops/index.ts';
import { peakBytes } from './peak-bytes.ts';

const x = input('x', [10, 10]); // 400 bytes

test('a chain holds what it reads and what it makes', () => {
  expect(peakBytes([gelu(gelu(gelu(x)))])).toBe(800);
});

test('what is used again later stays alive; sums are written over an operand that nobody else wants', () => {
  expect(peakBytes([add(x, gelu(gelu(x)))])).toBe(1200);
  expect(peakBytes([add(gelu(x), 1)])).toBe(800);
});

test('a view costs nothing and keeps what it looks at', () => {
  const seen = reshape(gelu(x), [100]);
  expect(peakBytes([gelu(seen)])).toBe(800);
  expect(peakBytes([add(reshape(gelu(gelu(seen)), [10, 10]), reshape(seen, [10, 10]))])).toBe(1200);
});

test('weights and what follows from them do not count', () => {
  expect(peakBytes([matmul(silu(x), mul(parameter('w', [10, 50], zeros), 2))])).toBe(400 + 2000);
});

test('attention copies its operands, and holds the scores of as many queries as it takes at once', () => {
  const q = input('q', [1, 1000, 8]);
  expect(peakBytes([attention(q, q, q, { heads: 2 })])).toBe(32_000 * (1 + 1 + 4) + 4 * 2 * 1000 * 1000);
  const many = input('q', [1, 16_384, 320]);
  expect(peakBytes([attention(many, many, many, { heads: 8 })])).toBeLessThan(6 * 21e6 + 64e6);
});
