/** Schedules and samplers against diffusers; scripts/goldens/diffusers-schedules.py made the numbers. */

import { expect, test } from 'vitest';
import { spacingNamed } from '../../src/diffusion/names.ts';
import type { NoiseLevel } from '../../src/diffusion/noise-level.ts';
import type { PredictionKind } from '../../src/diffusion/prediction.ts';
import { startScale } from '../../src/diffusion/sample.ts';
import type { SamplerName } from '../../src/diffusion/samplers/index.ts';
import type { SamplerOptions } from '../../src/diffusion/samplers/sampler.ts';
import type { ScheduleName } from '../../src/diffusion/schedule.ts';
import { createSchedule } from '../../src/diffusion/schedules.ts';
import { spaceLevels } from '../../src/diffusion/spacing.ts';
import type { SpacingOptions } from '../../src/diffusion/spacing.ts';
import golden from './diffusers.golden.json' with { type: 'json' };
import { relativeError } from './toy.ts';

const tolerance = 1e-4;

/** How a scheduler of diffusers is said here: its sampler, and where its spacings are its own. */
interface Row { readonly sampler: SamplerName; readonly samplerOptions?: SamplerOptions; readonly spacing?: (spacing: string) => SpacingOptions }

/** Between whole timesteps, which is what is told of them. */
const inRatios = (): SpacingOptions => ({ between: true });
/** Rounds what is told with karras only: DPM2 in both its forms. */
const roundedKarras = (spacing: string): SpacingOptions => ({ between: true, told: spacing === 'karras' ? 'rounded' : 'exact' });
/** One step more, the last left out; timesteps that are not whole are rounded with karras and else cut off. */
const multistep = (spacing: string): SpacingOptions => ({ withoutLast: true, told: spacing === 'karras' ? 'rounded' : 'floored' });
/** DEIS always ends on the cleanest level. */
const deis = (spacing: string): SpacingOptions => ({ ...multistep(spacing), final: 'cleanest' });

/** As diffusers' multistep solvers tell them, see the script; and where a spacing has visited DEIS' end, a last step that goes nowhere. */
function asTold(levels: readonly NoiseLevel[], spacing: string, steps: number): readonly NoiseLevel[] {
  const told = (golden.told as Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>)[spacing]?.[steps];
  const same = levels.map((level, i) => {
    const timestep = told?.[i] ?? level.timestep;
    expect(Math.abs(timestep - level.timestep)).toBeLessThanOrEqual(1);
    return { ...level, timestep };
  });
  const last = same.at(-1)!;
  return levels.length > steps ? same : [...same, { ...last, sigma: last.sigma * (1 - 1e-9) }];
}

const rows: Readonly<Record<string, Row>> = {
  ddim: { sampler: 'ddim' },
  'ddim eta': { sampler: 'ddim', samplerOptions: { eta: 0.6 } },
  ddpm: { sampler: 'ddpm' },
  pndm: { sampler: 'pndm' },
  euler: { sampler: 'euler', spacing: inRatios },
  'euler-ancestral': { sampler: 'euler-ancestral', spacing: inRatios },
  heun: { sampler: 'heun', spacing: inRatios },
  lms: { sampler: 'lms', spacing: inRatios },
  dpm2: { sampler: 'dpm2', spacing: roundedKarras },
  'dpm2-ancestral': { sampler: 'dpm2-ancestral', spacing: roundedKarras },
  'dpm++-sde': { sampler: 'dpm++-sde', spacing: inRatios },
  'dpm++-2m': { sampler: 'dpm++-2m', spacing: multistep },
  'dpm++-2m-sde': { sampler: 'dpm++-2m-sde', spacing: multistep },
  'dpm++-2m-sde-heun': { sampler: 'dpm++-2m-sde-heun', spacing: multistep },
  unipc: { sampler: 'unipc', spacing: multistep },
  'unipc order 3': { sampler: 'unipc', samplerOptions: { order: 3 }, spacing: multistep },
  deis: { sampler: 'deis', spacing: deis },
  'deis order 3': { sampler: 'deis', samplerOptions: { order: 3 }, spacing: deis },
  lcm: { sampler: 'lcm' },
  tcd: { sampler: 'tcd', spacing: () => ({ final: 'cleanest' }) },
};

async function errorOf({ sampler, samplerOptions = {}, spacing: settings = () => ({}) }: Row, name: ScheduleName, kind: PredictionKind, spacing: string, steps: number, expected: readonly number[], more: SpacingOptions = {}): Promise<number> {
  const schedule = createSchedule({ name, ...(name === 'zero-terminal-snr' && sampler !== 'ddim' && sampler !== 'ddpm' && { terminalAlpha: 2 ** -12 }) });
  const spaced = spaceLevels(schedule, steps, { ...settings(spacing), name: spacingNamed(spacing), ...more });
  const levels = settings === multistep || settings === deis ? asTold(spaced, spacing, steps) : spaced;
  return relativeError({ sampler, samplerOptions, schedule, levels, kind, scale: startScale(sampler, levels[0]!, spacingNamed(spacing)) }, expected);
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

test.each(Object.entries(golden.runs))('%s ends where diffusers ends, with every spacing and number of steps', async (key, runs) => {
  const [name, kind] = key.split(' | ') as [string, PredictionKind];
  for (const [spacing, counts] of Object.entries(runs)) for (const [steps, expected] of Object.entries(counts)) {
    expect(await errorOf(rows[name]!, 'scaled-linear', kind, spacing, Number(steps), expected), `${spacing} ${steps}`).toBeLessThan(tolerance);
  }
});

test.each(Object.entries(golden.special))('%s', async (key, counts) => {
  const [variant, name] = key.split(' ') as [string, string];
  for (const [steps, expected] of Object.entries(counts)) {
    const error = variant === 'cleanest'
      ? await errorOf(rows[name]!, 'scaled-linear', 'epsilon', 'leading', Number(steps), expected, { final: 'cleanest' })
      : await errorOf(rows[name]!, 'zero-terminal-snr', 'v', 'trailing', Number(steps), expected);
    expect(error, steps).toBeLessThan(tolerance);
  }
});

/** Levels at these times of a flow; diffusers' multistep solvers cut off the timestep that they tell. */
const flowLevels = (times: readonly number[]): NoiseLevel[] => times.map((time) => ({ timestep: Math.floor(Math.fround(1000 * time)), alpha: 1 - time, sigma: time }));

test.each(Object.entries(golden.flows))('on a flow, %s ends where diffusers ends', async (key, counts) => {
  const [name] = key.split(' ') as [SamplerName];
  const schedule = createSchedule({ name: 'flow', ...(key.includes('shift') && { shift: 3 }) });
  const own = ['euler', 'heun', 'lcm'].includes(name);
  for (const [steps, { sigmas, latents }] of Object.entries(counts)) {
    const times = name === 'deis' ? [...sigmas, sigmas.at(-1)! * (1 - 1e-9)] : sigmas; // its last step goes nowhere
    const levels = own ? spaceLevels(schedule, Number(steps), key.includes('shift') ? 'trailing' : 'linspace') : flowLevels(times);
    for (const [i, time] of sigmas.entries()) expect(Math.abs(levels[i]!.sigma - time), `${steps} ${i}`).toBeLessThan(1e-6);
    expect(await relativeError({ sampler: name, schedule, levels, kind: 'flow', scale: 1 }, latents), steps).toBeLessThan(tolerance);
  }
});
