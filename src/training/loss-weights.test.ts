import { expect, test } from 'vitest';
import { lossWeights } from './loss-weights.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID } from './training-pictures.ts';

/** A thing fills the upper left quarter of picture 0; picture 1 is empty. */
const latents = { regions: (picture: number) => new Uint8Array(REGION_GRID ** 2).map((_, i) => (picture === 0 && i % REGION_GRID < 4 && i < 32 ? 1 : 0)) } as unknown as Latents;

test('places of things count more, and all together as much as before', () => {
  const { data, shape } = lossWeights(latents, [0, 1], [3, 16, 16], 3);
  expect(shape).toEqual([2, 1, 16, 16]);
  const values = data as Float32Array;
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 5);
  expect((values[0] as number) / (values[15] as number)).toBeCloseTo(3, 5);
  expect(values[7 * 16 + 7]).toBe(values[0]);
  expect(values[8 * 16 + 8]).toBe(values[15]);
  expect(values[256]).toBe(values[15]);
});

test('where nothing is known of regions, all places count alike', () => {
  expect([...lossWeights({ ...latents, regions: undefined } as unknown as Latents, [0], [1, 2, 2], 3).data]).toEqual([1, 1, 1, 1]);
});
