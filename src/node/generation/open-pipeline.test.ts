import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { float32 } from '../../base/tensor-data.ts';
import { decodePng } from '../../images/png.ts';
import { saveWeightsFile } from '../weights-file.ts';
import { generate } from './generate.ts';
import { describeModel } from './open-pipeline.ts';

const golden = fileURLToPath(new URL('../../../test/golden/stable-diffusion/', import.meta.url));

describe('Stable Diffusion checkpoints by path', () => {
  test.each([
    ['sd1', { sampler: 'ddim', spacing: 'leading', guidance: 7.5 }, false],
    ['sd1-inpaint', { sampler: 'ddim' }, true],
    ['sdxl', { sampler: 'euler', guidance: 5 }, false],
    ['lcm', { sampler: 'lcm', steps: 4, guidance: 8.5 }, false],
  ])('%s is described by what its files say', async (family, defaults, inpainting) => {
    expect(await describeModel(`${golden}${family}`)).toMatchObject({ id: family, info: { sizeMultiple: 8, fixedSize: false, inpainting, defaults } });
  });

  test('draws, previews one pixel a latent, and carries its recipe; the same again is the same', async () => {
    const request = { prompt: 'a (red:1.3) fox', model: `${golden}sd1`, seed: 5, steps: 3, width: 32, height: 16, sampler: 'DPM++ 2M Karras' };
    const draw = async () => {
      const generation = generate(request);
      let previews = 0;
      for await (const step of generation) {
        const [preview] = await step.preview();
        expect(preview).toMatchObject({ width: 4, height: 2 });
        previews += 1;
      }
      expect(previews).toBe(3);
      const [picture] = await generation.pictures();
      expect(picture?.recipe).toMatchObject({ model: { id: 'sd1', hash: expect.stringMatching(/^[0-9a-f]{12}$/) }, seed: 5, steps: 3, width: 32, height: 16 });
      return decodePng(picture!.png);
    };
    const first = await draw();
    expect(first).toMatchObject({ width: 32, height: 16 });
    expect(await draw()).toEqual(first);
  });

  test('fast is told in the recipe and near the exact picture; own models have no fast form', async () => {
    const request = { prompt: 'a fox', model: `${golden}sd2`, seed: 5, steps: 2, width: 64, height: 32 };
    const [exact] = await generate(request).pictures();
    const [fast] = await generate({ ...request, precision: 'fast' }).pictures();
    expect(exact?.recipe.precision).toBeUndefined();
    expect(fast?.recipe.precision).toBe('fast');
    const difference = exact!.picture.data.reduce((sum, value, i) => sum + Math.abs(value - fast!.picture.data[i]!), 0) / exact!.picture.data.length;
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(10);
    await expect(generate({ prompt: 'a fox', precision: 'fast' }).pictures()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('no fast form') });
  });

  test('with little memory the picture is the same, and where that is too little it says how much is enough', async () => {
    const request = { prompt: 'a fox', model: `${golden}sdxl`, seed: 5, steps: 2, width: 64, height: 32 };
    const [whole] = await generate(request).pictures();
    const [low] = await generate({ ...request, memory: 'low' }).pictures();
    expect(low?.picture.data).toEqual(whole?.picture.data);
    await expect(generate({ ...request, memory: 0.0001 }).pictures()).rejects.toMatchObject({ code: 'model', message: expect.stringMatching(/--memory allows 0\.0 GB\. With --memory 0\.1 it fits/) });
  });

  test('an embedding is read where the prompt has its name, and only there; SDXL has its own optimal steps', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-embedding-'));
    const { hidden_size: width } = JSON.parse(await readFile(`${golden}sd1/text_encoder/config.json`, 'utf8')) as { hidden_size: number };
    await saveWeightsFile(join(folder, 'ink.safetensors'), { tensors: new Map([['emb_params', float32(Float32Array.from({ length: 2 * width }, (_, i) => Math.sin(i)), [2, width])]]), metadata: {} });
    const draw = async (prompt: string, embeddings: readonly string[]) => (await generate({ prompt, embeddings, model: `${golden}sd1`, seed: 5, steps: 2, width: 32, height: 16 }).pictures())[0]?.picture.data;
    expect(await draw('a fox, ink', [folder])).not.toEqual(await draw('a fox, ink', []));
    expect(await draw('a fox', [folder])).toEqual(await draw('a fox', []));
    await rm(folder, { recursive: true });
    await expect(generate({ prompt: 'ink', embeddings: [folder] }).pictures()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('no CLIP text encoder') });
    expect((await describeModel(`${golden}sdxl`)).info.alignedTo).toBe('sdxl');
    expect((await describeModel(`${golden}sd1`)).info.alignedTo).toBeUndefined();
  });

  test('a size that is no multiple of 8 is refused', async () => {
    await expect(generate({ prompt: '', model: `${golden}sd1`, width: 33, height: 16 }).pictures()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('multiples of 8') });
  });
});
