/** Stable Diffusion checkpoints as a pipeline: sessions of one checkpoint in one engine, made when they are first needed. */
import { DarkroomError } from '../base/errors.ts';
import { float32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import { type DenoisePair, pairDenoiserOf } from '../diffusion/guidance.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import { type Picture, pictureFromPlanes } from '../images/picture.ts';
import type { StableDiffusionCheckpoint } from '../models/checkpoints/stable-diffusion.ts';
import { type AdaptedNetworks, type AppliedAdapter, adaptCheckpoint } from '../models/lora/adapt.ts';
import type { Adapter } from '../models/lora/adapter.ts';
import { extractNetworks } from '../recipe/prompt-networks.ts';
import type { Runtime, TensorMap } from '../runtime/runtime.ts';
import { textsOf } from './condition-texts.ts';
import { DeepCache } from './deep-cache.ts';
import { type Tile, decodeTiles, tilesFor } from './decode-tiles.ts';
import { type LatentColours, fitLatentColours, latentPicture, swatchPicture } from './latent-colours.ts';
import type { ConditionRequest, LatentShape, PictureSize, Pipeline, PipelineInfo, TextReading } from './pipeline.ts';
import { type PooledGraph, SessionPool } from './session-pool.ts';
import { guidanceWaves, sizesFor } from './stable-diffusion-conditions.ts';
import { decoderGraph, denoiserGraph, encoderGraph } from './stable-diffusion-graphs.ts';
import { pipelineInfo } from './stable-diffusion-info.ts';
import { type Sampling, samplingOf } from './stable-diffusion-schedule.ts';
import { type ReadChunks, type TextCondition, type TextNetworks, chunkCount, emptyText, encodeText } from './stable-diffusion-text.ts';

export interface StableDiffusionOptions {
  /** Of the weights, see `PipelineInfo`. */
  readonly hash: string;
  /** Makes chunks of prompts, one for each text encoder. */
  readonly readers: readonly ReadChunks[];
  /** What the networks may take together; when it is reached, those that were not used for longest are unloaded. */
  readonly memoryBytes: number;
  /** The denoiser's weights stay mapped: it takes its file and a little, and each look some time more. Default false. */
  readonly lowMemory?: boolean;
  /** `fast`: the denoiser computes in 8 bits. Default 'exact'. */
  readonly precision?: 'exact' | 'fast';
  /** The lower part of the denoiser runs every so many looks and is reused between, see `DeepCache`. Default 1: always. */
  readonly cache?: number;
  /** Added to the weights when they are loaded, whatever a prompt says. Default: none. */
  readonly adapters?: readonly AppliedAdapter[];
  /** Finds what `<lora:name:0.8>` in a prompt names. Default: there is none. @throws DarkroomError code 'usage' */
  readonly findAdapter?: (name: string) => Promise<Adapter>;
  /** Rows that follow each text encoder's vocabulary, [K, width]: textual inversions. Default: none. */
  readonly extraTokens?: readonly (TensorData<'float32'> | undefined)[];
}

/** Everything that the denoiser is given besides latents and time, for one picture. */
type Feeds = Readonly<TensorMap>;

const SWATCH_SIDE = 256;

/** Owns the sessions of one checkpoint in one runtime; close it to free them (the runtime stays). */
export class StableDiffusionPipeline implements Pipeline {
  readonly info: PipelineInfo;
  readonly schedule: Schedule;
  /** What the user should know about how the files were read. */
  readonly notes: readonly string[];
  readonly #checkpoint: StableDiffusionCheckpoint;
  readonly #sampling: Sampling;
  readonly #options: StableDiffusionOptions;
  readonly #pool: SessionPool;
  readonly #adapters = new Map<string, Promise<Adapter>>();
  #colours: Promise<LatentColours> | undefined;

  /** @throws DarkroomError code 'model' for a scheduler that Darkroom does not know, 'weights' for an adapter that does not fit */
  constructor(runtime: Runtime, checkpoint: StableDiffusionCheckpoint, options: StableDiffusionOptions) {
    this.#checkpoint = checkpoint;
    this.#options = options;
    this.#pool = new SessionPool(runtime, options.memoryBytes);
    this.#sampling = samplingOf(checkpoint.scheduler, checkpoint.name);
    this.schedule = this.#sampling.schedule;
    this.info = { ...pipelineInfo(checkpoint, this.#sampling, options.hash), ...(options.precision === 'fast' && { precision: 'fast' }), ...(options.cache !== undefined && options.cache > 1 && { cache: options.cache }) };
    this.notes = [...checkpoint.notes, ...adaptCheckpoint(checkpoint, options.adapters ?? []).notes];
  }

  /** Tokens of the first encoder; there is no limit, as long texts are read in chunks. */
  read(text: string): TextReading {
    return { length: this.#options.readers[0]?.(extractNetworks(text).text).length ?? 0, unknown: [], cut: 0 };
  }

  latentShape({ width, height }: PictureSize): LatentShape {
    const { sizeMultiple: pixels, id } = this.info;
    if (![width, height].every((side) => Number.isInteger(side) && side >= pixels && side % pixels === 0)) throw new DarkroomError('usage', `The model ${id} draws sides that are multiples of ${pixels} pixels, not ${width}×${height}.`, { width, height });
    return [this.#checkpoint.autoencoder.config.latentChannels, height / pixels, width / pixels];
  }

  /** Rows run one by one: on a CPU a batch is not faster, and one graph serves any number of pictures, guided or not. */
  async condition(request: ConditionRequest): Promise<DenoisePair> {
    const { prompts, negativePrompts } = textsOf(request);
    const channels = await this.#channels(request);
    const adapted = adaptCheckpoint(this.#checkpoint, await this.#adaptersFor(prompts));
    const texts = await this.#readTexts(request, adapted);
    const conditional = prompts.map((prompt) => this.#feeds(texts(prompt), request, false));
    const unconditional = negativePrompts.map((prompt) => this.#feeds(prompt === '' && this.#checkpoint.zerosForEmptyPrompt ? emptyText(texts(prompt)) : texts(prompt), request, true));
    const of = (feeds: readonly Feeds[], picture: number): Feeds => feeds[feeds.length === 1 ? 0 : picture] as Feeds;
    const [, height, width] = this.latentShape(request);
    const { precision = 'exact', lowMemory = false, cache = 1 } = this.#options;
    const { tokens } = texts(negativePrompts[0] as string);
    const form = { height, width, tokens, adapted, precision, memory: lowMemory ? 'mapped' : 'sparing' } as const;
    const [graph, shallow] = [{ givesDeep: cache > 1 }, { shallow: true }].map((more) => denoiserGraph(this.#checkpoint, { ...form, ...more })) as [PooledGraph, PooledGraph];
    const deeps = new DeepCache(cache);
    const row = async (name: string, feeds: Feeds, signal: AbortSignal | undefined): Promise<Float32Array> => {
      const known = deeps.take(name);
      const { prediction, deep } = known === undefined ? await this.#pool.run(graph, feeds, signal) : await this.#pool.run(shallow, { ...feeds, deep: known }, signal);
      if (deep !== undefined) deeps.keep(name, deep);
      return (prediction as TensorData<'float32'>).data;
    };
    return pairDenoiserOf(async (latents, timestep, both, signal) => {
      deeps.begin(timestep);
      const inputs = channels(latents).map((one) => ({ latents: float32(one, [1, this.#checkpoint.denoiser.config.inputs, height, width]), timesteps: float32([timestep]) }));
      const predict = async (side: string, feeds: readonly Feeds[]): Promise<Float32Array> => {
        const predictions: Float32Array[] = [];
        for (const [i, input] of inputs.entries()) predictions.push(await row(`${side} ${i}`, { ...of(feeds, i), ...input }, signal));
        return joined(predictions);
      };
      const withPrompt = await predict('with', conditional);
      return both ? { conditional: withPrompt, unconditional: await predict('without', unconditional) } : { conditional: withPrompt };
    }, this.#sampling.prediction);
  }

  async decode(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]> {
    const shape = this.latentShape(size);
    const tile = this.#tileFor(shape);
    const graph = decoderGraph(this.#checkpoint, tile.height, tile.width);
    const decode = (one: Float32Array): Promise<Float32Array> => this.#output(graph, 'pictures', { latents: float32(one, [1, shape[0], tile.height, tile.width]) }, signal);
    const pictures: Picture[] = [];
    for (const one of parts(latents, shape)) pictures.push(pictureFromPlanes(await decodeTiles(one, shape, tile, this.info.sizeMultiple, decode), size.width, size.height));
    return pictures;
  }

  /** As large as there is room for: beside a denoiser that takes long to load, or else with all the memory for itself. */
  #tileFor([, height, width]: LatentShape): Tile {
    const tiles = tilesFor({ height, width });
    const graphs = tiles.map((tile) => decoderGraph(this.#checkpoint, tile.height, tile.width));
    const beside = this.#options.lowMemory ? -1 : graphs.findIndex((graph) => this.#pool.hasRoomFor(graph));
    const alone = graphs.findIndex(({ heldBytes, passingBytes }) => heldBytes + passingBytes <= this.#options.memoryBytes);
    return tiles.at(beside === -1 ? alone : beside) as Tile;
  }

  async encode(pictures: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Float32Array> {
    const shape = this.latentShape(size);
    const graph = encoderGraph(this.#checkpoint, shape[1], shape[2]);
    const encoded: Float32Array[] = [];
    for (const one of parts(pictures, [3, size.height, size.width])) {
      encoded.push(await this.#output(graph, 'latents', { pictures: float32(one, [1, 3, size.height, size.width]) }, signal));
    }
    return joined(encoded);
  }

  /** One pixel for each latent, coloured by a map that is fitted once; the tiny autoencoder decodes as fast. */
  async preview(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]> {
    if (this.#checkpoint.autoencoder.config.kind === 'tiny') return this.decode(latents, size, signal);
    const colours = await this.#latentColours(signal);
    const shape = this.latentShape(size);
    return parts(latents, shape).map((one) => latentPicture(one, colours, shape[2], shape[1]));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #latentColours(signal: AbortSignal | undefined): Promise<LatentColours> {
    if (this.#colours !== undefined) return this.#colours;
    const side = { width: SWATCH_SIDE, height: SWATCH_SIDE };
    const fitting = this.encode(swatchPicture(), side, signal).then((latents) => fitLatentColours(latents, this.latentShape(side)[0]));
    this.#colours = fitting;
    fitting.catch(() => { this.#colours = undefined; });
    return fitting;
  }

  /** Those of the pipeline, then those that the prompts name; one set of weights draws all pictures of a run. */
  async #adaptersFor(prompts: readonly string[]): Promise<readonly AppliedAdapter[]> {
    const [named = [], ...others] = prompts.map((prompt) => extractNetworks(prompt).networks);
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(named))) throw new DarkroomError('usage', 'The prompts of one run must name the same adapters.');
    const applied: AppliedAdapter[] = [...this.#options.adapters ?? []];
    for (const { kind, name, strength, textStrength } of named) {
      if (kind !== 'lora' && kind !== 'lyco') throw new DarkroomError('usage', `The prompt names <${kind}:${name}>, which Darkroom does not load; it loads <lora:…>.`, { kind, name });
      applied.push({ adapter: await this.#adapterNamed(name), denoiserStrength: strength, textStrength });
    }
    return applied;
  }

  #adapterNamed(name: string): Promise<Adapter> {
    const known = this.#adapters.get(name);
    if (known !== undefined) return known;
    const { findAdapter } = this.#options;
    if (findAdapter === undefined) return Promise.reject(new DarkroomError('usage', `The prompt names <lora:${name}>, but here is no place to look for it.`, { name }));
    const opening = findAdapter(name);
    this.#adapters.set(name, opening);
    opening.catch(() => this.#adapters.delete(name));
    return opening;
  }

  /** All of a run are made as long as the longest, so that one graph takes them. @returns by prompt */
  async #readTexts({ prompts, negativePrompts, clipSkip = 0, signal }: ConditionRequest, adapted: AdaptedNetworks): Promise<(prompt: string) => TextCondition> {
    const { readers, extraTokens = [] } = this.#options;
    const networks: TextNetworks = { pool: this.#pool, checkpoint: this.#checkpoint, readers, adapted, extraTokens };
    const all = new Set([...prompts, ...negativePrompts].map((prompt) => extractNetworks(prompt).text));
    const chunks = chunkCount(readers, [...all]);
    const texts = new Map<string, TextCondition>();
    for (const text of all) texts.set(text, await encodeText(networks, text, { chunks, clipSkip, signal }));
    return (prompt) => texts.get(extractNetworks(prompt).text) as TextCondition;
  }

  #feeds({ context, tokens, pooled }: TextCondition, size: ConditionRequest, negative: boolean): Feeds {
    const { config } = this.#checkpoint.denoiser;
    const feeds: TensorMap = { context: float32(context, [1, tokens, config.context]) };
    if (config.added !== undefined) {
      const sizes = sizesFor(this.#checkpoint, size, negative);
      feeds['pooled'] = float32(pooled, [1, pooled.length]);
      feeds['sizes'] = float32(sizes, [1, sizes.length]);
    }
    if (config.guidance !== undefined) feeds['guidance'] = float32(guidanceWaves(size.guidance ?? this.info.defaults.guidance, config.guidance), [1, config.guidance]);
    return feeds;
  }

  /** Latents as the network takes them: with the mask and the masked picture's latents behind, where it was trained so. */
  async #channels({ inpaint, count, signal, ...size }: ConditionRequest): Promise<(latents: Float32Array) => readonly Float32Array[]> {
    const shape = this.latentShape(size);
    if (!this.info.inpainting) return (latents) => parts(latents, shape);
    const { mask, masked } = inpaint ?? await this.#paintEverything(size, signal);
    const [masks, maskedRows] = [parts(mask, [1, shape[1], shape[2]]), parts(masked, shape)];
    if (![masks, maskedRows].every(({ length }) => length === 1 || length === count)) throw new DarkroomError('usage', `${masks.length} masks and ${maskedRows.length} masked pictures do not fit ${count} pictures.`);
    return (latents) => parts(latents, shape).map((one, i) => joined([one, masks[i % masks.length] as Float32Array, maskedRows[i % maskedRows.length] as Float32Array]));
  }

  /** A grey picture, all of it to be painted: what these networks draw from words alone with. */
  async #paintEverything(size: PictureSize, signal: AbortSignal | undefined): Promise<NonNullable<ConditionRequest['inpaint']>> {
    const [, height, width] = this.latentShape(size);
    return { mask: new Float32Array(height * width).fill(1), masked: await this.encode(new Float32Array(3 * size.height * size.width), size, signal) };
  }

  async #output(graph: PooledGraph, name: string, feeds: Feeds, signal: AbortSignal | undefined): Promise<Float32Array> {
    return ((await this.#pool.run(graph, feeds, signal))[name] as TensorData<'float32'>).data;
  }
}

/** A batch cut into its rows. */
function parts(batch: Float32Array, shape: readonly number[]): Float32Array[] {
  const size = sizeOf(shape);
  return Array.from({ length: batch.length / size }, (_, i) => batch.subarray(i * size, (i + 1) * size));
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return only;
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    all.set(row, offset);
    offset += row.length;
  }
  return all;
}
