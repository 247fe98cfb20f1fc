/** Prompts to latents to pixels: the sessions of one model, made when they are first needed and kept. */
import { float32, int32, type TensorData } from '../base/tensor-data.ts';
import { DarkroomError } from '../base/errors.ts';
import { type DenoisePair, pairDenoiserOf, withGuidance } from '../diffusion/guidance.ts';
import { startNoise, stepNoise } from '../diffusion/noise.ts';
import { sample } from '../diffusion/sample.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import { spaceLevels } from '../diffusion/spacing.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Picture } from '../images/picture.ts';
import { pictureFromPlanes } from '../images/picture.ts';
import { createParameters } from '../nn/parameters.ts';
import type { Runtime, Session, TensorMap } from '../runtime/runtime.ts';
import { createWordTokenizer, type TokenizedText } from '../tokenizers/word-tokenizer.ts';
import { type Model, emitWithWeights } from './model.ts';
import { decoderNetwork, denoiserNetwork, encoderNetwork, latentShape, textInputs, textNetwork } from './networks.ts';

export interface SampleRequest {
  /** One text for each picture, or one for all. */
  readonly prompts: readonly string[];
  readonly negativePrompt: string;
  /** One for each picture: the picture comes out the same alone or in company. */
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceInterval: readonly [number, number];
  readonly sampler: string;
  readonly signal?: AbortSignal;
}

/** One sampling step of a batch. */
export interface LatentStep {
  readonly index: number;
  readonly steps: number;
  readonly noiseLevel: number;
  /** [B, C, h, w] */
  readonly denoised: Float32Array;
}

/** Owns the sessions of one model in one runtime; close it to free them (the runtime stays). */
export class LatentDiffusion {
  readonly model: Model;
  readonly #runtime: Runtime;
  readonly #sessions = new Map<string, Promise<Session>>();
  readonly #tokenize: (text: string) => TokenizedText;
  readonly #latentSize: number;

  constructor(runtime: Runtime, model: Model) {
    this.model = model;
    this.#runtime = runtime;
    this.#tokenize = createWordTokenizer(model.config.text.tokenizer);
    this.#latentSize = latentShape(model.config).reduce((a, b) => a * b, 1);
  }

  /** What the model will make of a text: its words, and which of them it has never seen. */
  read(text: string): TokenizedText {
    return this.#tokenize(text);
  }

  /** Denoises from pure noise; returns the latents, [B, C, h, w]. @throws DarkroomError 'usage', 'engine', 'not-finite', 'cancelled' */
  async* sample(request: SampleRequest): AsyncGenerator<LatentStep, Float32Array> {
    const { config } = this.model;
    const { seeds, steps, guidance, guidanceInterval, sampler, signal } = request;
    const levels = spaceLevels(createSchedule(config.schedule), steps);
    const first = levels[0]?.sigma ?? 1;
    const denoise = withGuidance(await this.#denoisePair(request), { scale: guidance, interval: guidanceInterval, pictures: seeds.length });
    const run = sample({ denoise, latents: startNoise(seeds, this.#latentSize).map((x) => x * first), levels, sampler, noise: stepNoise(seeds, this.#latentSize), ...(signal && { signal }) });
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
      const { index, sigma, denoised } = next.value;
      yield { index, steps, noiseLevel: sigma, denoised };
    }
  }

  /** Latents to pictures. @param latents [B, C, h, w] */
  async decode(latents: Float32Array, signal?: AbortSignal): Promise<Picture[]> {
    const { config } = this.model;
    const batch = latents.length / this.#latentSize;
    const session = await this.#session(`decoder ${batch}`, () => ({ pictures: decoderNetwork(createParameters(), batch, config) }));
    const { pictures } = await session.run({ latents: float32(latents, [batch, ...latentShape(config)]) }, signal ? { signal } : {});
    const { width, height } = config.picture;
    const values = (pictures as TensorData<'float32'>).data;
    return Array.from({ length: batch }, (_, i) => pictureFromPlanes(values.subarray(i * 3 * width * height, (i + 1) * 3 * width * height), width, height));
  }

  /** Pictures to latents. @param pictures [B, 3, H, W] in [-1, 1] @returns [B, C, h, w] */
  async encode(pictures: Float32Array, signal?: AbortSignal): Promise<Float32Array> {
    const { config } = this.model;
    const { width, height } = config.picture;
    const batch = pictures.length / (3 * width * height);
    const session = await this.#session(`encoder ${batch}`, () => ({ latents: encoderNetwork(createParameters(), batch, config) }));
    const { latents } = await session.run({ pictures: float32(pictures, [batch, 3, height, width]) }, signal ? { signal } : {});
    return (latents as TensorData<'float32'>).data;
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).close();
    this.#sessions.clear();
  }

  /** Texts as the denoiser takes them; the same text is read once. */
  async #readTexts(texts: readonly string[], signal?: AbortSignal): Promise<TensorMap> {
    const { config } = this.model;
    const session = await this.#session(`text ${texts.length}`, () => {
      const { tokens, mask, summary } = textNetwork(createParameters(), texts.length, config);
      // A mask that depends on no weight is an output all the same.
      return { tokens, mask, summary };
    });
    const { maximumWords, gramsPerWord } = config.text.tokenizer;
    const read = texts.map(this.#tokenize);
    const feeds = {
      ids: int32(read.flatMap(({ ids }) => [...ids]), [texts.length, maximumWords]),
      grams: int32(read.flatMap(({ grams }) => [...grams]), [texts.length, maximumWords, gramsPerWord]),
    };
    return session.run(feeds, signal ? { signal } : {});
  }

  /** The network as guidance calls it: prompts first, then, if both are wanted, the negative prompts, in one batch. */
  async #denoisePair({ prompts, negativePrompt, seeds, signal }: SampleRequest): Promise<DenoisePair> {
    if (prompts.length !== 1 && prompts.length !== seeds.length) throw new DarkroomError('usage', `${prompts.length} prompts do not fit ${seeds.length} seeds.`);
    const { prediction } = this.model.config;
    const half = await this.#readTexts(prompts, signal);
    const whole = await this.#readTexts([...prompts, ...prompts.map(() => negativePrompt)], signal);
    return pairDenoiserOf(async (latents, timestep, both, cancel) => {
      if (!both) return { conditional: await this.#predict(latents, timestep, prompts.length, half, cancel) };
      const twice = new Float32Array(2 * latents.length);
      twice.set(latents);
      twice.set(latents, latents.length);
      const output = await this.#predict(twice, timestep, 2 * prompts.length, whole, cancel);
      return { conditional: output.subarray(0, latents.length), unconditional: output.subarray(latents.length) };
    }, prediction);
  }

  async #predict(latents: Float32Array, timestep: number, texts: number, text: TensorMap, signal?: AbortSignal): Promise<Float32Array> {
    const { config } = this.model;
    const rows = latents.length / this.#latentSize;
    const shape = [rows, ...latentShape(config)];
    const session = await this.#session(`denoiser ${texts} ${rows}`, () => ({
      output: denoiserNetwork(createParameters(), ops.input('latents', shape), ops.input('timesteps', [rows]), textInputs(texts, config), config),
    }));
    const feeds = { ...text, latents: float32(latents, shape), timesteps: float32(new Float32Array(rows).fill(timestep)) };
    const { output } = await session.run(feeds, signal ? { signal } : {});
    return (output as TensorData<'float32'>).data;
  }

  #session(name: string, build: () => Readonly<Record<string, Tensor>>): Promise<Session> {
    const known = this.#sessions.get(name);
    if (known !== undefined) return known;
    const loading = this.#runtime.load({ bytes: emitWithWeights(build(), this.model, name) }, { name });
    this.#sessions.set(name, loading);
    // A failed load is forgotten, so that the next call tries again.
    loading.catch(() => this.#sessions.delete(name));
    return loading;
  }
}
