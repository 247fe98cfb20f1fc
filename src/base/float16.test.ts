import { expect, test } from 'vitest';
import { float16Bits, float16Value, fromFloat16, toFloat16 } from './float16.ts';

const all = Uint16Array.from({ length: 65536 }, (_, half) => half);

test('every float16 that is a number goes to float32 and back unchanged', () => {
  const back = toFloat16(fromFloat16(all));
  const wrong = all.filter((half) => (half & 0x7fff) > 0x7c00 ? (back[half]! & 0x7e00) !== 0x7e00 : back[half] !== half);
  expect(wrong).toEqual(new Uint16Array());
});

test('known values', () => {
  expect([1, -2, 65504, 65519, 65520, 2 ** -24, 2 ** -25, -0, Infinity].map(float16Bits))
    .toEqual([0x3c00, 0xc000, 0x7bff, 0x7bff, 0x7c00, 1, 0, 0x8000, 0x7c00]);
  expect(float16Value(float16Bits(NaN))).toBeNaN();
  expect([0x3555, 0x0001, 0x03ff, 0xfc00].map(float16Value)).toEqual([0.333251953125, 2 ** -24, 1023 * 2 ** -24, -Infinity]);
});

test('between two neighbours the nearer wins, and the even one in the middle', () => {
  for (let half = 0; half < 0x7bff; half++) {
    const low = float16Value(half);
    const high = float16Value(half + 1);
    const middle = (low + high) / 2; // exact in float32: 12 bits
    const step = middle * 2 ** -22;
    const even = half % 2 === 0 ? half : half + 1;
    if (float16Bits(middle) !== even || float16Bits(middle - step) !== half || float16Bits(middle + step) !== half + 1
      || float16Bits(-middle) !== (even | 0x8000)) throw new Error(`wrong rounding beside ${half}`);
  }
});
