/** Generation with a tiny model of random weights: what it promises holds whatever the model has learned. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { float32, sizeOf } from '../base/tensor-data.ts';
import { createRandom } from '../base/random.ts';
import { decodePng, readPngText } from '../images/png.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import { recipeFromText } from '../recipe/recipe-text.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { encodeSafetensors, readWeights } from '../weights/safetensors.ts';
import { createGeneration } from './generate.ts';
import type { GenerateRequest } from './generation.ts';
import { LatentDiffusion } from './latent-diffusion.ts';
import { type Model, modelFromWeights, modelParameters, modelToWeights } from './model.ts';
import type { ModelConfig } from './model-config.ts';

const config: ModelConfig = {
  format: 1, id: 'tiny', description: 'a test', picture: { width: 8, height: 12 }, codec: { kind: 'patch', patch: 4, channels: 6 },
  text: { kind: 'words', tokenizer: { words: ['a', 'red', 'fox'], maximumWords: 4, buckets: 16, gramsPerWord: 3 }, width: 8, layers: 1, heads: 2, summaries: 2 },
  denoiser: { kind: 'diffusion-transformer', width: 16, layers: 2, heads: 2, hidden: 24 }, schedule: { name: 'flow', shift: 1 }, prediction: 'x0',
  defaults: { steps: 4, guidance: 2, guidanceInterval: [0, 1], sampler: 'euler' }, licence: 'Apache-2.0', origin: 'random numbers',
};

const tensors = new Map([...modelParameters(config)].map(([name, { shape }], i) => [name, float32(createRandom(5, i).fillNormal(new Float32Array(sizeOf(shape))).map((x) => 0.3 * x), shape)]));
const model: Model = { config, tensors };

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const start = (request: Partial<GenerateRequest> = {}, signal?: AbortSignal, used: Model = model) =>
  createGeneration({ prompt: 'a red fox', seed: 3, ...request }, async () => ({ pipeline: new LatentDiffusion(runtime, used, 'abc'), device: runtime.report, software: 'test', close: async () => undefined }), 11, signal ? { signal } : {});

describe('generation', () => {
  test('every step tells where it is and can be looked at; the pictures carry their recipes', async () => {
    const generation = start({ count: 2 });
    const seen: number[] = [];
    for await (const step of generation) {
      expect(step).toMatchObject({ index: seen.length, steps: 4 });
      expect(await step.preview()).toHaveLength(2);
      seen.push(step.noiseLevel);
    }
    expect(seen).toEqual([1, 0.75, 0.5, 0.25]);
    const pictures = await generation.pictures();
    expect(pictures.map(({ recipe }) => recipe.seed)).toEqual([3, 4]);
    for (const { png, picture, recipe } of pictures) {
      expect(decodePng(png)).toEqual(picture);
      expect(picture).toMatchObject({ width: 8, height: 12 });
      expect(recipeFromText(readPngText(png))).toEqual(recipe);
    }
    expect(generation.warnings).toEqual([]);
    expect(generation.device?.device).toBe('cpu');
  });

  test('noise of other programs gives another picture, is told in the recipe, and company changes nothing either', async () => {
    const own = await start().pictures();
    for (const rng of ['torch', 'nv']) {
      const [alone] = await start({ rng, sampler: 'euler-ancestral' }).pictures();
      const [, same] = await start({ rng, sampler: 'euler-ancestral', seed: 2, count: 2 }).pictures();
      expect(same!.picture).toEqual(alone!.picture);
      expect(alone!.picture.data).not.toEqual(own[0]!.picture.data);
      expect(alone!.recipe.rng).toBe(rng);
    }
    expect(own[0]!.recipe.rng).toBeUndefined();
    await expect(start({ eta: 0.5 }).pictures()).rejects.toThrow(/Euler has no setting eta/);
    await expect(start({ rng: 'dice' }).pictures()).rejects.toThrow(/source of noise "dice"/);
  });

  test('a prompt may change over the run', async () => {
    const draw = async (prompt: string) => (await start({ prompt }).pictures())[0]!.picture.data;
    const [red, fox, changed] = [await draw('red'), await draw('fox'), await draw('[red:fox:2]')];
    expect(changed).not.toEqual(red);
    expect(changed).not.toEqual(fox);
    expect(await draw('[red:fox:9]')).toEqual(red);
  });

  test.each(['euler', 'euler-ancestral', 'heun', 'dpm++-2m', 'ddim', 'ddpm'])('%s: the same request gives the same bytes, another seed others, and company changes nothing', async (sampler) => {
    const draw = async (request: Partial<GenerateRequest>) => (await start({ sampler, ...request }).pictures()).map(({ picture }) => picture.data);
    const [first] = await draw({});
    expect((await draw({}))[0]).toEqual(first);
    const [before, same] = await draw({ seed: 2, count: 2 });
    expect(same).toEqual(first);
    expect(before).not.toEqual(first);
  });

  test('the prompt, the negative prompt and guidance matter', async () => {
    const draw = async (request: Partial<GenerateRequest>) => (await start(request).pictures())[0]!.picture.data;
    const plain = await draw({});
    for (const change of [{ prompt: 'fox' }, { negativePrompt: 'red' }, { guidance: 5 }]) expect(await draw(change)).not.toEqual(plain);
    expect(await draw({ guidance: 1, negativePrompt: 'red' })).toEqual(await draw({ guidance: 1 }));
  });

  test('the interval of guidance is obeyed and kept in the recipe', async () => {
    const [inside] = await start({ guidanceInterval: [0, 0.4] }).pictures();
    expect(inside!.recipe.guidanceInterval).toEqual([0, 0.4]);
    expect(inside!.picture.data).not.toEqual((await start().pictures())[0]!.picture.data);
    await expect(start({ guidanceInterval: [0.9, 0.1] }).pictures()).rejects.toMatchObject({ code: 'usage' });
  });

  test('what the reader should know is said: unknown words, words cut off', async () => {
    const generation = start({ prompt: 'a red giraffe on a very long road' });
    await generation.pictures();
    expect(generation.warnings).toEqual([expect.stringMatching(/world: giraffe, on, very, long, road/), expect.stringMatching(/reads 4 words; the last 4/)]);
  });

  test('stops when asked, between steps', async () => {
    const controller = new AbortController();
    const run = (async () => { for await (const { index } of start({ steps: 50 }, controller.signal)) if (index === 2) controller.abort(); })();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('leaving the steps early gives no pictures, and says so', async () => {
    const generation = start();
    for await (const _ of generation) break;
    await expect(generation.pictures()).rejects.toMatchObject({ code: 'usage' });
  });

  test('NaN in the weights stops it, with the step and the tensor', async () => {
    const broken = new Map(tensors);
    broken.set('denoiser.output.bias', float32(new Float32Array(6).fill(NaN)));
    await expect(start({}, undefined, { config, tensors: broken }).pictures()).rejects.toMatchObject({ code: 'not-finite', message: expect.stringMatching(/Step 1 of 4: the denoised latents/) });
  });

  test.each([[{ seed: -1 }, /seed/], [{ seed: 0.5 }, /seed/], [{ steps: 0 }, /steps/], [{ guidance: NaN }, /Guidance/], [{ count: 65 }, /pictures/], [{ width: 16 }, /draws 8×12 pixels, not 16×12/], [{ sampler: 'magic' }, /Unknown sampler/]])('%j is refused', async (request, message) => {
    await expect(start(request).pictures()).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
  });
});

describe('models as files', () => {
  test('come back in half precision', () => {
    const back = modelFromWeights(readWeights(encodeSafetensors(modelToWeights(model))), 'file');
    expect(back.config).toEqual(config);
    expect([...back.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
  });

  test('are refused with the name of what is wrong', () => {
    const { metadata, tensors: half } = modelToWeights(model);
    const without = new Map([...half].filter(([name]) => name !== 'denoiser.output.bias'));
    expect(() => modelFromWeights({ tensors: without, metadata }, 'file')).toThrow(/file: the tensor 'denoiser.output.bias' is missing/);
    expect(() => modelFromWeights({ tensors: half, metadata: {} }, 'file')).toThrow(/not a Darkroom model/);
    const misshapen = new Map(half).set('denoiser.output.bias', float32([1]));
    expect(() => modelFromWeights({ tensors: misshapen, metadata }, 'file')).toThrow(/'denoiser.output.bias' is \[1\], but the model's description needs \[6\]/);
    const newer = { ...metadata, 'darkroom.model': metadata['darkroom.model']!.replace('"format":1', '"format":2') };
    expect(() => modelFromWeights({ tensors: half, metadata: newer }, 'file')).toThrow(/newer version/);
  });
});
