/** What a run learns from: texts, and their pictures as latents, made when a phase asks for them. */
import { throwIfCancelled } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import { createPicture } from '../images/picture.ts';
import { codecPatch } from '../models/autoencoders/codec.ts';
import { LatentDiffusion } from '../pipelines/latent-diffusion.ts';
import type { Model } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { fitLinearCodec } from './codec/fit-linear-codec.ts';
import type { PictureSource } from './codec/picture-source.ts';
import { fitPatchCodec } from './fit-patch-codec.ts';
import type { TrainEvent } from './training-event.ts';
import { type TrainingPictures, type TrainingTexts, pictureBatch } from './training-pictures.ts';
import type { WorldScenes } from './world-scenes.ts';

/** The latents of all pictures, [count, C, h, w], known by the same numbers as their texts. */
export interface Latents {
  /** Writes the latents of a picture, [C, h, w]. */
  copy(picture: number, target: Float32Array, offset: number): void;
  /** Which object of the picture fills each square of a grid of `REGION_GRID`² squares, as its label map numbers them, 0 for none; where labels are known. */
  regions?(picture: number): Uint8Array;
  /** Sees to it that so many pictures are there; absent: all are. One call at a time. */
  upTo?(count: number): Promise<void>;
  /** Frees what drawing needs. */
  close?(): Promise<void>;
}

export interface LatentsRequest {
  readonly runtime: Runtime;
  /** Its description, and the tensors of its codec at least. */
  readonly model: Model;
  /** How many shall be there at once; the others can follow while the phase learns. Default: all. */
  readonly first?: number;
  readonly signal?: AbortSignal;
}

export interface TrainingData extends TrainingTexts {
  /** The codec, where it is found in closed form: `codec.*`. */
  fitCodec(runtime: Runtime, config: ModelConfig, whitening: number, signal?: AbortSignal): Promise<Map<string, TensorData>>;
  readonly pictures: PictureSource;
  /** Tells what there is to tell, then gives the latents. */
  latents(request: LatentsRequest): AsyncGenerator<TrainEvent, Latents>;
  /** Others of the same kind, to measure by. */
  readonly validation?: TrainingData;
}

const ENCODE_BATCH = 256;

/** How a world's scenes become pixels and latents; what was drawn before is found again. */
export interface SceneDrawing<S> {
  /** One picture at a time, at the world's own size. */
  source(scenes: WorldScenes<S>): PictureSource;
  /** Pixels of the first scenes, as pictures in memory. */
  pictures(scenes: WorldScenes<S>, size: number, signal?: AbortSignal): Promise<TrainingPictures>;
  latents(scenes: WorldScenes<S>, request: LatentsRequest): AsyncGenerator<TrainEvent, Latents>;
}

/** Scenes of a world as data, drawn when a phase asks for them. */
export function sceneData<S>(scenes: WorldScenes<S>, drawing: SceneDrawing<S>): TrainingData {
  const source = drawing.source(scenes);
  return {
    ...scenes, pictures: source,
    fitCodec: async (runtime, { codec, picture }, whitening, signal) => (codec.kind === 'patch'
      ? fitPatchCodec(runtime, await drawing.pictures(scenes, picture.width, signal), codec, whitening, signal)
      : fitLinearCodec(runtime, source, codec, { whitening, ...(signal && { signal }) })),
    latents: (request) => drawing.latents(scenes, request),
  };
}

/** Pictures in memory as data: their latents are in memory, too. */
export function pictureData({ validation, ...pictures }: TrainingPictures): TrainingData {
  const { count, size, pixels } = pictures;
  const source: PictureSource = { count, size, picture: async (number) => createPicture(size, size, pixels.subarray(number * 3 * size * size, (number + 1) * 3 * size * size)) };
  return {
    ...pictures,
    ...(validation && { validation: pictureData(validation) }),
    pictures: source,
    fitCodec: (runtime, { codec }, whitening, signal) => (codec.kind === 'patch' ? fitPatchCodec(runtime, pictures, codec, whitening, signal) : fitLinearCodec(runtime, source, codec, { whitening, ...(signal && { signal }) })),
    latents: async function* ({ runtime, model, signal }) {
      const { latents, decibels } = await encodeAll(runtime, model, pictures, signal);
      const { codec } = model.config;
      yield { kind: 'note', text: `Codec: ${codecPatch(codec)}×${codecPatch(codec)} pixels to ${codec.channels} values; reconstructions have ${decibels.toFixed(1)} dB.` };
      const size = latents.length / pictures.count;
      return { copy: (picture, target, offset) => target.set(latents.subarray(picture * size, (picture + 1) * size), offset) };
    },
  };
}

/** All latents, and how well the codec gives the pictures back (peak signal-to-noise ratio, on the first pictures). */
async function encodeAll(runtime: Runtime, codec: Model, pictures: TrainingPictures, signal?: AbortSignal): Promise<{ latents: Float32Array; decibels: number }> {
  const pipeline = new LatentDiffusion(runtime, codec);
  const size = pipeline.latentShape(pipeline.info.size).reduce((a, b) => a * b, 1);
  const latents = new Float32Array(pictures.count * size);
  let squares = 0;
  for (let first = 0; first < pictures.count; first += ENCODE_BATCH) {
    throwIfCancelled(signal);
    // The last run is filled up with repeats, so that one graph serves all.
    const indices = Array.from({ length: Math.min(ENCODE_BATCH, pictures.count) }, (_, i) => Math.min(first + i, pictures.count - 1));
    const encoded = await pipeline.encode(pictureBatch(pictures, indices), pipeline.info.size, signal);
    latents.set(encoded.subarray(0, Math.min(ENCODE_BATCH, pictures.count - first) * size), first * size);
    if (first === 0) squares = await meanSquareError(pipeline, encoded, pictures, indices);
  }
  await pipeline.close();
  return { latents, decibels: 10 * Math.log10(255 ** 2 / Math.max(squares, 1e-9)) };
}

async function meanSquareError(pipeline: Pipeline, latents: Float32Array, { pixels, size }: TrainingPictures, indices: readonly number[]): Promise<number> {
  const bytes = 3 * size * size;
  const back = await pipeline.decode(latents, pipeline.info.size);
  const sum = back.reduce((total, { data }, row) => total + data.reduce((each, value, i) => each + (value - (pixels[(indices[row] as number) * bytes + i] as number)) ** 2, 0), 0);
  return sum / (back.length * bytes);
}
