import { expect, test } from 'vitest';
import type { Denoise } from './denoise.ts';
import { startNoise, stepNoise } from './noise.ts';
import { finalLatents, sample } from './sample.ts';
import type { SampleOptions } from './sample.ts';
import { samplerNamed, samplerNames } from './samplers/index.ts';
import { createSchedule } from './schedules.ts';
import { spaceLevels } from './spacing.ts';

const half: Denoise = async (latents) => latents.map((value) => value / 2);
const options = (change: Partial<SampleOptions> = {}): SampleOptions => ({
  denoise: half, latents: startNoise([1], 8), levels: spaceLevels(createSchedule({ name: 'flow' }), 5),
  sampler: 'euler', noise: stepNoise([1], 8), ...change,
});

test('each step tells its index, noise level and guess, and the last latents are returned', async () => {
  const run = sample(options());
  const seen: number[] = [];
  let last: Float32Array | undefined;
  for (;;) {
    const next = await run.next();
    if (next.done) {
      expect(next.value).toBe(last);
      break;
    }
    seen.push(next.value.sigma);
    expect(next.value).toMatchObject({ index: seen.length - 1, steps: 5, timestep: 1000 * next.value.sigma });
    expect(next.value.denoised).toHaveLength(8);
    last = next.value.latents;
  }
  expect(seen.map((sigma) => sigma.toFixed(1))).toEqual(['1.0', '0.8', '0.6', '0.4', '0.2']);
});

test('every sampler ends on its last estimate, and equal seeds give equal latents', async () => {
  for (const sampler of samplerNames) {
    const once = await finalLatents(sample(options({ sampler })));
    expect(once.every(Number.isFinite)).toBe(true);
    expect(await finalLatents(sample(options({ sampler })))).toEqual(once);
  }
});

test('a picture comes out the same alone and in a batch', async () => {
  for (const sampler of samplerNames) {
    const alone = await finalLatents(sample(options({ sampler, latents: startNoise([7], 8), noise: stepNoise([7], 8) })));
    const batch = await finalLatents(sample(options({ sampler, latents: startNoise([3, 7], 8), noise: stepNoise([3, 7], 8) })));
    expect(batch.slice(8)).toEqual(alone);
  }
});

test('the signal stops a run between and within steps', async () => {
  const controller = new AbortController();
  const run = sample(options({ signal: controller.signal }));
  await run.next();
  controller.abort();
  await expect(run.next()).rejects.toMatchObject({ code: 'cancelled' });
});

test('leaving the loop stops the run: no more evaluations', async () => {
  let calls = 0;
  for await (const step of sample(options({ denoise: async (latents) => { calls++; return latents; } }))) if (step.index === 1) break;
  expect(calls).toBe(2);
});

test('a NaN is refused where it first appears, naming the step and the tensor, for both evaluations of Heun', async () => {
  let calls = 0;
  const spoilt: Denoise = async (latents) => { calls++; return calls === 4 ? latents.map((value, i) => i === 3 ? NaN : value) : latents; };
  await expect(finalLatents(sample(options({ denoise: spoilt, sampler: 'heun' })))).rejects.toMatchObject({
    code: 'not-finite', message: expect.stringMatching(/Step 2 of 5: the denoised latents hold NaN at element 3/) as string,
  });
});

test('sampler names are understood as other programs write them', () => {
  const names = { 'Euler': 'euler', 'Euler a': 'euler-ancestral', 'k_euler': 'euler', 'k_euler_ancestral': 'euler-ancestral', 'euler_a': 'euler-ancestral',
    'DPM++ 2M': 'dpm++-2m', 'dpmpp_2m': 'dpm++-2m', 'k_dpmpp_2m': 'dpm++-2m', 'DPM++_2M': 'dpm++-2m', 'DDIM': 'ddim', 'ddpm': 'ddpm', ' Heun ': 'heun', 'sample_euler': 'euler' };
  for (const [said, meant] of Object.entries(names)) expect(samplerNamed(said)).toBe(meant);
  expect(() => samplerNamed('eular')).toThrow(/Unknown sampler "eular". Choose one of: euler, euler-ancestral, heun/);
  expect(() => samplerNamed('constructor')).toThrow(/Unknown/);
});

test('levels that do not fall are refused', async () => {
  const level = { timestep: 500, alpha: 0.5, sigma: 0.5 };
  await expect(sample(options({ levels: [level, level] })).next()).rejects.toThrow(/must fall/);
  await expect(sample(options({ levels: [level] })).next()).rejects.toThrow(/at least one step/);
});
