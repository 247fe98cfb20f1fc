/** The loop that all phases share: steps until the clock or the count says stop; tells, checks that numbers are finite, keeps checkpoints. */
import { DarkroomError } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import type { Session } from '../runtime/runtime.ts';
import { type Metric, type PhaseProgress, noProgress } from './checkpoint.ts';
import { GRADIENT_OUTPUTS, type LearningStep, memberNames } from './learn.ts';
import { optimizerFeeds, rateFactor } from './learning-rate.ts';
import type { TrainEvent } from './training-event.ts';
import type { Pace } from './training-recipe.ts';

/** What learns, as the loop sees it. */
export interface Learner {
  readonly session: Session;
  readonly step: LearningStep;
  /** Outputs of the graph that make the curves, the one of the progress line first. */
  readonly losses: readonly string[];
  /** The feeds of a step but for the optimizer's. */
  feeds(step: number): Record<string, TensorData> | Promise<Record<string, TensorData>>;
  readonly samplesPerStep: number;
  /** Multiplications and additions of one step. */
  readonly flops: number;
}

export interface LoopOptions {
  readonly phase: string;
  readonly learner: Learner;
  readonly pace: Pace;
  /** Milliseconds. */
  readonly now: () => number;
  /** When this sitting of the phase began, by `now`. */
  readonly startedAt: number;
  readonly resumeFrom?: PhaseProgress;
  /** Looks at what was learned so far, at the recipe's moments and at the end; tells what it made through `loop.note`. */
  look(loop: RunLoop): AsyncGenerator<TrainEvent>;
  /** Keeps the state; gives the file. */
  saveCheckpoint(loop: RunLoop): Promise<string>;
  readonly signal?: AbortSignal;
}

const EVENT_SECONDS = 0.25;
const SMOOTHING = 0.98;

/** Owns how far a phase is. */
export class RunLoop {
  readonly #options: LoopOptions;
  readonly #earlierSeconds: number;
  #progress: PhaseProgress;
  #pending: { losses: Record<string, number>; gradientNorm: number; gradientNormPeak: number; steps: number; since: number };
  #lastCheckpointAt: number;

  constructor(options: LoopOptions) {
    this.#options = options;
    const { samplesPerStep, flops } = options.learner;
    this.#progress = { ...(options.resumeFrom ?? noProgress), samplesPerStep, flopsPerStep: flops };
    this.#earlierSeconds = this.#progress.seconds;
    this.#pending = this.#nothingPending();
    this.#lastCheckpointAt = options.now();
  }

  get progress(): PhaseProgress {
    return { ...this.#progress, seconds: this.#seconds() };
  }

  /** Adds to what is told of the phase: sheets, validations. */
  note(change: (progress: PhaseProgress) => Partial<PhaseProgress>): void {
    this.#progress = { ...this.#progress, ...change(this.#progress) };
  }

  /** @throws DarkroomError 'not-finite' with the step and the tensor, 'cancelled' after a last checkpoint */
  async* run(): AsyncGenerator<TrainEvent> {
    const { learner, pace, now, look } = this.#options;
    this.#pending = this.#nothingPending();
    let toldAt = -Infinity;
    let feeds = await learner.feeds(this.#progress.step);
    for (let done = this.#done(); done < 1; done = this.#done()) {
      await this.#stopIfCancelled();
      const running = learner.session.run({ ...feeds, ...optimizerFeeds(this.#progress.step, done, pace, learner.step) }, { fetches: ['loss', ...learner.losses, ...GRADIENT_OUTPUTS] });
      // The next batch is made while the engine works.
      const next = learner.feeds(this.#progress.step + 1);
      this.#record(await running, done);
      feeds = await next;
      if (now() - toldAt >= EVENT_SECONDS * 1000) {
        toldAt = now();
        yield this.#stepEvent();
      }
      const after = this.#done();
      if (after < 1 && pace.sheets.some((at) => done < at && after >= at)) yield* look(this);
      if (now() - this.#lastCheckpointAt >= pace.checkpointSeconds * 1000) yield { kind: 'checkpoint', phase: this.#options.phase, step: this.#progress.step, file: await this.#checkpoint() };
    }
    yield this.#stepEvent();
    yield* look(this);
    await this.#checkpoint();
  }

  #nothingPending() {
    return { losses: {}, gradientNorm: 0, gradientNormPeak: 0, steps: 0, since: this.#seconds() };
  }

  #seconds(): number {
    return this.#earlierSeconds + (this.#options.now() - this.#options.startedAt) / 1000;
  }

  /** 0..1: share of the phase that is done, by steps or by the clock. */
  #done(): number {
    return doneShare(this.#options.pace, { step: this.#progress.step, seconds: this.#seconds() });
  }

  /** A cancelled run can go on: its last step is kept. Sheets are short and run to their end. */
  async #stopIfCancelled(): Promise<void> {
    if (!this.#options.signal?.aborted) return;
    const file = await this.#checkpoint();
    throw new DarkroomError('cancelled', `Stopped after step ${this.#progress.step}; the state is in ${file}. Go on with --resume.`, { step: this.#progress.step });
  }

  async #checkpoint(): Promise<string> {
    const file = await this.#options.saveCheckpoint(this);
    this.#lastCheckpointAt = this.#options.now();
    return file;
  }

  #record(outputs: Readonly<Record<string, TensorData>>, done: number): void {
    const { losses } = this.#options.learner;
    const step = this.#progress.step + 1;
    this.#checkFinite(outputs, step);
    const value = (name: string): number => Number(outputs[name]?.data[0]);
    const norm = value('gradient_norm');
    const pending = this.#pending;
    this.#pending = {
      ...pending, steps: pending.steps + 1, gradientNorm: pending.gradientNorm + norm, gradientNormPeak: Math.max(pending.gradientNormPeak, norm),
      losses: Object.fromEntries(losses.map((name) => [name, (pending.losses[name] ?? 0) + value(name)])),
    };
    const weight = Math.min(SMOOTHING, (step - 1) / step);
    const smoothedLoss = weight * this.#progress.smoothedLoss + (1 - weight) * value(losses[0] ?? 'loss');
    this.#progress = { ...this.#progress, step, smoothedLoss, seconds: this.#seconds(), metrics: [...this.#progress.metrics, ...this.#metric(step, done)] };
  }

  /** A point of the curves every so many steps, ever sparser, so that a long run keeps some hundred points. */
  #metric(step: number, done: number): Metric[] {
    const { steps, since, losses, gradientNorm, gradientNormPeak } = this.#pending;
    if (steps < Math.max(5, Math.floor(step / 200))) return [];
    const seconds = this.#seconds();
    this.#pending = this.#nothingPending();
    return [{
      step, seconds, losses: Object.fromEntries(Object.entries(losses).map(([name, sum]) => [name, sum / steps])), gradientNorm: gradientNorm / steps, gradientNormPeak,
      rateFactor: rateFactor(step, done, this.#options.pace), samplesPerSecond: (steps * this.#options.learner.samplesPerStep) / Math.max(seconds - since, 1e-9),
    }];
  }

  #checkFinite(outputs: Readonly<Record<string, TensorData>>, step: number): void {
    const squares = outputs['gradient_squares']?.data as Float32Array;
    const at = squares.findIndex((value) => !Number.isFinite(value));
    const tensor = at >= 0 ? `the gradient of '${memberNames(this.#options.learner.step)[at]}'` : !Number.isFinite(Number(outputs['loss']?.data[0])) ? 'the loss' : undefined;
    if (tensor === undefined) return;
    throw new DarkroomError('not-finite', `Step ${step}: ${tensor} is not finite. Lower the learning rates; the last checkpoint is from before.`, { step, tensor });
  }

  #stepEvent(): TrainEvent {
    const { phase, learner, pace } = this.#options;
    const { step, smoothedLoss, metrics } = this.#progress;
    const elapsed = this.#seconds();
    const rate = metrics.at(-1)?.samplesPerSecond ?? 0;
    const stepsPerSecond = rate / learner.samplesPerStep;
    return {
      kind: 'step', phase, step, ...(pace.steps !== undefined && { steps: pace.steps }), loss: smoothedLoss, samplesPerSecond: rate,
      gflopsPerSecond: (stepsPerSecond * learner.flops) / 1e9, elapsedSeconds: elapsed, progress: this.#done(),
      remainingSeconds: pace.steps === undefined ? Math.max(0, 60 * (pace.minutes ?? 1) - elapsed) : stepsPerSecond > 0 ? (pace.steps - step) / stepsPerSecond : 0,
    };
  }
}

/** How much of a phase is done, 0..1. */
export function doneShare({ steps, minutes }: Pace, { step, seconds }: Pick<PhaseProgress, 'step' | 'seconds'>): number {
  return Math.min(1, steps === undefined ? seconds / (60 * (minutes ?? 1)) : step / steps);
}
