import { describe, expect, test } from 'vitest';
import { createPicture } from '../../images/picture.ts';
import { storybook } from '../recipes/storybook.ts';
import type { CodecPhase } from '../training-recipe.ts';
import { createCodecBatches } from './codec-batches.ts';
import { type PictureSource, writeCrop } from './picture-source.ts';

/** Every pixel of picture n has the value n. */
function numbered(count: number, size: number, asked: number[] = []): PictureSource {
  return { count, size, picture: async (number) => { asked.push(number); return createPicture(size, size, new Uint8Array(3 * size * size).fill(number)); } };
}

describe('crops', () => {
  const picture = createPicture(3, 2, Uint8Array.from({ length: 18 }, (_, i) => i));

  test('are planes from -1 to 1, mirrored if asked', () => {
    const target = new Float32Array(12);
    writeCrop(picture, { left: 1, top: 0, side: 2, mirrored: false }, target, 0);
    expect([...target].map((x) => Math.round((x + 1) * 127.5))).toEqual([3, 6, 12, 15, 4, 7, 13, 16, 5, 8, 14, 17]);
    writeCrop(picture, { left: 1, top: 0, side: 2, mirrored: true }, target, 0);
    expect([...target].slice(0, 4).map((x) => Math.round((x + 1) * 127.5))).toEqual([6, 3, 15, 12]);
  });
});

test('the feeds of a step depend on seed and step alone', async () => {
  const recipe = { ...(storybook.phases['codec'] as CodecPhase), batch: 3, crop: 32, pool: 4, fresh: 1, losses: { absolute: 1, squared: 0, details: 0, resampled: 1, scale: 0 } };
  const codec = { kind: 'convolutional', channels: 2, encoder: { width: 1, blocks: 0 }, decoder: [{ width: 1, blocks: 0 }] } as const;
  const feeds = (seed: number) => createCodecBatches(numbered(40, 40), codec, recipe, { seed, phase: 0 });
  const [one, other] = [feeds(1), feeds(1)];
  await one(4);
  expect(await one(5)).toEqual(await other(5));
  expect(await one(5)).not.toEqual(await feeds(2)(5));
  expect(Object.fromEntries(Object.entries(await one(6)).map(([name, { shape }]) => [name, shape]))).toEqual({ pictures: [3, 3, 32, 32], noise: [3, 2, 2, 2], latent_window: [1, 2], picture_window: [16, 32] });
});
