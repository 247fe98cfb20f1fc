/** Darkroom's own models as a pipeline: the sessions of one model, made when they are first needed, and kept while there is room. */
import { float32, int32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import { DarkroomError } from '../base/errors.ts';
import { type DenoisePair, pairDenoiserOf } from '../diffusion/guidance.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Picture } from '../images/picture.ts';
import { pictureFromPlanes } from '../images/picture.ts';
import { codecPatch } from '../models/autoencoders/codec.ts';
import { createParameters } from '../nn/parameters.ts';
import type { Runtime, TensorMap } from '../runtime/runtime.ts';
import { createWordTokenizer, type TokenizedText } from '../tokenizers/word-tokenizer.ts';
import { type Model, emitWithWeights } from './model.ts';
import type { ModelConfig } from './model-config.ts';
import { decoderNetwork, denoiserNetwork, encoderNetwork, latentShape, previewNetwork, textInputs, textNetwork } from './networks.ts';
import { wordAttention } from './lens/word-attention.ts';
import { type PooledGraph, SessionPool } from './session-pool.ts';
import { textsOf } from './condition-texts.ts';
import type { ConditionRequest, LatentShape, PictureSize, Pipeline, PipelineInfo, TextReading, WordMap, WordMapRequest } from './pipeline.ts';

/** How these models' noise levels are spaced unless asked otherwise: their descriptions do not say. */
const SPACING = 'trailing';

/** What the networks of one model may take together: each number of pictures and prompts is a network of its own. */
const SESSION_BYTES = 2 ** 31;

/** What a model of this configuration can do; its weights need not be read for that. */
export function latentDiffusionInfo({ id, picture, defaults, codec, world }: ModelConfig, hash = ''): PipelineInfo {
  return { id, hash, size: picture, sizeMultiple: codecPatch(codec), fixedSize: true, batches: true, inpainting: false, ...(world !== undefined && { world }), defaults: { ...defaults, spacing: SPACING } };
}

/** Owns the sessions of one model in one runtime; close it to free them (the runtime stays). */
export class LatentDiffusion implements Pipeline {
  readonly info: PipelineInfo;
  readonly schedule: Schedule;
  readonly #model: Model;
  readonly #pool: SessionPool;
  readonly #tokenize: (text: string) => TokenizedText;
  readonly #latentSize: number;

  /** @param hash of the weights, see `PipelineInfo`; left out for models that are not in a file */
  constructor(runtime: Runtime, model: Model, hash = '') {
    this.info = latentDiffusionInfo(model.config, hash);
    this.schedule = createSchedule(model.config.schedule);
    this.#model = model;
    this.#pool = new SessionPool(runtime, SESSION_BYTES);
    this.#tokenize = createWordTokenizer(model.config.text.tokenizer);
    this.#latentSize = latentShape(model.config).reduce((a, b) => a * b, 1);
  }

  read(text: string): TextReading {
    const { words, unknown, cut } = this.#tokenize(text);
    return { length: words.length, limit: this.#model.config.text.tokenizer.maximumWords, unknown, cut };
  }

  /** @throws DarkroomError code 'usage': each position of the latents has learned weights of its own, so there is one size */
  latentShape({ width, height }: PictureSize): LatentShape {
    const { config } = this.#model;
    if (width !== config.picture.width || height !== config.picture.height) throw new DarkroomError('usage', `The model ${config.id} draws ${config.picture.width}×${config.picture.height} pixels, not ${width}×${height}.`, { width, height });
    return latentShape(config);
  }

  /** Prompts come first, then, if both are wanted, the negative prompts, in one batch. */
  async condition(request: ConditionRequest): Promise<DenoisePair> {
    const { clipSkip = 0, signal } = request;
    const { prompts, negativePrompts } = textsOf(request);
    if (clipSkip !== 0) throw new DarkroomError('usage', `The model ${this.info.id} has no CLIP layers that could be skipped.`, { clipSkip });
    const { prediction } = this.#model.config;
    const half = await this.#readTexts(prompts, signal);
    const whole = await this.#readTexts([...prompts, ...negativePrompts], signal);
    return pairDenoiserOf(async (latents, timestep, both, cancel) => {
      if (!both) return { conditional: await this.#predict(latents, timestep, prompts.length, half, cancel) };
      const twice = new Float32Array(2 * latents.length);
      twice.set(latents);
      twice.set(latents, latents.length);
      const output = await this.#predict(twice, timestep, 2 * prompts.length, whole, cancel);
      return { conditional: output.subarray(0, latents.length), unconditional: output.subarray(latents.length) };
    }, prediction);
  }

  decode(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]> {
    return this.#pictures('decoder', decoderNetwork, latents, size, signal);
  }

  preview(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]> {
    return this.#pictures('preview', previewNetwork, latents, size, signal);
  }

  async encode(pictures: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Float32Array> {
    this.latentShape(size);
    const { width, height } = size;
    const batch = pictures.length / (3 * width * height);
    const graph = this.#graph('codec', `encoder ${batch}`, () => ({ latents: encoderNetwork(createParameters(), batch, this.#model.config) }));
    const { latents } = await this.#pool.run(graph, { pictures: float32(pictures, [batch, 3, height, width]) }, signal);
    return (latents as TensorData<'float32'>).data;
  }

  /** The network once more, for one prompt and one row, with its cross-attention as an output. */
  async wordMaps({ prompt, latents, timestep, signal }: WordMapRequest): Promise<WordMap[]> {
    const { config } = this.#model;
    const shape = latentShape(config);
    const [, height, width] = shape;
    const length = config.text.tokenizer.maximumWords;
    const graph = this.#graph('denoiser', 'word maps', () => {
      const output = denoiserNetwork(createParameters(), ops.input('latents', [1, ...shape]), ops.input('timesteps', [1]), textInputs(1, config), config);
      const maps = wordAttention(output, length, height * width);
      if (maps === undefined) throw new DarkroomError('model', `The denoiser of ${this.info.id} has no layer that looks at words.`);
      return { output, maps };
    });
    const feeds = { ...await this.#readTexts([prompt], signal), latents: float32(latents, [1, ...shape]), timesteps: float32(Float32Array.of(timestep)) };
    const { maps } = await this.#pool.run(graph, feeds, signal);
    const values = (maps as TensorData<'float32'>).data;
    const area = height * width;
    return this.#tokenize(prompt).words.slice(0, length).map((word, i) => ({ word, map: values.slice(i * area, (i + 1) * area), width, height }));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Texts as the denoiser takes them; the same text is read once. */
  async #readTexts(texts: readonly string[], signal?: AbortSignal): Promise<TensorMap> {
    const { config } = this.#model;
    const graph = this.#graph('text', `text ${texts.length}`, () => {
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
    return this.#pool.run(graph, feeds, signal);
  }

  /** Latents to pictures of whatever size the network gives. */
  async #pictures(name: string, network: typeof decoderNetwork, latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]> {
    const shape = this.latentShape(size);
    const batch = latents.length / this.#latentSize;
    const graph = this.#graph('codec', `${name} ${batch}`, () => ({ pictures: network(createParameters(), batch, this.#model.config) }));
    const { pictures } = await this.#pool.run(graph, { latents: float32(latents, [batch, ...shape]) }, signal);
    const { data, shape: [, , height, width] } = pictures as TensorData<'float32'> & { shape: readonly [number, number, number, number] };
    return Array.from({ length: batch }, (_, i) => pictureFromPlanes(data.subarray(i * 3 * width * height, (i + 1) * 3 * width * height), width, height));
  }

  async #predict(latents: Float32Array, timestep: number, texts: number, text: TensorMap, signal?: AbortSignal): Promise<Float32Array> {
    const { config } = this.#model;
    const rows = latents.length / this.#latentSize;
    const shape = [rows, ...latentShape(config)];
    const graph = this.#graph('denoiser', `denoiser ${texts} ${rows}`, () => ({
      output: denoiserNetwork(createParameters(), ops.input('latents', shape), ops.input('timesteps', [rows]), textInputs(texts, config), config),
    }));
    const feeds = { ...text, latents: float32(latents, shape), timesteps: float32(new Float32Array(rows).fill(timestep)) };
    const { output } = await this.#pool.run(graph, feeds, signal);
    return (output as TensorData<'float32'>).data;
  }

  /** @param part whose weights the graph holds: where their names begin */
  #graph(part: 'text' | 'denoiser' | 'codec', name: string, build: () => Readonly<Record<string, Tensor>>): PooledGraph {
    return { name, heldBytes: this.#bytesOf(part), passingBytes: 0, memory: 'ample', build: () => ({ bytes: emitWithWeights(build(), this.#model, name) }) };
  }

  /** Weights in the engine are single precision, and packed a second time for its matrix products. */
  #bytesOf(part: string): number {
    const values = [...this.#model.tensors].reduce((sum, [name, { shape }]) => sum + (name.startsWith(`${part}.`) ? sizeOf(shape) : 0), 0);
    return 2 * Float32Array.BYTES_PER_ELEMENT * values;
  }
}
