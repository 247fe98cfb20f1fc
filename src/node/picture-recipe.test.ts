/** Recipes in JPEG and WebP files, as other programs put them there. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../images/png.ts';
import { readExifTexts } from '../images/exif.ts';
import { blankPicture } from '../images/picture.ts';
import { recipeToText } from '../recipe/recipe-text.ts';
import { parseRecipe } from '../recipe/recipe.ts';
import { readPictureRecipe } from './picture-recipe.ts';

const infotext = 'a red fox, 狐 🦊\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768, Model: v1-5';
const expected = { source: 'a1111', recipe: { prompt: 'a red fox, 狐 🦊', negativePrompt: 'blurry', steps: 20, seed: 42, sampler: 'euler-ancestral', width: 512, height: 768 } };

/** An EXIF block whose comment is written as `encode` says. */
function exifWith(comment: Buffer, little: boolean): Buffer {
  const word = (value: number): Buffer => { const out = Buffer.alloc(2); if (little) out.writeUInt16LE(value); else out.writeUInt16BE(value); return out; };
  const long = (value: number): Buffer => { const out = Buffer.alloc(4); if (little) out.writeUInt32LE(value); else out.writeUInt32BE(value); return out; };
  const head = Buffer.concat([Buffer.from(little ? 'II' : 'MM'), word(42), long(8)]);
  const first = Buffer.concat([word(1), word(0x8769), word(4), long(1), long(26), long(0)]);
  const second = Buffer.concat([word(1), word(0x9286), word(7), long(comment.length), long(44), long(0)]);
  return Buffer.concat([head, first, second, comment]);
}

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('comments', () => {
  test.each([
    ['UTF-16, high byte first, in a high-first block', exifWith(Buffer.concat([Buffer.from('UNICODE\0'), swapped(infotext)]), false)], ['UTF-16, high byte first, in a low-first block', exifWith(Buffer.concat([Buffer.from('UNICODE\0'), swapped(infotext)]), true)],
    ['UTF-16, low byte first', exifWith(Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(infotext, 'utf16le')]), true)], ['UTF-8 that says ASCII', exifWith(Buffer.concat([Buffer.from('ASCII\0\0\0'), Buffer.from(infotext)]), true)],
    ['UTF-8 that says nothing', exifWith(Buffer.concat([Buffer.alloc(8), Buffer.from(infotext)]), false)],
  ])('%s', (_, block) => {
    expect(readExifTexts(block)['UserComment']).toBe(infotext);
    expect(readExifTexts(Buffer.concat([Buffer.from('Exif\0\0'), block]))['UserComment']).toBe(infotext);
    for (let cut = 0; cut < block.length; cut += 7) readExifTexts(block.subarray(0, cut));
  });
});

describe('files', () => {
  const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

  test.each(['jpeg', 'webp'] as const)('%s: the comment is an infotext', async (format) => {
    const bytes = await picture().withExif({ IFD2: { UserComment: infotext.replace(/[^\x20-\x7e\n]/g, '') } })[format]().toBuffer();
    expect(await readPictureRecipe(bytes)).toMatchObject({ source: 'a1111', recipe: { ...expected.recipe, prompt: 'a red fox,  ' } });
  });

  test("ComfyUI's WebP: the graph where a camera puts its name", async () => {
    const graph = { 1: { class_type: 'KSampler', inputs: { seed: 3, steps: 4, cfg: 5, sampler_name: 'euler', scheduler: 'normal', positive: ['2', 0] } }, 2: { class_type: 'CLIPTextEncode', inputs: { text: 'a bottle' } } };
    const bytes = await picture().withExif({ IFD0: { Model: `prompt:${JSON.stringify(graph)}`, Make: 'workflow:{}' } }).webp().toBuffer();
    expect(await readPictureRecipe(bytes)).toMatchObject({ source: 'comfyui', recipe: { prompt: 'a bottle', seed: 3 } });
  });

  test('our own PNG and JSON in full; nothing where nothing is', async () => {
    const recipe = parseRecipe({ version: 2, prompt: 'a', model: { id: 'm' }, seed: 1, steps: 2, guidance: 2, sampler: 'euler', width: 6, height: 4 });
    expect(await readPictureRecipe(encodePng(blankPicture(6, 4, [1, 2, 3]), recipeToText(recipe)))).toEqual({ source: 'darkroom', recipe, notes: [] });
    expect(await readPictureRecipe(new TextEncoder().encode(JSON.stringify(recipe)))).toMatchObject({ source: 'darkroom', recipe });
    expect(await readPictureRecipe(await picture().jpeg().toBuffer())).toBeUndefined();
    await expect(readPictureRecipe(Buffer.from('hello'))).rejects.toMatchObject({ code: 'data' });
  });
});
