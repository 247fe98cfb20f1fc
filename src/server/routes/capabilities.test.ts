import { expect, test } from 'vitest';
import { startFixture } from '../../../test/service/fixture.ts';
import { createModelPool } from '../../node/generation/model-pool.ts';

test('a model of a drawn world says all its words, and that it takes no LoRAs', async () => {
  const fixture = await startFixture({ pool: await createModelPool({ models: ['first-light'], device: 'cpu' }) });
  const { models: [model] } = await fixture.client.capabilities();
  expect(model).toMatchObject({ id: 'first-light', fixed_size: true, negative_prompt: true });
  expect(model).not.toHaveProperty('loras');
  expect(model!.vocabulary!.map(({ kind, words }) => `${kind} ${words.length}`)).toEqual(['subject 8', 'tint 8', 'place 4', 'light 2', 'position 5']);
  await fixture.close();
});
