/** Whole pipelines against diffusers: 20 guided steps from PyTorch's noise of one seed, for each family. */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TensorData } from '../../src/base/tensor-data.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { openCheckpoint } from '../../src/node/checkpoints/open-checkpoint.ts';
import { type AdapterFile, openStableDiffusion } from '../../src/node/checkpoints/open-stable-diffusion.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import type { Pipeline } from '../../src/pipelines/pipeline.ts';
import { type SampleRequest, sampleLatents } from '../../src/pipelines/sample-latents.ts';
import type { StableDiffusionPipeline } from '../../src/pipelines/stable-diffusion.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { readWeights } from '../../src/weights/safetensors.ts';

const folder = fileURLToPath(new URL('stable-diffusion/', import.meta.url));
const PROMPT = 'a red fox on the beach at night';
const NEGATIVE = 'blurry, low quality';
const size = { width: 64, height: 32 };
/** As issue 4 asks. */
const TOLERANCE = 1e-3;

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

type Goldens = ReadonlyMap<string, TensorData>;

const values = (goldens: Goldens, name: string): Float32Array => goldens.get(name)?.data as Float32Array;

async function open(family: string, adapters: readonly AdapterFile[] = []): Promise<{ pipeline: StableDiffusionPipeline; goldens: Goldens }> {
  const { tensors: goldens } = readWeights(await readFile(`${folder}${family}/goldens.safetensors`));
  const checkpoint = await openCheckpoint(`${folder}${family}`, {}) as StableDiffusionCheckpoint;
  return { pipeline: await openStableDiffusion(runtime, checkpoint, { adapters, size }), goldens };
}

/** As the command would: `--rng torch --seed 7`. */
async function run(pipeline: Pipeline, changes: Partial<SampleRequest> = {}): Promise<Float32Array> {
  const { sampler } = pipeline.info.defaults;
  const steps = sampleLatents(pipeline, { prompts: [PROMPT], negativePrompts: [NEGATIVE], seeds: [7], steps: 20, guidance: 7.5, guidanceInterval: [0, 1], sampler, rng: 'torch', size, ...changes });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

const relativeError = (actual: Float32Array, expected: Float32Array): number =>
  Math.sqrt(expected.reduce((sum, value, i) => sum + (value - (actual[i] as number)) ** 2, 0) / expected.reduce((sum, value) => sum + value ** 2, 0));

describe('final latents', () => {
  test.each(['sd1', 'sd2', 'sdxl'])('%s, and the picture within 1/255 on average', async (family) => {
    const { pipeline, goldens } = await open(family);
    const latents = await run(pipeline);
    expect(relativeError(latents, values(goldens, 'pipeline.latents'))).toBeLessThan(TOLERANCE);
    const [picture] = await pipeline.decode(latents, size);
    const expected = values(goldens, 'pipeline.picture');
    const area = size.width * size.height;
    const difference = expected.reduce((sum, value, i) => {
      const [channel, pixel] = [Math.floor(i / area), i % area];
      return sum + Math.abs(picture!.data[3 * pixel + channel]! - (Math.min(1, Math.max(-1, value)) + 1) * 127.5);
    }, 0) / expected.length;
    expect(difference).toBeLessThan(1);
    await pipeline.close();
  });

  test('an inpainting model is given mask and masked picture', async () => {
    const { pipeline, goldens } = await open('sd1-inpaint');
    const latents = await run(pipeline, { inpaint: { mask: values(goldens, 'pipeline.mask'), masked: values(goldens, 'pipeline.masked') } });
    expect(relativeError(latents, values(goldens, 'pipeline.latents'))).toBeLessThan(TOLERANCE);
    await pipeline.close();
  });

  test('the refiner goes on from a picture', async () => {
    const { pipeline, goldens } = await open('sdxl-refiner');
    const latents = await run(pipeline, { start: { clean: values(goldens, 'pipeline.start'), strength: 0.3 } });
    expect(relativeError(latents, values(goldens, 'pipeline.latents'))).toBeLessThan(TOLERANCE);
    await pipeline.close();
  });

  test('a consistency model is told the guidance', async () => {
    const { pipeline, goldens } = await open('lcm');
    const latents = await run(pipeline, { steps: 1 });
    expect(relativeError(latents, values(goldens, 'pipeline.latents'))).toBeLessThan(TOLERANCE);
    await pipeline.close();
  });
});

test('adapters named in the prompt are found beside the checkpoint, and their names are not drawn', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'darkroom-lora-'));
  await cp(`${folder}sd1`, join(copy, 'model'), { recursive: true });
  await cp(`${folder}lora`, join(copy, 'loras'), { recursive: true });
  const pipeline = await openStableDiffusion(runtime, await openCheckpoint(join(copy, 'model'), {}) as StableDiffusionCheckpoint, { size });
  const { tensors: adapted } = readWeights(await readFile(`${folder}lora/goldens.safetensors`));
  const named = `<lora:sd1-kohya:0.7>${PROMPT}<lora:sd1-peft:-0.4>`;
  expect(pipeline.read(named).length).toBe(pipeline.read(PROMPT).length);
  const latents = await run(pipeline, { prompts: [named] });
  expect(relativeError(latents, values(adapted, 'sd1.pipeline.latents'))).toBeLessThan(TOLERANCE);
  await expect(pipeline.condition({ ...size, prompts: ['<lora:nowhere:1>'], negativePrompts: [''], count: 1 })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('There is no adapter for <lora:nowhere>') });
  await expect(pipeline.condition({ ...size, prompts: ['<lora:../sd1:1>'], negativePrompts: [''], count: 1 })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('without folders') });
  await pipeline.close();
  await rm(copy, { recursive: true });
});

describe('final latents with adapters', () => {
  const applied = (file: string, strength: number): AdapterFile => ({ path: `${folder}lora/${file}`, denoiserStrength: strength, textStrength: strength });
  const cases = [
    ['sd1', 'two at once: kohya with convolutions, text encoder and alpha, and PEFT the other way round', [['sd1-kohya.safetensors', 0.7], ['sd1-peft.safetensors', -0.4]]],
    ['sdxl', 'one for the denoiser and both text encoders', [['sdxl-peft.safetensors', 0.8]]],
  ] as const;
  test.each(cases)('%s, %s', async (family, _, files) => {
    const { pipeline, goldens } = await open(family, files.map(([file, strength]) => applied(file, strength)));
    const { tensors: adapted } = readWeights(await readFile(`${folder}lora/goldens.safetensors`));
    expect(pipeline.notes).toEqual([]);
    const latents = await run(pipeline);
    expect(relativeError(latents, values(adapted, `${family}.pipeline.latents`))).toBeLessThan(TOLERANCE);
    expect(relativeError(latents, values(goldens, 'pipeline.latents'))).toBeGreaterThan(0.2);
    await pipeline.close();
  });
});
