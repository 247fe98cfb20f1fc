/** The toy network and noise that the goldens of samplers are made with; the same as scripts/goldens/toy_denoiser.py. */

import { denoiserOf } from '../../src/diffusion/denoise.ts';
import type { Predict } from '../../src/diffusion/denoise.ts';
import type { NoiseLevel } from '../../src/diffusion/noise-level.ts';
import type { PredictionKind } from '../../src/diffusion/prediction.ts';
import { finalLatents, sample } from '../../src/diffusion/sample.ts';
import type { SamplerName } from '../../src/diffusion/samplers/index.ts';
import type { SamplerOptions } from '../../src/diffusion/samplers/sampler.ts';
import type { Schedule } from '../../src/diffusion/schedule.ts';

const wave = (phase: number): Float32Array => Float32Array.from({ length: 6 }, (_, k) => 1.3 * Math.sin(phase + 2.3 * k + 1));
export const toyNetwork: Predict = async (latents, timestep) => latents.map((x) => 0.8 * x / Math.sqrt(1 + x * x) + 0.1 * timestep / 1000);
export const toyNoise = (step: number, draw: number): Float32Array => wave(1.7 * (step + 1) + 0.9 * draw);

export interface ToyRun {
  readonly sampler: SamplerName;
  readonly samplerOptions?: SamplerOptions;
  readonly schedule: Schedule;
  readonly levels: readonly NoiseLevel[];
  readonly kind: PredictionKind;
  /** Spread of the start noise. */
  readonly scale: number;
}

/** The difference to what another program got, relative to that: lengths of vectors. */
export async function relativeError({ sampler, samplerOptions = {}, schedule, levels, kind, scale }: ToyRun, expected: readonly number[]): Promise<number> {
  const found = await finalLatents(sample({
    denoise: denoiserOf(toyNetwork, kind), levels, schedule, sampler, samplerOptions, noise: toyNoise, latents: wave(0).map((value) => value * scale),
  }));
  return Math.hypot(...expected.map((value, i) => value - found[i]!)) / Math.hypot(...expected);
}
