import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { loadModel } from '../../node/generation/model-files.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { LatentDiffusion } from '../latent-diffusion.ts';
import { resolveRequest } from '../resolve-request.ts';
import { sampleLatents } from '../sample-latents.ts';
import { type LensStep, lens } from './lens.ts';
import { noiseLadder } from './noise-ladder.ts';

/** Mean absolute difference of two pictures, 0..255. */
const difference = (a: { readonly data: Uint8Array }, b: { readonly data: Uint8Array }): number => a.data.reduce((sum, value, i) => sum + Math.abs(value - (b.data[i] as number)), 0) / a.data.length;

describe('the lens, on the shipped model', () => {
  let runtime: Runtime;
  let pipeline: LatentDiffusion;
  beforeAll(async () => {
    runtime = await createRuntime({ device: 'cpu' });
    pipeline = new LatentDiffusion(runtime, (await loadModel('first-light')).model);
  });
  afterAll(async () => {
    await pipeline.close();
    await runtime.close();
  });

  it.each(['euler', 'heun'])('watches a run with %s without changing it', async (sampler) => {
    const request = resolveRequest({ prompt: 'a red fox on the beach at night', seed: 7, steps: 6, sampler }, pipeline.info, 0);
    const steps: LensStep[] = [];
    const run = lens(pipeline, request);
    let next = await run.next();
    for (; !next.done; next = await run.next()) steps.push(next.value);
    const picture = next.value;

    const plain = sampleLatents(pipeline, { ...request, seeds: [7], size: request });
    let end = await plain.next();
    while (!end.done) end = await plain.next();
    const [expected] = await pipeline.decode(end.value, request);
    expect(picture.data).toEqual(expected?.data);

    expect(steps.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(steps[0]?.noise).toBeCloseTo(1, 2);
    // The guess comes nearer to the end, and with the words nearer than without them.
    const [first, last] = [steps[0] as LensStep, steps.at(-1) as LensStep];
    expect(difference(last.guided, picture)).toBeLessThan(difference(first.guided, picture));
    expect(difference(first.withWords, picture)).toBeLessThan(difference(first.withoutWords, picture));
    expect(last.latentChannels).toHaveLength(48);
    expect(last.words.map(({ word }) => word)).toEqual(['a', 'red', 'fox', 'on', 'the', 'beach', 'at', 'night']);
  });

  it('tells where words are looked at: shares of all words in a place add up to one', async () => {
    const latents = new Float32Array(48 * 16).fill(0.1);
    const maps = await pipeline.wordMaps({ prompt: 'a red fox on the left', latents, timestep: 500, width: 32, height: 32 });
    expect(maps).toHaveLength(6);
    for (let place = 0; place < 16; place++) {
      // Padding is hidden, so the words have it all.
      expect(maps.reduce((sum, { map }) => sum + (map[place] as number), 0)).toBeCloseTo(1, 4);
    }
    expect(new Set(maps[1]?.map).size).toBeGreaterThan(1);
  });

  it('leads any picture up the ladder of noise; the less noise, the nearer the guess', async () => {
    const [picture] = await pipeline.decode(await latentsOf(pipeline, 'a blue owl in the snow by day'), { width: 32, height: 32 });
    const rungs = [];
    for await (const rung of noiseLadder(pipeline, { picture: picture as never, prompt: 'a blue owl in the snow by day', seed: 3, rungs: 5 })) rungs.push(rung);
    expect(rungs.map(({ noise }) => Number(noise.toFixed(2)))).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    const errors = rungs.map(({ guess }) => difference(guess, picture as never));
    expect(errors[0]).toBeLessThan(errors[3] as number);
    expect(errors[0]).toBeLessThan(12);
  });
});

async function latentsOf(pipeline: LatentDiffusion, prompt: string): Promise<Float32Array> {
  const request = resolveRequest({ prompt, seed: 1 }, pipeline.info, 0);
  const run = sampleLatents(pipeline, { ...request, prompts: [prompt], seeds: [1], size: request });
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}
