/** The lower part of the U-Net reused: the same where nothing changed, near where little did. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type TensorData, float32, sizeOf } from '../../src/base/tensor-data.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { openStableDiffusion } from '../../src/node/checkpoints/open-stable-diffusion.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { sampleLatents } from '../../src/pipelines/sample-latents.ts';
import { denoiserGraph, unadapted } from '../../src/pipelines/stable-diffusion-graphs.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { openTinyCheckpoint } from './tiny-checkpoint.ts';

let runtime: Runtime;
let checkpoint: StableDiffusionCheckpoint;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu' });
  checkpoint = await openTinyCheckpoint();
});
afterAll(() => runtime.close());

const noise = (stream: number, shape: readonly number[]): TensorData => float32(createRandom(1, stream).fillNormal(new Float32Array(sizeOf(shape))), shape);
const relativeError = (actual: Float32Array, expected: Float32Array): number =>
  Math.sqrt(expected.reduce((sum, value, i) => sum + (value - (actual[i] as number)) ** 2, 0) / expected.reduce((sum, value) => sum + value ** 2, 0));

test.each(['exact', 'fast'] as const)('given what it said itself, the first block alone gives the same prediction: %s', async (precision) => {
  const { config } = checkpoint.denoiser;
  const form = { height: 6, width: 8, tokens: 77, adapted: unadapted, precision, memory: 'sparing' } as const;
  const feeds = { latents: noise(1, [1, config.inputs, 6, 8]), timesteps: float32([500]), context: noise(2, [1, 77, config.context]) };
  const [whole, shallow] = [denoiserGraph(checkpoint, { ...form, givesDeep: true }), denoiserGraph(checkpoint, { ...form, shallow: true })];
  const { prediction, deep } = await (await runtime.load(whole.build(), { memory: whole.memory })).run(feeds);
  const again = await (await runtime.load(shallow.build(), { memory: shallow.memory })).run({ ...feeds, deep: deep as TensorData });
  expect(relativeError(again['prediction']?.data as Float32Array, prediction?.data as Float32Array)).toBeLessThan(1e-6);
  expect(shallow.heldBytes).toBeLessThan(whole.heldBytes / 2);
});

test('a run that reuses every other look ends near the whole one, and its recipe can say so', async () => {
  const run = async (cache?: number): Promise<Float32Array> => {
    const pipeline = await openStableDiffusion(runtime, checkpoint, { ...(cache !== undefined && { cache }), size: { width: 64, height: 32 } });
    expect(pipeline.info.cache).toBe(cache);
    const steps = sampleLatents(pipeline, { prompts: ['a red fox'], negativePrompts: ['blurry'], seeds: [7], steps: 20, guidance: 7.5, guidanceInterval: [0, 1], sampler: 'ddim', size: { width: 64, height: 32 } });
    for (;;) {
      const next = await steps.next();
      if (next.done) return next.value;
    }
  };
  const error = relativeError(await run(2), await run());
  console.log(`20 steps, every other one with the lower part of the one before: latents ${(100 * error).toFixed(2)} % off (random weights)`);
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(0.2);
});
