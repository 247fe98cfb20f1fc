/** The samplers that add noise: they must end with the spread of the data, and every step must keep the forward law. */

import { expect, test } from 'vitest';
import { normalNoise } from '../../src/base/random.ts';
import type { Denoise } from '../../src/diffusion/denoise.ts';
import { stepNoise } from '../../src/diffusion/noise.ts';
import { sample } from '../../src/diffusion/sample.ts';
import { createSchedule, scheduleNames } from '../../src/diffusion/schedules.ts';
import { spaceLevels } from '../../src/diffusion/spacing.ts';

const mean = 0.5;
const spread = 0.7;
/** The exact estimate for data N(0.5, 0.7²). */
const gaussian: Denoise = async (latents, { alpha, sigma }) => {
  const gain = alpha * spread ** 2 / (alpha ** 2 * spread ** 2 + sigma ** 2);
  return latents.map((x) => mean + gain * (x - alpha * mean));
};

function statistics(values: Float32Array): { mean: number; deviation: number } {
  const average = values.reduce((a, b) => a + b) / values.length;
  return { mean: average, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length) };
}

const count = 10_000;

const ancestral = ['ddpm', 'euler-ancestral', 'dpm2-ancestral', 'dpm++-2s-ancestral', 'dpm++-sde', 'dpm++-2m-sde', 'dpm++-2m-sde-heun', 'dpm++-3m-sde'];
const noises = new Map<string, Float32Array>();
const noise = (step: number, draw: number): Float32Array => {
  const key = `${step} ${draw}`;
  const known = noises.get(key) ?? stepNoise([1], count)(step, draw);
  noises.set(key, known);
  return known;
};

// 300 steps: replacing the clean latents by their mean costs spread in proportion to the length of a step (3 % at 100 steps).
test.each(ancestral)('%s keeps the forward distribution at every level, and ends with the data', async (sampler) => {
  // The other rules are of the same two lines as these three schedules.
  for (const name of sampler === 'ddpm' ? scheduleNames : ['scaled-linear', 'zero-terminal-snr', 'flow'] as const) {
    const schedule = createSchedule({ name });
    const levels = spaceLevels(schedule, 300);
    const first = levels[0]!;
    const latents = normalNoise(1, 0, count).map((value) => first.alpha * mean + Math.hypot(first.sigma, first.alpha * spread) * value);
    for await (const step of sample({ denoise: gaussian, latents, levels, schedule, sampler, noise })) {
      const found = statistics(step.latents);
      expect(Math.abs(found.mean - step.to.alpha * mean), `${name} ${step.index}`).toBeLessThan(0.03);
      expect(Math.abs(found.deviation / Math.hypot(step.to.sigma, step.to.alpha * spread) - 1), `${name} ${step.index}`).toBeLessThan(0.03);
    }
  }
});

test('one step with an estimate that is exact gives exactly the posterior variance', async () => {
  const clean = new Float32Array(count).fill(2);
  const schedule = createSchedule({ name: 'scaled-linear' });
  const from = schedule.atMoment(0.6);
  const to = schedule.atMoment(0.5);
  // All latents equal: what spreads after the step is the fresh noise alone.
  const run = sample({ denoise: async () => clean, latents: new Float32Array(count).fill(1), levels: [from, to], schedule, sampler: 'ddpm', noise: () => normalNoise(3, 0, count) });
  const step = await run.next();
  if (step.done) throw new Error('no step');
  const betaPart = 1 - from.alpha ** 2 / to.alpha ** 2;
  const posterior = to.sigma ** 2 / from.sigma ** 2 * betaPart; // Ho et al. 2020, equation 7
  const found = statistics(step.value.latents);
  expect(Math.abs(found.deviation ** 2 / posterior - 1)).toBeLessThan(0.03);
  const expected = to.alpha * betaPart / from.sigma ** 2 * 2 + from.alpha / to.alpha * to.sigma ** 2 / from.sigma ** 2 * 1;
  expect(Math.abs(found.mean - expected)).toBeLessThan(0.01);
});

test('with an estimate that is exact, LCM and TCD stay on the forward law whatever the step', async () => {
  for (const name of scheduleNames) for (const sampler of ['lcm', 'tcd']) {
    const schedule = createSchedule({ name });
    const [from, to] = [schedule.atMoment(0.9), schedule.atMoment(0.3)];
    const latents = normalNoise(1, 0, count).map((value) => from.alpha * 2 + from.sigma * value);
    const run = sample({ denoise: async () => new Float32Array(count).fill(2), latents, levels: [from, to], schedule, sampler, noise: () => normalNoise(3, 0, count) });
    const step = await run.next();
    if (step.done) throw new Error('no step');
    const found = statistics(step.value.latents);
    expect(Math.abs(found.mean - to.alpha * 2)).toBeLessThan(0.03);
    expect(Math.abs(found.deviation / to.sigma - 1)).toBeLessThan(0.03);
  }
});
