/** Noise to latents with any model: noise levels, guidance and a sampler around a pipeline's network. */
import type { Denoise } from '../diffusion/denoise.ts';
import { withGuidance } from '../diffusion/guidance.ts';
import { type HarmoniseOptions, harmonisedSample } from '../diffusion/harmonise.ts';
import { type Known, withKnown } from '../diffusion/known.ts';
import { spacingNamed } from '../diffusion/names.ts';
import { stepNoise } from '../diffusion/noise.ts';
import { type NoiseLevel, addNoise } from '../diffusion/noise-level.ts';
import { type NoiseSource, type NoiseSourceName, openNoise } from '../diffusion/noise-source.ts';
import { sample, startScale } from '../diffusion/sample.ts';
import { levelsForStrength, spaceLevels } from '../diffusion/spacing.ts';
import { mixedNoise } from '../diffusion/variation.ts';
import type { ConditionRequest, LatentShape, PictureSize, Pipeline } from './pipeline.ts';
import { conditionOverRun } from './prompts-over-run.ts';

/** Streams of the seeds' noise for steps that are taken again: beyond those of any step. */
const RETURN_STREAM = 2 ** 42;
const MOST_RETURNS = 64;

export interface SampleRequest {
  /** One text for each picture, or one for all. */
  readonly prompts: readonly string[];
  /** The same of what shall not be seen. */
  readonly negativePrompts: readonly string[];
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
  /** Share of fresh noise, for samplers that have such a setting. */
  readonly eta?: number;
  /** Where the noise comes from. Default: our own. */
  readonly rng?: NoiseSourceName;
  /** Layers of a CLIP text encoder that are left out. */
  readonly clipSkip?: number;
  /** Another noise mixed in, one seed for each picture. */
  readonly variation?: { readonly seeds: readonly number[]; readonly strength: number };
  readonly start?: Start;
  readonly known?: Known;
  readonly inpaint?: ConditionRequest['inpaint'];
  /** Steps taken several times, see `harmonisedSample`. */
  readonly returns?: Pick<HarmoniseOptions, 'times' | 'until'>;
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

/** Returns the latents, [B, C, h, w]. @throws DarkroomError 'usage', 'engine', 'not-finite', 'cancelled' */
export async function* sampleLatents(pipeline: Pipeline, request: SampleRequest): AsyncGenerator<LatentStep, Float32Array> {
  const { info, schedule } = pipeline;
  const { prompts, negativePrompts, seeds, guidance, guidanceInterval, sampler, eta, start, known, inpaint, returns, clipSkip, rng = 'darkroom', size = info.size, spacing = info.defaults.spacing, signal } = request;
  const latentSize = pipeline.latentShape(size).reduce((a, b) => a * b, 1);
  // The model's own spacing comes with the model's own settings, whether it was asked for by name or not.
  const settings = spacingNamed(spacing) === spacingNamed(info.defaults.spacing) ? info.defaults.spacingSettings : undefined;
  const every = spaceLevels(schedule, request.steps, { ...(info.alignedTo && { table: info.alignedTo }), ...settings, name: spacingNamed(spacing) });
  const levels = start === undefined ? every : levelsForStrength(every, start.strength);
  const cancellable = signal === undefined ? {} : { signal };
  const pair = await conditionOverRun(pipeline, { ...size, prompts, negativePrompts, guidance, count: seeds.length, ...(clipSkip !== undefined && { clipSkip }), ...(inpaint && { inpaint }), ...cancellable }, levels);
  const guided: Denoise = withGuidance(pair, { scale: info.toldGuidance ? 1 : guidance, interval: guidanceInterval, pictures: seeds.length });
  const denoise = known === undefined ? guided : withKnown(guided, known);
  const source = openNoise(rng, { seeds, size: latentSize });
  const options = { denoise, latents: startLatents(pipeline.latentShape(size), levels, source, { ...request, rng, spacing }), levels, sampler, samplerOptions: eta === undefined ? {} : { eta }, schedule, noise: source.step, ...cancellable };
  const noiseAt = stepNoise(seeds, latentSize);
  const run = returns === undefined ? sample(options) : harmonisedSample({ ...options, ...returns, returnNoise: (step, time) => noiseAt(RETURN_STREAM + step * MOST_RETURNS + time) });
  const steps = levels.length - 1;
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
    const { index, sigma, denoised } = next.value;
    yield { index, steps, noiseLevel: sigma, denoised };
  }
}

function startLatents(shape: LatentShape, levels: readonly NoiseLevel[], source: NoiseSource, { start, variation, sampler, rng = 'darkroom', spacing = '' }: SampleRequest): Float32Array {
  const first = levels[0];
  if (first === undefined) throw new TypeError('a run has at least one noise level');
  const latentSize = shape.reduce((a, b) => a * b, 1);
  const own = source.start();
  const noise = variation === undefined ? own : mixedNoise(own, openNoise(rng, { seeds: variation.seeds, size: latentSize }).start(), shape, variation.strength);
  if (start !== undefined) return addNoise(start.clean, noise, first);
  const scale = startScale(sampler, first, spacingNamed(spacing));
  return noise.map((x) => x * scale);
}
