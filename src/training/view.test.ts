import { expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { copyView, drawView, viewPlaces, wholeView } from './view.ts';

test('views lie within the picture, and everywhere in it', () => {
  const random = createRandom(1);
  const views = Array.from({ length: 200 }, () => drawView(random, 5, 8));
  expect(new Set(views.map(({ top, left }) => `${top} ${left}`)).size).toBe(16);
  expect(views.every(({ top, left }) => top >= 0 && left >= 0 && top <= 3 && left <= 3)).toBe(true);
});

test('tokens keep the places that they have in the picture', () => {
  const { data, shape } = viewPlaces({ top: 1, left: 2, side: 2, of: 4 });
  expect(shape).toEqual([4, 16]);
  expect([0, 1, 2, 3].map((row) => [...data.subarray(16 * row, 16 * row + 16) as Float32Array].indexOf(1))).toEqual([6, 7, 10, 11]);
});

test('values are cut out, channel by channel; the whole view is all of them', () => {
  const values = Float32Array.from({ length: 32 }, (_, i) => i);
  const seen = new Float32Array(9);
  copyView(values, 4, { top: 0, left: 1, side: 1, of: 2 }, seen, 1);
  expect([...seen]).toEqual([0, 2, 3, 6, 7, 18, 19, 22, 23]);
  const all = new Float32Array(32);
  copyView(values, 4, wholeView(2), all, 0);
  expect(all).toEqual(values);
});
