import { describe, expect, test } from 'vitest';
import { fromInfotext, toInfotext } from './infotext.ts';
import { recipeFromText, recipeToText } from './recipe-text.ts';
import { type Recipe, parseRecipe, parseRecipeJson } from './recipe.ts';

const recipe: Recipe = {
  version: 2, mode: 'text-to-image', spacing: 'trailing', prompt: 'a fox, "quoted": Steps: 3\nsecond line', negativePrompt: 'blurry,\nSeed: 5', model: { id: 'first-light', hash: 'abc123' },
  seed: 2 ** 53 - 1, steps: 16, guidance: 2.5, guidanceInterval: [0.1, 0.9], sampler: 'euler-ancestral', width: 32, height: 48, software: 'darkroom 0.1.0, test', device: 'cpu',
};

describe('recipe', () => {
  test('comes back from a picture\'s texts in full', () => {
    expect(recipeFromText(recipeToText(recipe))).toEqual(recipe);
    expect(recipeFromText({})).toBeUndefined();
  });

  test('comes back from the common text but for what that cannot say', () => {
    const { device: _, ...said } = recipe;
    expect(fromInfotext(toInfotext(recipe))).toEqual({ ...said, guidanceInterval: [0, 1] });
  });

  test('reads what another program wrote', () => {
    const text = 'masterpiece, (cat:1.2)\nNegative prompt: bad\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42, Size: 512x768, Model hash: 6ce0161689, Model: v1-5, Lora hashes: "a: 1, b: 2", Version: v1.10.1';
    expect(fromInfotext(text)).toMatchObject({ prompt: 'masterpiece, (cat:1.2)', negativePrompt: 'bad', steps: 20, sampler: 'dpm++-2m', guidance: 7, seed: 42, width: 512, height: 768, model: { id: 'v1-5', hash: '6ce0161689' } });
  });

  test('spacing, source of noise and clip skip go to and fro as that program says them', () => {
    const said = { ...recipe, spacing: 'karras', rng: 'torch', eta: 0.5, clipSkip: 1 };
    expect(toInfotext(said)).toMatch(/Schedule type: Karras, .*Clip skip: 2, Eta: 0.5, RNG: CPU, /);
    expect(fromInfotext(toInfotext(said))).toMatchObject({ spacing: 'karras', rng: 'torch', eta: 0.5, clipSkip: 1 });
    expect(fromInfotext(toInfotext({ ...said, spacing: 'trailing', rng: 'nv' }))).toMatchObject({ spacing: 'trailing', rng: 'nv' });
    expect(fromInfotext('a\nSteps: 1, Sampler: Euler a, Schedule type: Automatic, CFG scale: 7, Seed: 42, Size: 8x8, RNG: GPU')).toMatchObject({ sampler: 'euler-ancestral', spacing: 'Automatic' });
  });

  test.each(['', 'a\n', ' led by a space', 'a\n\nb', 'a\r\nb', 'Steps: 1, Sampler: x', 'é"\\,:', '狐 🦊', '(cat:1.2), [dog], {x|y}'])('the common text keeps the prompt %j', (prompt) => {
    for (const negativePrompt of ['', 'n\nm', ' n']) expect(fromInfotext(toInfotext({ ...recipe, prompt, negativePrompt }))).toMatchObject({ prompt, negativePrompt });
  });

  test.each(['a, b', 'a "q"', 'C:\\models', ' x ', '"x"', 'a=b', 'two\nlines'])('the common text keeps the model name %j', (id) => {
    expect(fromInfotext(toInfotext({ ...recipe, model: { id } })).model).toEqual({ id });
  });

  test('the full recipe keeps what the common text cannot', () => {
    const odd = { ...recipe, prompt: 'a\nNegative prompt: b' };
    expect(fromInfotext(toInfotext(odd)).prompt).toBe('a');
    expect(recipeFromText(recipeToText(odd))).toEqual(odd);
  });

  test('hostile settings are read in one pass', () => {
    const long = 200_000;
    for (const junk of [' '.repeat(long), 'a'.repeat(long), ','.repeat(long), ':'.repeat(long), 'k:"\\",'.repeat(long / 6), '"'.repeat(long), 'k:"x" y,'.repeat(long / 8)]) {
      const began = performance.now();
      expect(() => fromInfotext(`a\nSteps: 1, ${junk}!`)).toThrow(/lacks Sampler/);
      expect(performance.now() - began).toBeLessThan(1000);
    }
  });

  test('says which field is wrong, and refuses newer versions', () => {
    expect(() => parseRecipe({ ...recipe, steps: 0 })).toThrow(/'steps'/);
    expect(() => parseRecipe({ ...recipe, guidanceInterval: [0.9, 0.1] })).toThrow(/'guidanceInterval': its first number/);
    expect(() => parseRecipe({ ...recipe, version: 3 })).toThrow(/version 3/);
    expect(() => parseRecipeJson('{')).toThrow(/not JSON/);
    expect(() => fromInfotext('just words')).toThrow(/lacks Steps/);
  });
});
