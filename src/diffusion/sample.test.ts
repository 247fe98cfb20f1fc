import { expect, test } from 'vitest';
import type { Denoise } from './denoise.ts';
import { startNoise, stepNoise } from './noise.ts';
import { finalLatents, sample, startScale } from './sample.ts';
import type { SampleOptions } from './sample.ts';
import { samplerNames } from './samplers/index.ts';
import { createSchedule } from './schedules.ts';
import { spaceLevels } from './spacing.ts';

const half: Denoise = async (latents) => latents.map((value) => value / 2);
const options = (change: Partial<SampleOptions> = {}): SampleOptions => ({
  denoise: half, latents: startNoise([1], 8), levels: spaceLevels(createSchedule({ name: 'flow' }), 5),
  schedule: createSchedule({ name: 'flow' }), sampler: 'euler', noise: stepNoise([1], 8), ...change,
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

test('levels that do not fall are refused', async () => {
  const level = { timestep: 500, alpha: 0.5, sigma: 0.5 };
  await expect(sample(options({ levels: [level, level] })).next()).rejects.toThrow(/must fall/);
  await expect(sample(options({ levels: [level] })).next()).rejects.toThrow(/at least one step/);
});

test('the draws of a step are independent, and each is asked for once', async () => {
  const asked: [number, number][] = [];
  const noise = (step: number, draw: number): Float32Array => { asked.push([step, draw]); return stepNoise([1], 8)(step, draw); };
  await finalLatents(sample(options({ sampler: 'dpm++-sde', levels: spaceLevels(createSchedule({ name: 'flow' }), 4, 'linspace'), noise })));
  expect(asked).toEqual([[0, 0], [1, 0], [1, 1], [2, 0], [2, 1]]); // from pure noise one draw, to clean none
  expect(stepNoise([1], 8)(1, 0)).not.toEqual(stepNoise([1], 8)(1, 1));
});

test('settings that a sampler does not know, or that are out of range, are refused', async () => {
  await expect(sample(options({ samplerOptions: { eta: 0.5 } })).next()).rejects.toThrow(/Euler has no setting eta/);
  await expect(sample(options({ sampler: 'ddim', samplerOptions: { eta: 2 } })).next()).rejects.toThrow(/eta must be a number from 0 to 1, not 2/);
  await expect(sample(options({ sampler: 'lms', samplerOptions: { order: 1.5 } })).next()).rejects.toThrow(/order must be a whole number/);
});

test('eta turns ancestral samplers into their deterministic relatives', async () => {
  const levels = spaceLevels(createSchedule({ name: 'flow' }), 6);
  const noise = (): Float32Array => { throw new Error('asked for noise'); };
  const euler = await finalLatents(sample(options({ levels })));
  for (const sampler of ['euler-ancestral', 'ddim']) {
    const found = await finalLatents(sample(options({ levels, sampler, samplerOptions: { eta: 0 }, noise })));
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(euler[i]!, 5);
  }
});

test('start noise has the level\'s sigma or the spread of all latents, as diffusers\' samplers have it', () => {
  const level = createSchedule({ name: 'scaled-linear' }).atMoment(1);
  expect(startScale('euler', level)).toBe(level.sigma);
  expect(startScale('euler', level, 'leading')).toBeCloseTo(1, 12);
  expect(startScale('DPM++ 2M', level)).toBeCloseTo(1, 12);
  expect(startScale('ddim', createSchedule({ name: 'flow' }).atMoment(1))).toBe(1);
});
