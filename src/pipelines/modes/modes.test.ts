/** Every mode on the shipped first-light model: what each promises of the pixels. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { type Picture, blankPicture, createPicture, cropped } from '../../images/picture.ts';
import { pictureHash } from '../../images/picture-hash.ts';
import { readPngText } from '../../images/png.ts';
import { resized } from '../../images/resize.ts';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { recipeFromText } from '../../recipe/recipe-text.ts';
import { readWeights } from '../../weights/safetensors.ts';
import { createGeneration } from '../generate.ts';
import type { GenerateRequest, GeneratedPicture } from '../generation.ts';
import { LatentDiffusion } from '../latent-diffusion.ts';
import { modelFromWeights } from '../model.ts';
import { requestOf } from '../recipe-of.ts';

const STEPS = 6;
let runtime: Awaited<ReturnType<typeof createRuntime>>;
let pipeline: LatentDiffusion;
let fox: Picture;

beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu' });
  const file = new URL('../../../assets/models/first-light.safetensors', import.meta.url);
  pipeline = new LatentDiffusion(runtime, modelFromWeights(readWeights(await readFile(file)), 'first-light'), 'abc');
  fox = (await draw({ prompt: 'a red fox on the beach by day on the left', steps: 16 }))[0]!.picture;
});
afterAll(() => runtime.close());

const draw = (request: Partial<GenerateRequest>): Promise<readonly GeneratedPicture[]> =>
  createGeneration({ prompt: 'a red fox on the beach by day', seed: 7, steps: STEPS, ...request }, async () => ({ pipeline, device: runtime.report, software: 'test', close: async () => undefined }), 1).pictures();
const drawOne = async (request: Partial<GenerateRequest>): Promise<Picture> => (await draw(request))[0]!.picture;

/** White where the test holds. */
const maskPicture = (width: number, height: number, inside: (x: number, y: number) => boolean): Picture =>
  createPicture(width, height, Uint8Array.from({ length: 3 * width * height }, (_, i) => (inside(Math.floor(i / 3) % width, Math.floor(i / 3 / width)) ? 255 : 0)));
const meanDifference = (a: Picture, b: Picture): number => a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;
/** Between column x and the next. */
const gradient = ({ width, height, data }: Picture, x: number): number => {
  let sum = 0;
  for (let y = 0; y < height; y++) for (let c = 0; c < 3; c++) sum += Math.abs(data[(y * width + x) * 3 + c]! - data[(y * width + ((x + 1) % width)) * 3 + c]!);
  return sum / (3 * height);
};
const noisePicture = (width: number, height: number, channels: 3 | 4 = 3): Picture => {
  const random = createRandom(5);
  return createPicture(width, height, Uint8Array.from({ length: width * height * channels }, () => random.integer(256)), channels);
};

describe('image to image', () => {
  test('goes further from the picture the greater the strength, and takes that share of the steps', async () => {
    const far: number[] = [];
    for (const strength of [0.2, 0.5, 1]) far.push(meanDifference(fox, await drawOne({ prompt: 'a blue owl in the snow at night', init: fox, strength, steps: 16 })));
    expect(far[0]).toBeLessThan(far[1]!);
    expect(far[1]).toBeLessThan(far[2]!);
    const generation = createGeneration({ prompt: 'a fox', init: fox, strength: 0.5, steps: 8 }, async () => ({ pipeline, device: runtime.report, software: 'test', close: async () => undefined }), 1);
    const seen: number[] = [];
    for await (const { index, steps } of generation) seen.push(index, steps);
    expect(seen).toEqual([0, 4, 1, 4, 2, 4, 3, 4]);
  });

  test('strength 1 is the picture from words alone', async () => {
    expect((await drawOne({ init: fox, strength: 1 })).data).toEqual((await drawOne({})).data);
  });

  test.each(['crop', 'stretch', 'pad'] as const)('takes a picture of any shape and transparency: %s', async (fit) => {
    expect(await drawOne({ init: noisePicture(50, 21, 4), fit })).toMatchObject({ width: 32, height: 32, channels: 3 });
  });
});

describe('inpainting', () => {
  test.each([{}, { crop: true }, { crop: true, feather: 3, grow: 2, padding: 5 }, { fill: 'noise' as const }, { fill: 'nothing' as const, crop: false }, { fill: 'surroundings' as const, feather: 9 }])('leaves every pixel outside the mask as it is, bit for bit: %j', async (settings) => {
    const init = noisePicture(61, 47, 4);
    const inside = (x: number, y: number): boolean => (x - 30) ** 2 + (y - 20) ** 2 < 100;
    const made = await drawOne({ init, strength: 0.7, mask: { picture: maskPicture(61, 47, inside), ...settings } });
    expect(made).toMatchObject({ width: 61, height: 47, channels: 4 });
    const grow = settings.grow ?? 0;
    let changed = 0;
    for (let i = 0; i < 61 * 47; i++) {
      const same = [0, 1, 2, 3].every((channel) => made.data[4 * i + channel] === init.data[4 * i + channel]);
      const [x, y] = [i % 61, Math.floor(i / 61)];
      const near = [...Array(2 * grow + 1).keys()].some((dx) => [...Array(2 * grow + 1).keys()].some((dy) => (dx - grow) ** 2 + (dy - grow) ** 2 <= grow ** 2 && inside(x + dx - grow, y + dy - grow)));
      if (!near) expect(same).toBe(true);
      else if (!same) changed++;
    }
    expect(changed).toBeGreaterThan(200);
  });

  test('paints what the words say: the fox becomes an owl, the sky stays', async () => {
    const picture = maskPicture(32, 32, (x, y) => x >= 1 && x < 18 && y >= 8 && y < 26);
    const made = await drawOne({ prompt: 'a blue owl on the beach by day on the left', init: fox, steps: 16, mask: { picture } });
    const blue = (at: Picture): number => { let sum = 0; for (let y = 12; y < 20; y++) for (let x = 6; x < 12; x++) sum += at.data[(y * 32 + x) * 3 + 2]! - at.data[(y * 32 + x) * 3]!; return sum / 48; };
    expect(blue(fox)).toBeLessThan(-60);
    expect(blue(made)).toBeGreaterThan(60);
  });

  test('a grey mask mixes; an inverted mask paints the other part', async () => {
    const half = createPicture(32, 32, new Uint8Array(32 * 32 * 3).fill(64));
    const little = meanDifference(fox, await drawOne({ init: fox, prompt: 'a house in the forest at night', mask: { picture: half } }));
    const whole = meanDifference(fox, await drawOne({ init: fox, prompt: 'a house in the forest at night', mask: { picture: maskPicture(32, 32, () => true) } }));
    expect(little).toBeLessThan(whole / 2);
    const left = maskPicture(32, 32, (x) => x < 16);
    const made = await drawOne({ init: fox, mask: { picture: left, invert: true } });
    expect(cropped(made, 0, 0, 16, 32).data).toEqual(cropped(fox, 0, 0, 16, 32).data);
  });

  test('refuses a mask that is empty, of another size, or without a picture', async () => {
    await expect(drawOne({ init: fox, mask: { picture: blankPicture(32, 32, [0, 0, 0]) } })).rejects.toMatchObject({ code: 'data', message: expect.stringMatching(/empty/) });
    await expect(drawOne({ init: fox, mask: { picture: blankPicture(16, 32, [255, 255, 255]) } })).rejects.toMatchObject({ code: 'data', message: expect.stringMatching(/16×32 pixels, but the picture 32×32/) });
    await expect(drawOne({ mask: { picture: fox } })).rejects.toMatchObject({ code: 'usage' });
    await expect(drawOne({ init: fox, mask: { picture: fox, feather: -1 } })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('outpainting', () => {
  test.each([[{ left: 16 }, 48, 32], [{ right: 9, top: 7 }, 41, 39], [{ left: 4, top: 4, right: 4, bottom: 4 }, 40, 40]])('%j: the picture is bigger, and what was there is there, bit for bit', async (expand, width, height) => {
    const made = await drawOne({ init: fox, expand });
    expect(made).toMatchObject({ width, height });
    const { left = 0, top = 0 } = expand as { left?: number; top?: number };
    expect(cropped(made, left, top, 32, 32).data).toEqual(fox.data);
  });

  test('the seam is no stronger than what lies inside', async () => {
    const sources = await draw({ prompt: 'a red fox on the beach by day on the left', seed: 20, count: 4, steps: 16 });
    let [seam, inside] = [0, 0];
    for (const { picture } of sources) {
      for (const made of await draw({ prompt: 'a beach by day', init: picture, expand: { right: 16 }, seed: 1, count: 4, steps: 16 })) {
        seam += gradient(made.picture, 31) / 16;
        for (let x = 0; x < 47; x++) if (x !== 31) inside += gradient(made.picture, x) / (16 * 46);
      }
    }
    expect(seam).toBeLessThan(1.25 * inside);
  });
});

describe('variations', () => {
  test('strength leads from one seed to the other; each has its own second seed', async () => {
    const other = await drawOne({ seed: 9 });
    const far: number[] = [];
    for (const strength of [0.2, 0.5, 1]) far.push(meanDifference(other, await drawOne({ variation: { seed: 9, strength } })));
    expect(far[0]).toBeGreaterThan(far[2]!);
    expect(far[2]).toBe(0);
    const several = await draw({ variation: { seed: 9, strength: 0.3 }, count: 3 });
    expect(several.map(({ recipe }) => [recipe.seed, recipe.variation!.seed])).toEqual([[7, 9], [7, 10], [7, 11]]);
  });
});

describe('enlarging', () => {
  test('brought down again the picture is its source; no seam stands where windows meet', async () => {
    const made = await drawOne({ init: fox, upscale: { factor: 3 } });
    expect(made).toMatchObject({ width: 96, height: 96 });
    expect(meanDifference(resized(made, 32, 32), fox)).toBeLessThan(2);
    const smooth = resized(fox, 96, 96);
    // Windows of 32 pixels overlap by half: their edges lie at multiples of 16.
    const edges = [15, 31, 47, 63, 79].reduce((sum, x) => sum + gradient(made, x) / gradient(smooth, x), 0) / 5;
    const between = [8, 23, 39, 55, 71, 87].reduce((sum, x) => sum + gradient(made, x) / gradient(smooth, x), 0) / 6;
    expect(edges).toBeLessThan(1.3 * between);
  });

  test('follows on a picture from words, in the same run', async () => {
    const generation = createGeneration({ prompt: 'a red fox', seed: 7, steps: 6, upscale: { factor: 2, strength: 0.5 } }, async () => ({ pipeline, device: runtime.report, software: 'test', close: async () => undefined }), 1);
    const seen: number[] = [];
    for await (const step of generation) seen.push(step.index, (await step.preview())[0]!.width);
    expect(seen).toEqual([0, 32, 1, 32, 2, 32, 3, 32, 4, 32, 5, 32, 6, 64, 7, 64, 8, 64]);
    const [made] = await generation.pictures();
    expect(made!.picture).toMatchObject({ width: 64, height: 64 });
    expect(made!.recipe).toMatchObject({ width: 32, mode: 'text-to-image', upscale: { factor: 2, strength: 0.5, steps: 6 } });
  });
});

describe('tiling', () => {
  test.each(['x', 'y', 'both'] as const)('%s: the edges meet as neighbours inside do', async (tiling) => {
    let [wrap, inside] = [0, 0];
    for (const { picture } of await draw({ prompt: 'a mushroom in the snow', tiling, count: 4, steps: 12 })) {
      const turned = tiling === 'y' ? transposed(picture) : picture;
      wrap += gradient(turned, 31) / 4;
      // The codec's cells are 4 pixels wide: neighbours inside are those on two sides of a cell's edge, too.
      for (let x = 3; x < 31; x += 4) inside += gradient(turned, x) / (4 * 7);
    }
    expect(wrap).toBeLessThan(1.3 * inside);
  });
});

function transposed({ width, height, data }: Picture): Picture {
  return createPicture(height, width, Uint8Array.from(data, (_, i) => data[((Math.floor(i / 3) % height) * width + Math.floor(i / 3 / height)) * 3 + (i % 3)]!));
}

describe('prompts', () => {
  test('choices are made by the seed of each picture, and the recipe keeps both texts', async () => {
    const made = await draw({ prompt: 'a {red|blue|green|pink} {fox|owl}', count: 6, steps: 2, styles: ['night'] });
    const texts = made.map(({ recipe }) => recipe.resolvedPrompt!);
    expect(new Set(texts).size).toBeGreaterThan(2);
    for (const text of texts) expect(text).toMatch(/^a (red|blue|green|pink) (fox|owl), at night$/);
    expect(made[0]!.recipe).toMatchObject({ prompt: 'a {red|blue|green|pink} {fox|owl}', styles: ['night'] });
    const alone = await draw({ prompt: 'a {red|blue|green|pink} {fox|owl}', steps: 2, styles: ['night'], seed: 11 });
    expect(alone[0]!.recipe.resolvedPrompt).toBe(texts[4]);
  });

  test('so are those of the negative prompt, each picture with its own, alone as in company', async () => {
    const asked = { prompt: 'a fox', negativePrompt: '{red|blue|green|pink} __places__', wildcards: { places: ['beach', 'snow', 'forest'] }, steps: 2 };
    const made = await draw({ ...asked, count: 6 });
    const texts = made.map(({ recipe }) => recipe.resolvedNegativePrompt!);
    expect(new Set(texts).size).toBeGreaterThan(2);
    for (const text of texts) expect(text).toMatch(/^(red|blue|green|pink) (beach|snow|forest)$/);
    expect(made[4]!.recipe).toMatchObject({ negativePrompt: asked.negativePrompt, prompt: 'a fox' });
    expect(made[4]!.recipe).not.toHaveProperty('resolvedPrompt');
    const [plain] = await draw({ prompt: 'a fox', negativePrompt: texts[4]!, steps: 2, seed: made[4]!.recipe.seed });
    expect(meanDifference(made[4]!.picture, plain!.picture)).toBeLessThan(1);
    // Its recipe makes it again where the lists are not.
    const { negativePrompt, resolvedNegativePrompt, seed } = made[4]!.recipe;
    const [again] = await draw({ prompt: 'a fox', negativePrompt, resolvedNegativePrompt: resolvedNegativePrompt!, steps: 2, seed });
    expect(again!.picture).toEqual(plain!.picture);
    await expect(draw({ ...asked, wildcards: {} })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining("no list 'places'") });
  });

  test('a style that the model does not know is refused, with those it knows', async () => {
    await expect(draw({ styles: ['oil'] })).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/no style 'oil'. It has: day, night/) });
  });

  test('light presets steer the picture', async () => {
    const light = ({ data }: Picture): number => data.subarray(0, 32 * 3 * 8).reduce((a, b) => a + b, 0);
    const [day, night] = [await drawOne({ prompt: 'a fox in the forest', styles: ['day'], steps: 12 }), await drawOne({ prompt: 'a fox in the forest', styles: ['night'], steps: 12 })];
    expect(light(day)).toBeGreaterThan(2 * light(night));
  });
});

describe('recipes', () => {
  test('every mode comes back from its own PNG, bit for bit', async () => {
    const mask = maskPicture(32, 32, (x) => x < 16);
    const requests: Partial<GenerateRequest>[] = [
      { styles: ['night'], prompt: 'a {red|blue} fox' }, { init: fox, strength: 0.4, fit: 'pad' }, { init: fox, mask: { picture: mask, feather: 2, grow: 1, fill: 'noise' }, strength: 0.8 },
      { init: fox, expand: { top: 8 } }, { init: fox, upscale: { factor: 2 } }, { upscale: { factor: 2, steps: 3 } }, { variation: { seed: 3, strength: 0.2 }, tiling: 'x' }, { spacing: 'karras', sampler: 'dpm++-2m' },
    ];
    for (const request of requests) {
      const [made] = await draw(request);
      const recipe = recipeFromText(readPngText(made!.png))!;
      expect(recipe).toEqual(made!.recipe);
      const again = await drawFrom(requestOf(recipe, { init: request.init, mask: request.mask?.picture }));
      expect(again.picture).toEqual(made!.picture);
      expect(again.recipe).toEqual(recipe);
    }
  });

  test('name the edited picture by its pixels', async () => {
    const [made] = await draw({ init: fox, strength: 0.4 });
    expect(made!.recipe).toMatchObject({ mode: 'image-to-image', strength: 0.4, init: { hash: await pictureHash(fox), width: 32, height: 32 } });
  });
});

const drawFrom = async (request: GenerateRequest): Promise<GeneratedPicture> => (await draw(request))[0]!;
