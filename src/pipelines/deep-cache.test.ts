import { expect, test } from 'vitest';
import { float32 } from '../base/tensor-data.ts';
import { DeepCache } from './deep-cache.ts';

const deep = float32([1]);

/** Which of the looks at these timesteps reuse, for one row. */
function reused(every: number, timesteps: readonly number[]): boolean[] {
  const cache = new DeepCache(every);
  return timesteps.map((timestep) => {
    cache.begin(timestep);
    const known = cache.take('a');
    if (known === undefined) cache.keep('a', deep);
    return known !== undefined;
  });
}

test('every third look is whole, the ones between reuse it; with 1 all are whole', () => {
  expect(reused(3, [9, 8, 7, 6, 5])).toEqual([false, true, true, false, true]);
  expect(reused(1, [9, 8, 7])).toEqual([false, false, false]);
});

test('calls at one timestep are one look, and each has its own memory', () => {
  expect(reused(2, [9, 9, 8, 8, 8, 7])).toEqual([false, false, true, true, false, false]);
});

test('a row that was never kept runs whole', () => {
  const cache = new DeepCache(2);
  cache.begin(9);
  cache.keep('a', deep);
  cache.begin(8);
  expect([cache.take('a'), cache.take('b')]).toEqual([deep, undefined]);
});
