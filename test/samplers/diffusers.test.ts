/** Schedules and samplers against diffusers; scripts/goldens/diffusers-schedules.py made the numbers. */

import { expect, test } from 'vitest';
import { denoiserOf } from '../../src/diffusion/denoise.ts';
import type { Predict } from '../../src/diffusion/denoise.ts';
import type { NoiseLevel } from '../../src/diffusion/noise-level.ts';
import type { PredictionKind } from '../../src/diffusion/prediction.ts';
import { finalLatents, sample } from '../../src/diffusion/sample.ts';
import type { SamplerName } from '../../src/diffusion/samplers/index.ts';
import type { ScheduleName, ScheduleOptions } from '../../src/diffusion/schedule.ts';
import { createSchedule } from '../../src/diffusion/schedules.ts';
import { spaceLevels } from '../../src/diffusion/spacing.ts';
import type { SpacingName } from '../../src/diffusion/spacing.ts';
import golden from './diffusers.golden.json' with { type: 'json' };

type Run = keyof typeof golden.runs;

const wave = (phase: number): Float32Array => Float32Array.from({ length: 6 }, (_, k) => 1.3 * Math.sin(phase + 2.3 * k + 1));
const network: Predict = async (latents, timestep) => latents.map((x) => 0.8 * x / Math.sqrt(1 + x * x) + 0.1 * timestep / 1000);
/** diffusers' DPM++ rounds the timesteps that it tells the network. */
const roundingNetwork: Predict = (latents, timestep) => network(latents, Math.round(timestep));

const stable: ScheduleOptions = { name: 'scaled-linear' };

/** Latents as both define them: some of diffusers' schedulers scale the start by sigma, as is done here; some do not. */
const unscaled = new Set<Run>(['ddim', 'ddim zero-terminal-snr v', 'ddpm', 'dpm++-2m', 'dpm++-2m karras']);

async function expectRun(run: Run, sampler: SamplerName, levels: readonly NoiseLevel[], kind: PredictionKind): Promise<void> {
  const scale = unscaled.has(run) ? 1 : levels[0]!.sigma;
  const found = await finalLatents(sample({
    denoise: denoiserOf(run === 'dpm++-2m karras' ? roundingNetwork : network, kind), levels, sampler, schedule: createSchedule(stable),
    latents: wave(0).map((value) => value * scale), noise: (step) => wave(1.7 * (step + 1)),
  }));
  const expected = golden.runs[run].latents;
  const norm = Math.hypot(...expected);
  const difference = Math.hypot(...expected.map((value, i) => value - found[i]!));
  expect(difference / norm, run).toBeLessThan(1e-4);
}

test('the four diffusion schedules have diffusers\' alphas', () => {
  for (const [name, products] of Object.entries(golden.alphas_cumprod)) {
    const schedule = createSchedule({ name: name as ScheduleName });
    for (const [timestep, product] of Object.entries(products)) {
      const found = schedule.atMoment((Number(timestep) + 1) / 1000).alpha ** 2;
      expect(Math.abs(found - product), `${name} ${timestep}`).toBeLessThan(1e-4 * product + 1e-9);
    }
  }
});

const rows: readonly (readonly [Run, SamplerName, ScheduleOptions, SpacingName, PredictionKind])[] = [
  ['ddim', 'ddim', stable, 'trailing', 'epsilon'],
  ['ddim zero-terminal-snr v', 'ddim', { name: 'zero-terminal-snr' }, 'trailing', 'v'],
  ['ddpm', 'ddpm', stable, 'trailing', 'epsilon'],
  ['euler', 'euler', stable, 'trailing', 'epsilon'],
  ['euler karras', 'euler', stable, 'karras', 'epsilon'],
  ['euler-ancestral', 'euler-ancestral', stable, 'trailing', 'epsilon'],
  ['dpm++-2m', 'dpm++-2m', stable, 'trailing', 'epsilon'],
  ['dpm++-2m karras', 'dpm++-2m', stable, 'karras', 'epsilon'],
  ['flow euler shift 3', 'euler', { name: 'flow', shift: 3 }, 'trailing', 'flow'],
];

test.each(rows)('%s ends where diffusers ends, within a relative 1e-4', async (run, sampler, schedule, spacing, kind) => {
  const levels = spaceLevels(createSchedule(schedule), 10, spacing);
  for (const [i, timestep] of golden.runs[run].timesteps.entries()) {
    expect(Math.abs(levels[i]!.timestep - timestep)).toBeLessThan(run === 'dpm++-2m karras' ? 0.51 : 0.01);
  }
  await expectRun(run, sampler, levels, kind);
});

test('Heun on a flow ends where diffusers ends', async () => {
  const times = golden.runs['flow heun'].sigmas.filter((sigma, i, all) => sigma !== all[i - 1]);
  const levels = times.map((time) => ({ timestep: 1000 * time, alpha: 1 - time, sigma: time }));
  await expectRun('flow heun', 'heun', levels, 'flow');
});
