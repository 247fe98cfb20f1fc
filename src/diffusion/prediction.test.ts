import { expect, test } from 'vitest';
import { normalNoise } from '../base/random.ts';
import { denoiserOf } from './denoise.ts';
import { addNoise, combine } from './noise-level.ts';
import { predictionKinds, targetCoefficients } from './prediction.ts';
import { createSchedule, scheduleNames } from './schedules.ts';

const clean = normalNoise(1, 0, 32);
const noise = normalNoise(1, 1, 32);
const distance = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test('the target of every prediction leads back to the clean latents, at every level of every schedule', async () => {
  for (const name of scheduleNames) for (const moment of [0.02, 0.3, 0.7, 1]) for (const kind of predictionKinds) {
    const level = createSchedule({ name }).atMoment(moment);
    if (kind === 'epsilon' && level.alpha < 0.05) continue; // no information left: see the next test
    const target = targetCoefficients(kind, level);
    const denoise = denoiserOf(async () => combine(target.clean, clean, target.noise, noise), kind);
    expect(distance(await denoise(addNoise(clean, noise, level), level), clean)).toBeLessThan(2e-5);
  }
});

test('an epsilon prediction at pure noise is refused', async () => {
  const level = createSchedule({ name: 'flow' }).atMoment(1);
  await expect(denoiserOf(async () => noise, 'epsilon')(noise, level)).rejects.toThrow(/Use v, x0 or flow/);
});

test('the network is told the timestep, and its output must have the right length', async () => {
  const level = createSchedule({ name: 'flow' }).atMoment(0.5);
  const told: number[] = [];
  await denoiserOf(async (latents, timestep) => { told.push(timestep); return latents; }, 'flow')(noise, level);
  expect(told).toEqual([500]);
  await expect(denoiserOf(async () => noise.slice(1), 'flow')(noise, level)).rejects.toThrow(/31 values for 32 latents/);
});
