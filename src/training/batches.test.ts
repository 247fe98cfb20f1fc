import { describe, expect, test } from 'vitest';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { createBatches } from './batches.ts';
import { firstLight } from './recipes/first-light.ts';
import type { Latents } from './training-data.ts';
import type { TrainingTexts } from './training-pictures.ts';
import type { DenoiserPhase } from './training-recipe.ts';

const config: ModelConfig = { ...firstLight.model, format: 1, id: 'test', origin: '', picture: { width: 8, height: 8 }, codec: { kind: 'patch', patch: 8, channels: 1 }, text: { ...firstLight.model.text, tokenizer: { ...firstLight.model.text.tokenizer, words: ['a'] } } };
const texts: TrainingTexts = { count: 20, caption: () => ({ text: 'a', labels: [] }), factors: [], texts: [], summary: '' };
const recipe: DenoiserPhase = { ...(firstLight.phases['denoiser'] as DenoiserPhase), batch: 8, copies: 2 };

/** Latents that are their picture's number, and what was asked of them. */
function numbered(): { latents: Latents; asked: number[] } {
  const asked: number[] = [];
  return { asked, latents: { copy: (picture, target, offset) => { target[offset] = picture; }, upTo: async (count) => { asked.push(count); } } };
}

const picturesOf = async (batches: ReturnType<typeof createBatches>, step: number): Promise<number[]> => [...(await batches(step))['latents']!.data as Float32Array];

describe('batches', () => {
  test('of data that is all there go through every picture in turn', async () => {
    const batches = createBatches(texts, numbered().latents, config, recipe, { seed: 1, phase: 0 });
    const seen = [...await picturesOf(batches, 0), ...await picturesOf(batches, 1), ...(await picturesOf(batches, 2)).slice(0, 4)];
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('of growing data take what is there by then, and ask for it first', async () => {
    const { latents, asked } = numbered();
    const batches = createBatches(texts, latents, config, { ...recipe, growth: { first: 4, fresh: 3 } }, { seed: 1, phase: 0 });
    for (const [step, there] of [[0, 4], [2, 10], [9, 20]] as const) {
      const seen = await picturesOf(batches, step);
      expect(Math.max(...seen)).toBeLessThan(there);
      expect(asked.at(-1)).toBe(there);
    }
  });

  test('depend on seed, phase and step alone', async () => {
    const feeds = (seed: number, phase: number, step: number) => createBatches(texts, numbered().latents, config, recipe, { seed, phase })(step);
    expect(await feeds(1, 0, 5)).toEqual(await feeds(1, 0, 5));
    for (const other of [feeds(2, 0, 5), feeds(1, 1, 5), feeds(1, 0, 6)]) expect((await other)['noise']).not.toEqual((await feeds(1, 0, 5))['noise']);
  });
});
