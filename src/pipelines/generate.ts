/** Generation: a request becomes steps that can be watched, then pictures that carry their recipes. */
import { DarkroomError } from '../base/errors.ts';
import { samplerNamed } from '../diffusion/samplers/index.ts';
import { encodePng } from '../images/png.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { recipeToText } from '../recipe/recipe-text.ts';
import type { DeviceReport, Runtime } from '../runtime/runtime.ts';
import type { GenerateOptions, GenerateRequest, GeneratedPicture, Generation, GenerationStep } from './generation.ts';
import { LatentDiffusion, type SampleRequest } from './latent-diffusion.ts';
import type { Model } from './model.ts';
import type { ModelConfig } from './model-config.ts';

const MOST_PICTURES = 64;
const MOST_STEPS = 1000;

/** A request with nothing left open. */
export type ResolvedRequest = Required<Omit<GenerateRequest, 'model' | 'device'>>;

/**
 * Fills in the model's defaults and refuses what it cannot do.
 * @param randomSeed taken when the request names no seed
 * @throws DarkroomError code 'usage'
 */
export function resolveRequest(request: GenerateRequest, { picture, defaults, id }: ModelConfig, randomSeed: number): ResolvedRequest {
  const resolved: ResolvedRequest = {
    prompt: request.prompt, negativePrompt: request.negativePrompt ?? '', seed: request.seed ?? randomSeed, steps: request.steps ?? defaults.steps,
    guidance: request.guidance ?? defaults.guidance, guidanceInterval: request.guidanceInterval ?? defaults.guidanceInterval, sampler: samplerNamed(request.sampler ?? defaults.sampler),
    width: request.width ?? picture.width, height: request.height ?? picture.height, count: request.count ?? 1,
  };
  const { seed, steps, guidance, width, height, count } = resolved;
  checkWhole('The seed', seed, 0, Number.MAX_SAFE_INTEGER - MOST_PICTURES);
  checkWhole('The number of steps', steps, 1, MOST_STEPS);
  checkWhole('The number of pictures', count, 1, MOST_PICTURES);
  if (!(Number.isFinite(guidance) && guidance >= 0)) throw new DarkroomError('usage', `Guidance must be a number of at least 0, not ${guidance}. Usual values are 1 to 8.`, { guidance });
  if (width !== picture.width || height !== picture.height) throw new DarkroomError('usage', `The model ${id} draws ${picture.width}×${picture.height} pixels, not ${width}×${height}.`, { width, height });
  return resolved;
}

function checkWhole(what: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) throw new DarkroomError('usage', `${what} must be a whole number from ${low} to ${high}, not ${value}.`, { value });
}

/** What a run needs: opened when the run begins, closed when it ends. */
export interface OpenModel {
  readonly runtime: Runtime;
  readonly model: Model;
  /** Of the weights file, see `Recipe`. */
  readonly hash: string;
  readonly software: string;
  close(): Promise<void>;
}

/** @param open called once, when the run begins */
export function createGeneration(request: GenerateRequest, open: () => Promise<OpenModel>, randomSeed: number, { signal }: GenerateOptions = {}): Generation {
  return new GenerationRun(request, open, randomSeed, signal);
}

/** Owns one run: what was opened for it, its steps and its result. */
class GenerationRun implements Generation {
  readonly #request: GenerateRequest;
  readonly #open: () => Promise<OpenModel>;
  readonly #randomSeed: number;
  readonly #signal: AbortSignal | undefined;
  readonly #warnings: string[] = [];
  #device: DeviceReport | undefined;
  #steps: AsyncGenerator<GenerationStep, void> | undefined;
  #result: readonly GeneratedPicture[] | undefined;

  constructor(request: GenerateRequest, open: () => Promise<OpenModel>, randomSeed: number, signal: AbortSignal | undefined) {
    this.#request = request;
    this.#open = open;
    this.#randomSeed = randomSeed;
    this.#signal = signal;
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  get device(): DeviceReport | undefined {
    return this.#device;
  }

  [Symbol.asyncIterator](): AsyncIterator<GenerationStep> {
    this.#steps ??= this.#run();
    return this.#steps;
  }

  async pictures(): Promise<readonly GeneratedPicture[]> {
    this.#steps ??= this.#run();
    while (!(await this.#steps.next()).done);
    if (this.#result === undefined) throw new DarkroomError('usage', 'The steps of this generation were left before their end, so there are no pictures. Start another.');
    return this.#result;
  }

  async* #run(): AsyncGenerator<GenerationStep, void> {
    const opened = await this.#open();
    try {
      const { runtime, model } = opened;
      const resolved = resolveRequest(this.#request, model.config, this.#randomSeed);
      this.#device = runtime.report;
      const pipeline = new LatentDiffusion(runtime, model);
      this.#warn(pipeline, resolved);
      const run = pipeline.sample(sampleRequest(resolved, this.#signal));
      for (;;) {
        const next = await run.next();
        if (next.done) {
          this.#result = (await pipeline.decode(next.value, this.#signal)).map((picture, i) => {
            const recipe = recipeOf(resolved, i, opened);
            return { picture, recipe, png: encodePng(picture, recipeToText(recipe)) };
          });
          return;
        }
        const { denoised } = next.value;
        yield { ...next.value, preview: () => pipeline.decode(denoised, this.#signal) };
      }
    } finally {
      await opened.close();
    }
  }

  #warn(pipeline: LatentDiffusion, { prompt, negativePrompt }: ResolvedRequest): void {
    for (const text of [prompt, negativePrompt]) {
      const { unknown, cut, words } = pipeline.read(text);
      if (unknown.length > 0) this.#warnings.push(`The model has never seen ${unknown.map((word) => `'${shortened(word)}'`).join(', ')}: it goes by the spelling.`);
      if (cut > 0) this.#warnings.push(`The model reads ${words.length - cut} words; the last ${cut} were left out.`);
    }
  }
}

const LONGEST_WORD = 40;
const shortened = (word: string): string => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word);

function sampleRequest({ prompt, negativePrompt, seed, count, steps, guidance, guidanceInterval, sampler }: ResolvedRequest, signal: AbortSignal | undefined): SampleRequest {
  const seeds = Array.from({ length: count }, (_, i) => seed + i);
  return { prompts: [prompt], negativePrompt, seeds, steps, guidance, guidanceInterval, sampler, ...(signal && { signal }) };
}

function recipeOf({ prompt, negativePrompt, seed, steps, guidance, guidanceInterval, sampler, width, height }: ResolvedRequest, index: number, { model, hash, software, runtime }: OpenModel): Recipe {
  return {
    version: 1, prompt, negativePrompt, model: { id: model.config.id, hash }, seed: seed + index, steps, guidance,
    guidanceInterval: [...guidanceInterval], sampler, width, height, software, device: runtime.report.device,
  };
}
