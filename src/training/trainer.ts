/** A training run from data to model: prepares, steps, tells, draws sheets, keeps checkpoints; goes on where an earlier sitting stopped. */
import { DarkroomError, throwIfCancelled } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import type { Picture } from '../images/picture.ts';
import { initialWeights } from '../nn/initial-weights.ts';
import { LatentDiffusion } from '../pipelines/latent-diffusion.ts';
import type { Model } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { latentShape } from '../pipelines/networks.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { samplePictures } from '../pipelines/sample-pictures.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { collectWords, splitWords } from '../tokenizers/word-tokenizer.ts';
import { type BatchSource, createBatches } from './batches.ts';
import type { Checkpoint, Metric, RunProgress } from './checkpoint.ts';
import { fitPatchCodec } from './fit-patch-codec.ts';
import { optimizerFeeds, rateFactor } from './learning-rate.ts';
import type { TrainEvent } from './training-event.ts';
import { loadLearningStep, memberNames, readAverages } from './learn.ts';
import { AUXILIARY, TRAINING_OUTPUTS, type TrainingGraph, trainingGraph } from './training-graph.ts';
import { type TrainingPictures, pictureBatch } from './training-pictures.ts';
import type { TrainingRecipe } from './training-recipe.ts';

/** Where a run keeps what shall outlive it. Every save is atomic: a kill leaves the old state or the new. Each gives the path it wrote. */
export interface RunStore {
  saveCheckpoint(checkpoint: Checkpoint): Promise<string>;
  saveModel(model: Model): Promise<string>;
  saveSheet(step: number, pictures: readonly (readonly Picture[])[], prompts: readonly string[]): Promise<string>;
  /** The report page and the metrics file. */
  saveReport(checkpoint: Omit<Checkpoint, 'tensors'>): Promise<string>;
  /** The folder. */
  readonly path: string;
}

export interface TrainingRun {
  readonly runtime: Runtime;
  readonly recipe: TrainingRecipe;
  readonly pictures: TrainingPictures;
  readonly store: RunStore;
  /** Milliseconds; the run's clock. */
  readonly now: () => number;
  /** When the sitting began, by `now`: preparation counts. */
  readonly startedAt: number;
  /** The model's id and origin: what only the caller knows. */
  readonly naming: { readonly id: string; readonly origin: (progress: RunProgress) => string };
  readonly resumeFrom?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** Streams of the seed beside those of batches. */
const WEIGHTS_STREAM = 3;
const ENCODE_BATCH = 256;
const EVENT_SECONDS = 0.25;
const SMOOTHING = 0.98;

/**
 * Trains until the clock or the number of steps says stop.
 * @throws DarkroomError 'not-finite' with the step and the tensor, 'cancelled' after a last checkpoint, 'weights' when a checkpoint does not fit
 */
export async function* trainModel(run: TrainingRun): AsyncGenerator<TrainEvent> {
  const trainer = await Trainer.prepare(run);
  try {
    yield* trainer.notes();
    yield* trainer.steps();
    yield* trainer.finish();
  } finally {
    await trainer.close();
  }
}

/** Owns the session in which a run lives. */
class Trainer {
  readonly #run: TrainingRun;
  readonly #config: ModelConfig;
  readonly #codec: ReadonlyMap<string, TensorData>;
  readonly #graph: TrainingGraph;
  readonly #batches: BatchSource;
  readonly #session: Session;
  readonly #notes: readonly string[];
  readonly #earlierSeconds: number;
  #progress: RunProgress;
  #pending = { loss: 0, labelLoss: 0, gradientNorm: 0, steps: 0, since: 0 };
  #lastCheckpointAt: number;

  private constructor(run: TrainingRun, parts: { config: ModelConfig; codec: ReadonlyMap<string, TensorData>; graph: TrainingGraph; batches: BatchSource; session: Session; notes: readonly string[] }) {
    this.#run = run;
    this.#config = parts.config;
    this.#codec = parts.codec;
    this.#graph = parts.graph;
    this.#batches = parts.batches;
    this.#session = parts.session;
    this.#notes = parts.notes;
    this.#progress = run.resumeFrom?.progress ?? { step: 0, seconds: 0, smoothedLoss: 0, metrics: [], sheets: [] };
    this.#earlierSeconds = this.#progress.seconds;
    this.#lastCheckpointAt = run.now();
  }

  static async prepare(run: TrainingRun): Promise<Trainer> {
    const { runtime, recipe, pictures, resumeFrom, signal } = run;
    const config = resumeFrom?.config ?? configFor(run);
    const codec = resumeFrom === undefined
      ? await fitPatchCodec(runtime, pictures, config.codec, recipe.whitening, signal)
      : new Map([...resumeFrom.tensors].filter(([name]) => name.startsWith('codec.')));
    const { latents, decibels } = await encodeAll(runtime, { config, tensors: codec }, pictures, signal);
    const graph = trainingGraph(config, recipe, pictures.factors);
    const session = await loadTraining(run, graph);
    const notes = [
      pictures.summary,
      ...longCaptions(pictures, config),
      `Codec: ${config.codec.patch}×${config.codec.patch} patches to ${config.codec.channels} values; reconstructions have ${decibels.toFixed(1)} dB.`,
      `Network: ${parameterCount(graph)} parameters; ${(graph.flops / 1e9).toFixed(1)} GFLOP a step of ${recipe.batch * recipe.copies} samples. ${runtime.report.reason}`,
    ];
    return new Trainer(run, { config, codec, graph, batches: createBatches(pictures, latents, config, recipe), session, notes });
  }

  *notes(): Generator<TrainEvent> {
    for (const text of this.#notes) yield { kind: 'note', text };
    if (this.#progress.step > 0) yield { kind: 'note', text: `Going on after step ${this.#progress.step}.` };
  }

  async* steps(): AsyncGenerator<TrainEvent> {
    const { recipe, now } = this.#run;
    this.#pending.since = this.#seconds();
    let toldAt = -Infinity;
    let feeds = this.#batches.feeds(this.#progress.step);
    for (let progress = this.#done(); progress < 1; progress = this.#done()) {
      await this.#stopIfCancelled();
      const running = this.#session.run({ ...feeds, ...optimizerFeeds(this.#progress.step, progress, recipe) }, { fetches: TRAINING_OUTPUTS });
      // The next batch is made while the engine works.
      feeds = this.#batches.feeds(this.#progress.step + 1);
      this.#record(await running, progress);
      if (now() - toldAt >= EVENT_SECONDS * 1000) {
        toldAt = now();
        yield this.#stepEvent();
      }
      yield* this.#intermediate(progress);
    }
    yield this.#stepEvent();
  }

  async* finish(): AsyncGenerator<TrainEvent> {
    const { store } = this.#run;
    yield* this.#drawSheet();
    const model = await store.saveModel(await this.#currentModel());
    await this.#saveCheckpoint();
    const report = await store.saveReport(this.#checkpointHead());
    yield { kind: 'done', step: this.#progress.step, seconds: this.#seconds(), out: store.path, model, report };
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #seconds(): number {
    return this.#earlierSeconds + (this.#run.now() - this.#run.startedAt) / 1000;
  }

  /** 0..1: share of the run that is done, by steps or by the clock. */
  #done(): number {
    const { steps, minutes } = this.#run.recipe;
    return Math.min(1, steps === undefined ? this.#seconds() / (60 * (minutes ?? 1)) : this.#progress.step / steps);
  }

  /** A cancelled run can go on: its last step is kept. Sheets are short and run to their end. */
  async #stopIfCancelled(): Promise<void> {
    if (!this.#run.signal?.aborted) return;
    const file = await this.#saveCheckpoint();
    throw new DarkroomError('cancelled', `Stopped after step ${this.#progress.step}; the state is in ${file}. Go on with --resume.`, { step: this.#progress.step });
  }

  #record(outputs: Readonly<Record<string, TensorData>>, progress: number): void {
    const step = this.#progress.step + 1;
    this.#checkFinite(outputs, step);
    const [loss, labelLoss, gradientNorm] = ['denoising_loss', 'label_loss', 'gradient_norm'].map((name) => Number(outputs[name]?.data[0])) as [number, number, number];
    const pending = this.#pending;
    this.#pending = { ...pending, loss: pending.loss + loss, labelLoss: pending.labelLoss + labelLoss, gradientNorm: pending.gradientNorm + gradientNorm, steps: pending.steps + 1 };
    const weight = Math.min(SMOOTHING, (step - 1) / step);
    this.#progress = { ...this.#progress, step, smoothedLoss: weight * this.#progress.smoothedLoss + (1 - weight) * loss, seconds: this.#seconds(), metrics: [...this.#progress.metrics, ...this.#metric(step, progress)] };
  }

  /** A point of the curves every so many steps, ever sparser, so that a long run keeps some hundred points. */
  #metric(step: number, progress: number): Metric[] {
    const { steps, since, loss, labelLoss, gradientNorm } = this.#pending;
    if (steps < Math.max(5, Math.floor(step / 200))) return [];
    const seconds = this.#seconds();
    this.#pending = { loss: 0, labelLoss: 0, gradientNorm: 0, steps: 0, since: seconds };
    const { batch, copies } = this.#run.recipe;
    return [{ step, seconds, loss: loss / steps, labelLoss: labelLoss / steps, gradientNorm: gradientNorm / steps, rateFactor: rateFactor(step, progress, this.#run.recipe), samplesPerSecond: (steps * batch * copies) / Math.max(seconds - since, 1e-9) }];
  }

  #checkFinite(outputs: Readonly<Record<string, TensorData>>, step: number): void {
    const squares = outputs['gradient_squares']?.data as Float32Array;
    const at = squares.findIndex((value) => !Number.isFinite(value));
    const tensor = at >= 0 ? `the gradient of '${memberNames(this.#graph)[at]}'` : !Number.isFinite(Number(outputs['loss']?.data[0])) ? 'the loss' : undefined;
    if (tensor === undefined) return;
    throw new DarkroomError('not-finite', `Step ${step}: ${tensor} is not finite. Lower the learning rates; the last checkpoint is from before.`, { step, tensor });
  }

  #stepEvent(): TrainEvent {
    const { recipe } = this.#run;
    const { step, smoothedLoss, metrics } = this.#progress;
    const done = this.#done();
    const elapsed = this.#seconds();
    const rate = metrics.at(-1)?.samplesPerSecond ?? 0;
    const stepsPerSecond = rate / (recipe.batch * recipe.copies);
    return {
      kind: 'step', step, ...(recipe.steps !== undefined && { steps: recipe.steps }), loss: smoothedLoss, samplesPerSecond: rate,
      gflopsPerSecond: (stepsPerSecond * this.#graph.flops) / 1e9, elapsedSeconds: elapsed, progress: done,
      remainingSeconds: recipe.steps === undefined ? Math.max(0, 60 * (recipe.minutes ?? 1) - elapsed) : stepsPerSecond > 0 ? (recipe.steps - step) / stepsPerSecond : 0,
    };
  }

  /** Sheets at their fractions of the run, checkpoints by the clock. */
  async* #intermediate(before: number): AsyncGenerator<TrainEvent> {
    const { recipe, now } = this.#run;
    const done = this.#done();
    if (done < 1 && recipe.sheets.some((at) => before < at && done >= at)) yield* this.#drawSheet();
    if (now() - this.#lastCheckpointAt >= recipe.checkpointSeconds * 1000) yield { kind: 'checkpoint', step: this.#progress.step, folder: await this.#saveCheckpoint() };
  }

  async* #drawSheet(): AsyncGenerator<TrainEvent> {
    const { runtime, recipe, store } = this.#run;
    const pipeline = new LatentDiffusion(runtime, await this.#currentModel());
    const { prompts } = recipe;
    const { defaults } = this.#config;
    const perPrompt = 4;
    const seeds = prompts.flatMap(() => Array.from({ length: perPrompt }, (_, i) => i));
    const pictures = await samplePictures(pipeline, { ...defaults, prompts: prompts.flatMap((prompt) => Array<string>(perPrompt).fill(prompt)), negativePrompt: '', seeds });
    await pipeline.close();
    const { step } = this.#progress;
    const file = await store.saveSheet(step, prompts.map((_, i) => pictures.slice(i * perPrompt, (i + 1) * perPrompt)), prompts);
    this.#progress = { ...this.#progress, sheets: [...this.#progress.sheets, { step, file }] };
    await store.saveReport(this.#checkpointHead());
    yield { kind: 'sheet', step, file };
  }

  /** The moving average of the weights, with the codec. */
  async #currentModel(): Promise<Model> {
    const averages = await readAverages(this.#session, this.#graph);
    const tensors = new Map([...this.#codec, ...[...averages].filter(([name]) => !name.startsWith(`${AUXILIARY}.`))]);
    return { config: { ...this.#config, origin: this.#run.naming.origin(this.#progress) }, tensors };
  }

  #checkpointHead(): Omit<Checkpoint, 'tensors'> {
    return { config: this.#config, recipe: this.#run.recipe, data: this.#run.pictures.summary, progress: { ...this.#progress, seconds: this.#seconds() } };
  }

  async #saveCheckpoint(): Promise<string> {
    const state = await this.#session.readState();
    this.#lastCheckpointAt = this.#run.now();
    return this.#run.store.saveCheckpoint({ ...this.#checkpointHead(), tensors: new Map([...this.#codec, ...Object.entries(state)]) });
  }
}

function configFor({ recipe, pictures, naming }: TrainingRun): ModelConfig {
  const { model } = recipe;
  const words = collectWords(pictures.texts);
  return { format: 1, id: naming.id, origin: '', ...(pictures.world !== undefined && { world: pictures.world }), ...model, text: { ...model.text, tokenizer: { ...model.text.tokenizer, words } } };
}

/** What the model will not read is said before it trains for an hour. */
function longCaptions({ texts }: TrainingPictures, { text }: ModelConfig): string[] {
  const most = text.tokenizer.maximumWords;
  const long = [...texts].filter((caption) => splitWords(caption).length > most).length;
  return long === 0 ? [] : [`${long} captions have more than ${most} words; the rest of those is not read.`];
}

function parameterCount({ parameters }: TrainingGraph): string {
  const count = [...parameters].filter(([name]) => !name.startsWith(`${AUXILIARY}.`)).reduce((sum, [, { shape }]) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return `${(count / 1e6).toFixed(2)} million`;
}

/** @throws DarkroomError code 'weights' when the checkpoint lacks a state of this graph */
function loadTraining({ runtime, recipe, resumeFrom }: TrainingRun, graph: TrainingGraph): Promise<Session> {
  const missing = resumeFrom && graph.slots.find(({ name }) => !resumeFrom.tensors.has(name));
  if (missing) throw new DarkroomError('weights', `The checkpoint holds no '${missing.name}': it belongs to another recipe. Start anew with another --out.`, { name: missing.name });
  return loadLearningStep(runtime, graph, initialWeights(graph.parameters, recipe.seed, WEIGHTS_STREAM), 'training step', resumeFrom?.tensors);
}

/** All latents, and how well the codec gives the pictures back (peak signal-to-noise ratio, on the first pictures). */
async function encodeAll(runtime: Runtime, codec: Model, pictures: TrainingPictures, signal?: AbortSignal): Promise<{ latents: Float32Array; decibels: number }> {
  const pipeline = new LatentDiffusion(runtime, codec);
  const size = latentShape(codec.config).reduce((a, b) => a * b, 1);
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
