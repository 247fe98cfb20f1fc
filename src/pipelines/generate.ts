/** Generation: a request becomes steps that can be watched, then pictures that carry their recipes. */
import { DarkroomError } from '../base/errors.ts';
import { encodePng } from '../images/png.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { recipeToText } from '../recipe/recipe-text.ts';
import type { DeviceReport } from '../runtime/runtime.ts';
import type { GenerateOptions, GenerateRequest, GeneratedPicture, Generation, GenerationStep } from './generation.ts';
import type { Pipeline } from './pipeline.ts';
import { type SampleRequest, sampleLatents } from './sample-latents.ts';
import { type ResolvedRequest, resolveRequest } from './resolve-request.ts';

/** What a run needs: opened when the run begins, closed when it ends. */
export interface OpenModel {
  readonly pipeline: Pipeline;
  readonly device: DeviceReport;
  /** Name and version of the program, for recipes. */
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
      const { pipeline } = opened;
      const resolved = resolveRequest(this.#request, pipeline.info, this.#randomSeed);
      const { width, height } = resolved;
      this.#device = opened.device;
      this.#warn(pipeline, resolved);
      const run = sampleLatents(pipeline, sampleRequest(resolved, this.#signal));
      for (;;) {
        const next = await run.next();
        if (next.done) {
          this.#result = (await pipeline.decode(next.value, { width, height }, this.#signal)).map((picture, i) => {
            const recipe = recipeOf(resolved, i, opened);
            return { picture, recipe, png: encodePng(picture, recipeToText(recipe)) };
          });
          return;
        }
        const { denoised } = next.value;
        yield { ...next.value, preview: () => pipeline.preview(denoised, { width, height }, this.#signal) };
      }
    } finally {
      await opened.close();
    }
  }

  #warn(pipeline: Pipeline, { prompt, negativePrompt }: ResolvedRequest): void {
    for (const text of [prompt, negativePrompt]) {
      const { unknown, cut, length } = pipeline.read(text);
      if (unknown.length > 0) this.#warnings.push(`The model has never seen ${unknown.map((word) => `'${shortened(word)}'`).join(', ')}: it goes by the spelling.`);
      if (cut > 0) this.#warnings.push(`The model reads ${length - cut} words; the last ${cut} were left out.`);
    }
  }
}

const LONGEST_WORD = 40;
const shortened = (word: string): string => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word);

function sampleRequest({ prompt, negativePrompt, seed, count, steps, guidance, guidanceInterval, sampler, width, height }: ResolvedRequest, signal: AbortSignal | undefined): SampleRequest {
  const seeds = Array.from({ length: count }, (_, i) => seed + i);
  return { prompts: [prompt], negativePrompt, seeds, steps, guidance, guidanceInterval, sampler, size: { width, height }, ...(signal && { signal }) };
}

function recipeOf({ prompt, negativePrompt, seed, steps, guidance, guidanceInterval, sampler, width, height }: ResolvedRequest, index: number, { pipeline, software, device }: OpenModel): Recipe {
  const { id, hash } = pipeline.info;
  return {
    version: 1, prompt, negativePrompt, model: { id, hash }, seed: seed + index, steps, guidance,
    guidanceInterval: [...guidanceInterval], sampler, width, height, software, device: device.device,
  };
}
