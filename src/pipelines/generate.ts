/** Generation: a request becomes steps that can be watched, then pictures that carry their recipes. */
import { DarkroomError } from '../base/errors.ts';
import { levelsKept } from '../diffusion/spacing.ts';
import { encodePng } from '../images/png.ts';
import type { Picture } from '../images/picture.ts';
import { promptTexts } from '../recipe/prompt-syntax.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { recipeToText } from '../recipe/recipe-text.ts';
import type { DeviceReport } from '../runtime/runtime.ts';
import type { GenerateOptions, GenerateRequest, GeneratedPicture, Generation, GenerationStep } from './generation.ts';
import { modes } from './modes/index.ts';
import type { Pass } from './modes/mode.ts';
import type { PictureSize, Pipeline } from './pipeline.ts';
import { recipesOf } from './recipe-of.ts';
import { type ResolvedRequest, resolveRequest } from './resolve-request.ts';
import { type SampleRequest, sampleLatents } from './sample-latents.ts';

/** What a run needs: opened when the run begins, closed when it ends. */
export interface OpenModel {
  readonly pipeline: Pipeline;
  readonly device: DeviceReport;
  /** Name and version of the program, for recipes. */
  readonly software: string;
  /** How pictures become files. Default: `encodePng`, in this thread. */
  readonly encode?: (picture: Picture, text: Readonly<Record<string, string>>) => Promise<Uint8Array>;
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
      const { pipeline, device, software, encode = async (picture: Picture, text: Readonly<Record<string, string>>) => encodePng(picture, text) } = opened;
      const request = resolveRequest(this.#request, pipeline.info, this.#randomSeed);
      this.#device = device;
      this.#warn(pipeline, request);
      const { pictures, drawn } = yield* this.#passes(request, pipeline);
      const recipes = await recipesOf(request, drawn, { info: pipeline.info, software, device: device.device });
      this.#result = await Promise.all(pictures.map(async (picture, i) => {
        const recipe = recipes[i] as Recipe;
        return { picture, recipe, png: await encode(picture, recipeToText(recipe)) };
      }));
    } finally {
      await opened.close();
    }
  }

  /** One pass after the other; steps count on. `drawn` is the size of the first. */
  async* #passes(request: ResolvedRequest, pipeline: Pipeline): AsyncGenerator<GenerationStep, { readonly pictures: readonly Picture[]; readonly drawn: PictureSize }> {
    const cancellable = this.#signal === undefined ? {} : { signal: this.#signal };
    const steps = passSteps(request).reduce((a, b) => a + b, 0);
    const first = await modes[request.mode]({ pipeline, request, ...cancellable });
    let pass = first;
    for (let before = 0; ; ) {
      const latents = yield* this.#sample(pass, request, before, steps);
      const drawn = await pass.pipeline.decode(latents, pass.size, this.#signal);
      const pictures = pass.finish?.(drawn) ?? drawn;
      if (pass.next === undefined) return { pictures, drawn: first.size };
      before += passSteps(request)[0] as number;
      pass = await pass.next(pictures);
    }
  }

  async* #sample(pass: Pass, request: ResolvedRequest, before: number, steps: number): AsyncGenerator<GenerationStep, Float32Array> {
    const { pipeline, size, show = (pictures) => pictures } = pass;
    const run = sampleLatents(pipeline, sampleRequest(pass, request, this.#signal));
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
      const { index, noiseLevel, denoised } = next.value;
      yield { index: before + index, steps, noiseLevel, denoised, preview: async () => show(await pipeline.preview(denoised, size, this.#signal)) };
    }
  }

  #warn(pipeline: Pipeline, { prompts, negativePrompts, steps }: ResolvedRequest): void {
    this.#warnings.push(...pipeline.notes ?? []);
    for (const text of new Set([...prompts, ...negativePrompts].flatMap((prompt) => promptTexts(prompt, steps)))) {
      const { unknown, cut, length } = pipeline.read(text);
      if (unknown.length > 0) this.#warnings.push(`Not in this model's world: ${unknown.map(shortened).join(', ')}.`);
      if (cut > 0) this.#warnings.push(`The model reads ${length - cut} words; the last ${cut} were left out.`);
    }
  }
}

const LONGEST_WORD = 40;
const shortened = (word: string): string => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word);

/** Steps of each pass to come: known before the first begins. */
function passSteps({ mode, steps, strength, upscale }: ResolvedRequest): number[] {
  if (mode === 'upscale' && upscale !== undefined) return [levelsKept(upscale.steps, upscale.strength)];
  const first = mode === 'text-to-image' ? steps : levelsKept(steps, strength);
  return upscale === undefined ? [first] : [first, levelsKept(upscale.steps, upscale.strength)];
}

/** A text for all needs to be read once. */
const oneIfAlike = (texts: readonly string[]): readonly string[] => (texts.every((text) => text === texts[0]) ? texts.slice(0, 1) : texts);

function sampleRequest({ size, steps, start, known, inpaint, returns, unprompted = false }: Pass, request: ResolvedRequest, signal: AbortSignal | undefined): SampleRequest {
  const { seeds, guidanceInterval, sampler, spacing, eta, rng, clipSkip, variation } = request;
  const prompts = unprompted ? [''] : oneIfAlike(request.prompts);
  return {
    prompts, negativePrompts: oneIfAlike(request.negativePrompts), seeds, steps, guidance: unprompted ? 1 : request.guidance, guidanceInterval, sampler, spacing, rng, clipSkip, size,
    ...(eta !== undefined && { eta }), ...(variation && { variation }), ...(start && { start }), ...(known && { known }), ...(inpaint && { inpaint }), ...(returns && { returns }), ...(signal && { signal }),
  };
}
