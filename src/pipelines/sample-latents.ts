/** Noise to latents with any model: noise levels, guidance and a sampler around a pipeline's network. */
import { DarkroomError } from '../base/errors.ts';
import type { Denoise } from '../diffusion/denoise.ts';
import { withGuidance } from '../diffusion/guidance.ts';
import { startNoise, stepNoise } from '../diffusion/noise.ts';
import { type NoiseLevel, addNoise } from '../diffusion/noise-level.ts';
import { sample } from '../diffusion/sample.ts';
import { type SpacingName, levelsForStrength, spaceLevels, spacingNames } from '../diffusion/spacing.ts';
import type { PictureSize, Pipeline } from './pipeline.ts';

export interface SampleRequest {
  /** One text for each picture, or one for all. */
  readonly prompts: readonly string[];
  readonly negativePrompt: string;
  /** One for each picture: the picture comes out the same alone or in company. */
  readonly seeds: readonly number[];
  /** Of a run from pure noise; a run that starts from pictures takes `strength` of them. */
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceInterval: readonly [number, number];
  readonly sampler: string;
  /** Default: the model's own. */
  readonly spacing?: string;
  /** Pixels. Default: the model's own. */
  readonly size?: PictureSize;
  readonly start?: Start;
  readonly signal?: AbortSignal;
}

/** Where a run begins that does not begin from pure noise. */
export interface Start {
  /** [B, C, h, w] */
  readonly clean: Float32Array;
  /** 0 to 1: how much of the noise is added, and of the steps taken. */
  readonly strength: number;
}

/** One sampling step of a batch. */
export interface LatentStep {
  readonly index: number;
  readonly steps: number;
  readonly noiseLevel: number;
  /** [B, C, h, w] */
  readonly denoised: Float32Array;
}

/** @throws DarkroomError code 'usage', with the names there are */
export function spacingNamed(name: string): SpacingName {
  const found = spacingNames.find((known) => known === name);
  if (found === undefined) throw new DarkroomError('usage', `Unknown step spacing "${name}". Choose one of: ${spacingNames.join(', ')}.`, { spacing: name });
  return found;
}

/** Returns the latents, [B, C, h, w]. @throws DarkroomError 'usage', 'engine', 'not-finite', 'cancelled' */
export async function* sampleLatents(pipeline: Pipeline, request: SampleRequest): AsyncGenerator<LatentStep, Float32Array> {
  const { info, schedule } = pipeline;
  const { prompts, negativePrompt, seeds, guidance, guidanceInterval, sampler, start, size = info.size, spacing = info.defaults.spacing, signal } = request;
  const latentSize = pipeline.latentShape(size).reduce((a, b) => a * b, 1);
  const every = spaceLevels(schedule, request.steps, spacingNamed(spacing));
  const levels = start === undefined ? every : levelsForStrength(every, start.strength);
  const cancellable = signal === undefined ? {} : { signal };
  const pair = await pipeline.condition({ ...size, prompts, negativePrompt, count: seeds.length, ...cancellable });
  const denoise: Denoise = withGuidance(pair, { scale: guidance, interval: guidanceInterval, pictures: seeds.length });
  const run = sample({ denoise, latents: startLatents(seeds, latentSize, levels, start), levels, sampler, schedule, noise: stepNoise(seeds, latentSize), ...cancellable });
  const steps = levels.length - 1;
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
    const { index, sigma, denoised } = next.value;
    yield { index, steps, noiseLevel: sigma, denoised };
  }
}

function startLatents(seeds: readonly number[], latentSize: number, levels: readonly NoiseLevel[], start: Start | undefined): Float32Array {
  const first = levels[0];
  if (first === undefined) throw new TypeError('a run has at least one noise level');
  const noise = startNoise(seeds, latentSize);
  return start === undefined ? noise.map((x) => x * first.sigma) : addNoise(start.clean, noise, first);
}
