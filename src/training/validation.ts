/** The measure of progress: how far the denoiser's guesses are off at each noise level, on fixed pictures with fixed noise that no step learns from. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import { denoisedCoefficients } from '../diffusion/prediction.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters } from '../nn/parameters.ts';
import { type Model, emitWithWeights } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { denoiserOutputs, latentShape, textNetwork } from '../pipelines/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { createWordTokenizer } from '../tokenizers/word-tokenizer.ts';
import { captionFeeds } from './captions.ts';
import { type PhaseSeed, phaseRandom } from './phase-random.ts';
import type { Latents } from './training-data.ts';
import type { TrainingTexts } from './training-pictures.ts';

/** Equal parts of the schedule's moments, from nearly clean to nearly pure noise. */
export const BINS = 8;
/** `0–12 % noise`: what a bin holds, for legends. */
export const binName = (bin: number): string => `${Math.round((100 * bin) / BINS)}–${Math.round((100 * (bin + 1)) / BINS)} %`;
const BATCH = 64;
/** Errors count 1 / max(sigma, floor)²: the loss of the velocity, whatever a recipe weighs, so that recipes compare. */
const FLOOR = 0.05;

/** Mean errors after some steps. */
export interface Validation {
  readonly step: number;
  /** Mean of the bins. */
  readonly loss: number;
  /** Of each bin, the cleanest first. */
  readonly bins: readonly number[];
  /** The same pictures with each other's captions: what the captions are worth is the difference. */
  readonly shuffled: number;
  /** Pictures that were learned from; undefined where the fixed pictures themselves are. */
  readonly trained?: number;
}

/** Batches of fixed feeds, and the bin of each row. */
export interface ValidationSet {
  readonly feeds: readonly Readonly<Record<string, TensorData>>[];
  readonly bins: readonly number[];
}

/** @param pictures how many, rounded up to whole batches; a small data set is gone through again with other noise */
export function validationSet(texts: TrainingTexts, latents: Latents, config: ModelConfig, pictures: number, seed: PhaseSeed): ValidationSet {
  const { tokenizer } = config.text;
  const tokenize = createWordTokenizer(tokenizer);
  const schedule = createSchedule(config.schedule);
  const shape = latentShape(config);
  const size = shape.reduce((a, b) => a * b, 1);
  const bins: number[] = [];
  const feeds = Array.from({ length: Math.ceil(pictures / BATCH) }, (_, batch) => {
    const random = phaseRandom(seed, 'validation').fork(batch);
    const chosen = Array.from({ length: BATCH }, (__, i) => (batch * BATCH + i) % texts.count);
    const clean = new Float32Array(BATCH * size);
    chosen.forEach((picture, row) => latents.copy(picture, clean, row * size));
    const levels = chosen.flatMap((__, row) => {
      const bin = row % BINS;
      bins.push(bin);
      const level = schedule.atMoment((bin + 1 - random.uniform()) / BINS);
      const way = denoisedCoefficients(config.prediction, level);
      return [level.alpha, level.sigma, level.timestep, way.latents, way.output, 1 / Math.max(level.sigma, FLOOR) ** 2];
    });
    const words = captionFeeds(chosen.map((picture) => () => texts.caption(picture, random)), 0, random, tokenize, tokenizer, { captionDropout: 0, wordDropout: 0 });
    return { latents: float32(clean, [BATCH, ...shape]), noise: float32(random.fillNormal(new Float32Array(BATCH * size)), [BATCH, ...shape]), levels: float32(levels, [BATCH, 6]), ...words };
  });
  return { feeds, bins };
}

/** Inputs `latents`, `noise`, `levels` (alpha, sigma, timestep, the way back to clean latents, weight), `ids`, `grams`; output `errors` [rows]. */
function errorGraph(config: ModelConfig): Tensor {
  const shape = [BATCH, ...latentShape(config)];
  const parameters = createParameters();
  const text = textNetwork(parameters, BATCH, config);
  const [alpha, sigma, timestep, ofLatents, ofOutput, weight] = ops.split(ops.input('levels', [BATCH, 6]), 1, [1, 1, 1, 1, 1, 1]).map((column) => ops.reshape(column, [BATCH, 1, 1, 1])) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const clean = ops.input('latents', shape);
  const noisy = ops.add(ops.mul(clean, alpha), ops.mul(ops.input('noise', shape), sigma));
  const { output } = denoiserOutputs(parameters, noisy, ops.reshape(timestep, [BATCH]), text, config);
  const denoised = ops.add(ops.mul(noisy, ofLatents), ops.mul(output, ofOutput));
  return ops.reduceMean(ops.mul(ops.square(ops.sub(denoised, clean)), weight), [1, 2, 3]);
}

/** Errors of a model on fixed sets, each by the name it is given. */
export class Validator {
  readonly #runtime: Runtime;
  readonly #sets: { readonly fixed: ValidationSet; readonly trained?: ValidationSet };

  /** @param sets `fixed` is measured by bins and with shuffled captions; `trained` holds pictures that are learned from, where `fixed` does not */
  constructor(runtime: Runtime, sets: { readonly fixed: ValidationSet; readonly trained?: ValidationSet }) {
    this.#runtime = runtime;
    this.#sets = sets;
  }

  async validate(model: Model, step: number): Promise<Validation> {
    const session = await this.#runtime.load({ bytes: emitWithWeights({ errors: errorGraph(model.config) }, model, 'validation') }, { name: 'validation' });
    const errors = async ({ feeds }: ValidationSet, change: (feeds: ValidationSet['feeds'][number]) => Readonly<Record<string, TensorData>> = (same) => same): Promise<number[]> => {
      const all: number[] = [];
      for (const batch of feeds) all.push(...((await session.run(change(batch)))['errors'] as TensorData<'float32'>).data);
      return all;
    };
    try {
      const { fixed, trained } = this.#sets;
      const right = await errors(fixed);
      const bins = Array.from({ length: BINS }, (_, bin) => mean(right.filter((__, row) => fixed.bins[row] === bin)));
      return { step, bins, loss: mean(right), shuffled: mean(await errors(fixed, withCaptionsTurned)), ...(trained && { trained: mean(await errors(trained)) }) };
    } finally {
      await session.close();
    }
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Each row gets the caption of the row before. */
function withCaptionsTurned(feeds: Readonly<Record<string, TensorData>>): Readonly<Record<string, TensorData>> {
  const turned = ({ dtype, shape, data }: TensorData): TensorData => {
    const row = data.length / (shape[0] ?? 1);
    const next = data.slice();
    (next as Int32Array).set((data as Int32Array).subarray(0, data.length - row), row);
    (next as Int32Array).set((data as Int32Array).subarray(data.length - row), 0);
    return { dtype, shape, data: next } as TensorData;
  };
  return { ...feeds, ids: turned(feeds['ids'] as TensorData), grams: turned(feeds['grams'] as TensorData) };
}
