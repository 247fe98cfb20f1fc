/** Options, recipes and pictures to one request. */
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { blankPicture } from '../images/picture.ts';
import { pictureHash } from '../images/picture-hash.ts';
import { requestOf } from '../pipelines/recipe-of.ts';
import type { RecipeReading } from '../recipe/foreign/reading.ts';
import { type Recipe, parseRecipe } from '../recipe/recipe.ts';
import { type RequestOptions, declareRequest, readRequest } from './request-options.ts';

const picture = blankPicture(4, 2, [1, 2, 3]);
const optionsOf = (...words: string[]): RequestOptions => declareRequest(new Command().exitOverride().configureOutput({ writeErr: () => undefined })).parse(words, { from: 'user' }).opts();
const recipe = (more: Partial<Recipe> = {}): Recipe => parseRecipe({ version: 2, prompt: 'a {red|blue} fox', resolvedPrompt: 'a blue fox', model: { id: 'm', hash: 'h' }, seed: 7, steps: 9, guidance: 3, sampler: 'heun', spacing: 'karras', width: 8, height: 8, ...more });
const read = (words: string[], prompt?: string, reading: RecipeReading = { source: 'darkroom', recipe: recipe(), notes: [] }) =>
  readRequest(optionsOf(...words), prompt, { readRecipe: async () => reading, readPicture: async () => picture, readWildcards: async () => ({ colour: ['red'] }), requestOf, pictureHash });

describe('requests', () => {
  test('hold what was said and nothing else', async () => {
    expect(await read([], 'a fox')).toEqual({ request: { prompt: 'a fox' }, departures: [] });
    expect((await read(['--style', 'night, left', '--style', 'top', '--variation', '9:0.25', '--tiling', 'x', '--size', '8x16', '--upscale', '2', '--upscale-strength', '0.2', '--spacing', 'karras', '--wildcards', 'w'], 'a')).request)
      .toEqual({ prompt: 'a', styles: ['night', 'left', 'top'], variation: { seed: 9, strength: 0.25 }, tiling: 'x', width: 8, height: 16, upscale: { factor: 2, strength: 0.2 }, spacing: 'karras', wildcards: { colour: ['red'] } });
  });

  test('embeddings are files or folders, several of them', async () => {
    expect((await read(['--embedding', 'ink.safetensors', '--embedding', 'mine'], 'ink')).request).toMatchObject({ embeddings: ['ink.safetensors', 'mine'] });
  });

  test('memory is low, or gigabytes', async () => {
    expect((await read(['--memory', 'low'], 'a')).request).toMatchObject({ memory: 'low' });
    expect((await read(['--memory', '2.5GB'], 'a')).request).toMatchObject({ memory: 2.5 });
  });

  test('edits bring their pictures', async () => {
    expect((await read(['--init', 'a.png', '--mask', 'm.png', '--feather', '4', '--invert-mask', '--no-crop', '--strength', '0.7'], 'a')).request).toEqual({ prompt: 'a', init: picture, strength: 0.7, mask: { picture, feather: 4, invert: true, crop: false } });
    expect((await read(['--init', 'a.png', '--expand', 'left=8,top=2'], '')).request).toMatchObject({ prompt: '', expand: { left: 8, top: 2 } });
    expect((await read(['--init', 'a.png', '--expand', '16'], '')).request).toMatchObject({ expand: { left: 16, top: 16, right: 16, bottom: 16 } });
  });

  test.each([['--expand', 'up=3'], ['--expand', ''], ['--variation', '9'], ['--variation', '9:2'], ['--tiling', 'z'], ['--fit', 'wide'], ['--strength', '0'], ['--memory', 'much'], ['--memory', '-1'], ['--upscale', '99']])('%s %j is refused', (option, value) => {
    expect(() => optionsOf(option, value)).toThrow(/It must be/);
  });

  test('without words there is nothing to draw', async () => {
    await expect(readRequest(optionsOf(), undefined, {} as never)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('recipes', () => {
  test('are taken whole; options change them; choices are made anew when what they hang on changes', async () => {
    expect((await read(['--recipe', 'r'])).request).toEqual({ prompt: 'a {red|blue} fox', resolvedPrompt: 'a blue fox', negativePrompt: '', model: 'm', seed: 7, steps: 9, guidance: 3, guidanceInterval: [0, 1], sampler: 'heun', spacing: 'karras', width: 8, height: 8 });
    expect((await read(['--recipe', 'r', '--seed', '8'])).request).not.toHaveProperty('resolvedPrompt');
    expect((await read(['--recipe', 'r', '--sampler', 'euler'])).request).not.toHaveProperty('spacing');
    expect((await read(['--recipe', 'r'], 'an owl')).request).toMatchObject({ prompt: 'an owl', seed: 7 });
  });

  test('of edits ask for their pictures, and tell when it is another one', async () => {
    const edited = recipe({ mode: 'image-to-image', strength: 0.5, init: { hash: await pictureHash(picture), width: 4, height: 2 } });
    const other = recipe({ mode: 'image-to-image', strength: 0.5, init: { hash: 'a'.repeat(64), width: 4, height: 2 } });
    await expect(read(['--recipe', 'r'], undefined, { source: 'darkroom', recipe: edited, notes: [] })).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/4×2 pixels.*--init FILE/) });
    expect(await read(['--recipe', 'r', '--init', 'a.png'], undefined, { source: 'darkroom', recipe: edited, notes: [] })).toMatchObject({ request: { init: picture, strength: 0.5 }, departures: [] });
    expect((await read(['--recipe', 'r', '--init', 'a.png'], undefined, { source: 'darkroom', recipe: other, notes: [] })).departures).toEqual([expect.stringMatching(/--init is not the picture of this recipe/)]);
  });

  test("of other programs leave their model behind, and say so", async () => {
    const { request, departures } = await read(['--recipe', 'r'], undefined, { source: 'comfyui', recipe: { prompt: 'a cat', seed: 3, model: { id: 'dream' } }, notes: ['Two samplers.'] });
    expect(request).toEqual({ prompt: 'a cat', seed: 3 });
    expect(departures).toEqual(['Two samplers.', expect.stringMatching(/made by 'dream'/)]);
  });
});
