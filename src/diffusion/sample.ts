/** Sampling: from noise to clean latents, as an async iterable of steps. */

import { DarkroomError, throwIfCancelled } from '../base/errors.ts';
import type { Denoise } from './denoise.ts';
import type { NoiseLevel } from './noise-level.ts';
import { samplerNamed } from './names.ts';
import { samplers } from './samplers/index.ts';
import type { Sampler, SamplerOptions } from './samplers/sampler.ts';
import type { Schedule } from './schedule.ts';
import type { SpacingName } from './spacing.ts';

export interface SampleOptions {
  readonly denoise: Denoise;
  /** Latents at levels[0]: for a run that starts from noise alone, standard normal noise times `startScale`. */
  readonly latents: Float32Array;
  /** Falling noise levels; the run takes levels.length − 1 steps. See `spaceLevels`. */
  readonly levels: readonly NoiseLevel[];
  /** A name as `samplerNamed` understands it. */
  readonly sampler: string;
  readonly samplerOptions?: SamplerOptions;
  /** Where the levels come from, for samplers that look in between. */
  readonly schedule: Pick<Schedule, 'atRatio' | 'atTimestep'>;
  /** Standard normal noise for a draw of a step, of the length of the latents; see `stepNoise`. Called by stochastic samplers only, once a draw. */
  readonly noise: (step: number, draw: number) => Float32Array;
  readonly signal?: AbortSignal;
}

/** What a step yields: preview, progress, cancel and inspection all come from reading these. */
export interface SampleStep {
  /** From 0. */
  readonly index: number;
  readonly steps: number;
  /** Where the step started: its noise level, the deviation of the noise in the latents. */
  readonly sigma: number;
  readonly timestep: number;
  /** Where it started and where it arrived. */
  readonly from: NoiseLevel;
  readonly to: NoiseLevel;
  /** The current guess of the clean latents. */
  readonly denoised: Float32Array;
  /** The latents at `to`. */
  readonly latents: Float32Array;
}

/**
 * Runs a sampler; returns the final latents. Stop it by the signal, or by leaving the loop.
 * @throws usage for an unknown sampler or levels that do not fall; not-finite, naming the step; cancelled
 */
export async function* sample(options: SampleOptions): AsyncGenerator<SampleStep, Float32Array> {
  const { levels, schedule, signal } = options;
  const sampler = samplers[samplerNamed(options.sampler)];
  checkLevels(levels);
  checkSamplerOptions(options.sampler, options.samplerOptions ?? {});
  const steps = levels.length - 1;
  const step = sampler.start(options.samplerOptions ?? {});
  const cancellable = signal === undefined ? {} : { signal };
  let latents = options.latents;
  for (let index = 0; index < steps; index++) {
    throwIfCancelled(signal);
    const from = levels[index]!;
    const to = levels[index + 1]!;
    const denoise = checkedDenoise(options.denoise, index, steps);
    const denoised = await denoise(latents, from, signal);
    throwIfCancelled(signal);
    const noise = onceEach((draw) => options.noise(index, draw));
    latents = await step({ latents, denoised, from, to, index, steps, denoise, schedule, noise, ...cancellable });
    yield { index, steps, sigma: from.sigma, timestep: from.timestep, from, to, denoised, latents };
  }
  return latents;
}

/**
 * What start noise is multiplied by. At pure noise, and on a flow from its beginning, that is 1 whichever way. A level
 * of Stable Diffusion's that still holds some picture (0.5 % of the variance at its noisiest) is started by diffusers
 * with noise of the level's sigma or of the whole spread of latents, depending on the sampler and always the latter
 * with leading spacing; pictures come out equal only with the same.
 * @param sampler a name as `samplerNamed` understands it @throws usage
 */
export function startScale(sampler: string, { alpha, sigma }: NoiseLevel, spacing?: SpacingName): number {
  const { unitStart = false }: Sampler = samplers[samplerNamed(sampler)];
  return unitStart || spacing === 'leading' ? Math.hypot(alpha, sigma) : sigma;
}

/** Reads a run to its end. */
export async function finalLatents(run: AsyncGenerator<SampleStep, Float32Array>): Promise<Float32Array> {
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

/** Calls the source once for each draw, so that sources that go on with every call can serve. */
function onceEach(source: (draw: number) => Float32Array): (draw?: number) => Float32Array {
  const drawn = new Map<number, Float32Array>();
  return (draw = 0) => {
    const values = drawn.get(draw) ?? source(draw);
    drawn.set(draw, values);
    return values;
  };
}

/** @throws usage for a setting that the sampler does not have, or that is out of range */
export function checkSamplerOptions(name: string, options: SamplerOptions): void {
  const sampler: Sampler = samplers[samplerNamed(name)];
  for (const [setting, value] of Object.entries(options) as [keyof SamplerOptions, number | undefined][]) {
    if (value === undefined) continue;
    if (sampler.options?.[setting] === undefined) throw new DarkroomError('usage', `The sampler ${sampler.label} has no setting ${setting}.`, { setting });
    const fits = setting === 'eta' ? value >= 0 && value <= 1 : Number.isInteger(value) && value >= 1 && value <= 4;
    if (!fits) throw new DarkroomError('usage', `The sampler setting ${setting} must be ${setting === 'eta' ? 'a number from 0 to 1' : 'a whole number from 1 to 4'}, not ${value}.`, { [setting]: value });
  }
}

function checkLevels(levels: readonly NoiseLevel[]): void {
  if (levels.length < 2) throw new DarkroomError('usage', 'Sampling needs at least one step: two noise levels.');
  for (let i = 1; i < levels.length; i++) {
    const from = levels[i - 1]!;
    const to = levels[i]!;
    // Falling sigma / alpha, written without the division so that pure noise compares, too.
    if (!(to.sigma * from.alpha < from.sigma * to.alpha || (from.alpha === 0 && to.alpha > 0))) {
      throw new DarkroomError('usage', `The noise levels of a run must fall, but level ${i} does not lie below level ${i - 1}. Use fewer steps.`, { from, to });
    }
  }
}

/** Refuses NaN and infinity where they first appear, rather than handing on a black picture. */
function checkedDenoise(denoise: Denoise, index: number, steps: number): Denoise {
  return async (latents, level, signal) => {
    const denoised = await denoise(latents, level, signal);
    const at = denoised.findIndex((value) => !Number.isFinite(value));
    if (at < 0) return denoised;
    throw new DarkroomError('not-finite',
      `Step ${index + 1} of ${steps}: the denoised latents hold ${denoised[at]} at element ${at} (timestep ${level.timestep}). The model may be damaged, or the guidance scale too large.`,
      { step: index, tensor: 'denoised', element: at, timestep: level.timestep });
  };
}
