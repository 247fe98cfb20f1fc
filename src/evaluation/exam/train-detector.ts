/** Trains the detector on renders of all splits, roughened a little, so that it looks at shapes and colours rather than at exact pixels. */
import { createRandom, type Random } from '../../base/random.ts';
import { float32, int32, type TensorData } from '../../base/tensor-data.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { initialWeights } from '../../nn/initial-weights.ts';
import { createParameters } from '../../nn/parameters.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { optimizerFeeds } from '../../training/learning-rate.ts';
import { learningStep, loadLearningStep, readAverages } from '../../training/learn.ts';
import { MovingPool } from '../../training/moving-pool.ts';
import type { OptimizerSettings } from '../../training/optimizer.ts';
import type { CanvasFactory } from '../../worlds/canvas.ts';
import { Renderer } from '../../worlds/render.ts';
import type { Scene } from '../../worlds/storybook/scene.ts';
import { factors } from '../../worlds/storybook/labels.ts';
import { locatedThings, tintClasses } from '../../worlds/storybook/located.ts';
import { storybook } from '../../worlds/storybook/storybook.ts';
import { subjectIds } from '../../worlds/storybook/vocabulary.ts';
import { type DetectorConfig, REDUCTION, STRIDE } from './detector.ts';
import { detectorLosses } from './detector-loss.ts';
import { type Located, targetsOf } from './targets.ts';

/** Far from the seeds of training runs and examinations. */
const SEED = 7_000_003;
const WEIGHTS_STREAM = 1;
const SCENE_STREAM = 2;
const STEP_STREAM = 3;
const BATCH = 16;
const POOL = { pool: 512, fresh: 6 };

const optimizer: OptimizerSettings & { adamwRate: number; muonRate: number } = {
  clipNorm: 1, adamwRate: 2e-3, muonRate: 0,
  adamw: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.02 },
  muon: { momentum: 0.95, weightDecay: 0 },
};
const pace = { optimizer, warmupSteps: 100, decay: 0.5, averageDecays: [0.998] };

/** What is asked of whole pictures. */
const overall = ['place', 'light', 'style', 'composition'] as const;

export const storybookDetector: DetectorConfig = {
  format: 1, world: storybook.name, size: storybook.size, subjects: subjectIds, tints: tintClasses,
  factors: overall.map((name) => ({ name, values: factors.find((factor) => factor.name === name)?.values ?? [] })),
};

export interface DetectorProgress {
  readonly step: number;
  readonly steps: number;
  /** Means of the last steps, by name. */
  readonly losses: Readonly<Record<string, number>>;
  /** The state of training, to go on from; and the averaged weights. Costs a second: call it now and then. */
  state(): Promise<{ readonly step: number; readonly tensors: ReadonlyMap<string, TensorData> }>;
  weights(): Promise<ReadonlyMap<string, TensorData>>;
}

export interface DetectorRun {
  readonly runtime: Runtime;
  readonly canvases: CanvasFactory;
  readonly steps: number;
  readonly resumeFrom?: { readonly step: number; readonly tensors: ReadonlyMap<string, TensorData> };
  readonly signal?: AbortSignal;
}

const lossNames = ['loss', 'centre_loss', 'box_loss', 'subject_loss', 'tint_loss', 'overall_loss'] as const;
const smoothing = 0.98;

/** Tells after every step. Scenes depend on the step alone, so a run can go on anywhere. */
export async function* trainDetector({ runtime, canvases, steps, resumeFrom, signal }: DetectorRun): AsyncGenerator<DetectorProgress> {
  const parameters = createParameters();
  const step = learningStep(detectorLosses(parameters, BATCH, storybookDetector), parameters.all, () => 'adamw', optimizer);
  const session = await loadLearningStep(runtime, step, initialWeights(parameters.all, SEED, WEIGHTS_STREAM), 'detector training', resumeFrom?.tensors);
  const pool = scenePool(canvases);
  let losses: Record<string, number> = {};
  let feeds = await feedsOf(pool, resumeFrom?.step ?? 0);
  for (let at = resumeFrom?.step ?? 0; at < steps; at++) {
    throwIfCancelled(signal);
    const running = session.run({ ...feeds, ...optimizerFeeds(at, at / steps, pace, step) }, { fetches: lossNames });
    // The next batch is drawn while the engine works.
    feeds = await feedsOf(pool, at + 1);
    const told = await running;
    losses = Object.fromEntries(lossNames.map((name) => {
      const value = Number(told[name]?.data[0]);
      return [name, losses[name] === undefined ? value : smoothing * losses[name] + (1 - smoothing) * value];
    }));
    yield {
      step: at + 1, steps, losses,
      state: async () => ({ step: at + 1, tensors: new Map(Object.entries(await session.readState())) }),
      weights: () => readAverages(session, step),
    };
  }
  await session.close();
}

/** A scene, and its picture as small as the detector looks at it: [side, side, 3]. */
interface Seen {
  readonly scene: Scene;
  readonly rgb: Uint8Array;
}

const SIDE = storybookDetector.size / REDUCTION;

/** Every scene is drawn once and seen some times, roughened anew each time: drawing costs more than learning from what is drawn. */
function scenePool(canvases: CanvasFactory): MovingPool<Seen> {
  const renderer = new Renderer(canvases);
  const random = createRandom(SEED, SCENE_STREAM);
  return new MovingPool({
    count: Number.MAX_SAFE_INTEGER,
    make: async (number) => {
      const scene = storybook.sampleScene(random.fork(number));
      return { scene, rgb: halved((await renderer.render(storybook.displayList(scene, storybookDetector.size))).rgb) };
    },
  }, POOL);
}

/** Means of 2×2 pixels. */
function halved(rgb: Uint8Array): Uint8Array {
  const row = 3 * REDUCTION * SIDE;
  return Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
    const [y, x, channel] = [Math.floor(i / (3 * SIDE)), Math.floor(i / 3) % SIDE, i % 3];
    const at = REDUCTION * (y * row + 3 * x) + channel;
    return ((rgb[at] as number) + (rgb[at + 3] as number) + (rgb[at + row] as number) + (rgb[at + row + 3] as number) + 2) >> 2;
  });
}

async function feedsOf(pool: MovingPool<Seen>, step: number): Promise<Record<string, TensorData>> {
  const random = createRandom(SEED, STEP_STREAM).fork(step);
  const there = await pool.at(step);
  const seen = Array.from({ length: BATCH }, () => random.pick(there));
  const reduced = random.fillNormal(new Float32Array(BATCH * 3 * SIDE * SIDE));
  seen.forEach(({ rgb }, row) => roughen(reduced.subarray(row * 3 * SIDE * SIDE, (row + 1) * 3 * SIDE * SIDE), rgb, SIDE, random));
  const scenes = seen.map(({ scene }) => scene);
  const targets = targetsOf(scenes.map(locatedOf), storybookDetector.size / STRIDE);
  const slots = targets.rows.length;
  return {
    reduced: float32(reduced, [BATCH, 3, SIDE, SIDE]), heat: float32(targets.heat, [BATCH, targets.heat.length / BATCH]), rows: int32(targets.rows, [slots]), counts: float32(targets.counts, [slots]),
    subjects: int32(targets.subjects, [slots]), tints: int32(targets.tints, [slots]), boxes: float32(targets.boxes, [slots, 4]), overall: int32(scenes.flatMap(overallLabels), [BATCH, overall.length]),
  };
}

/** Scenes as targets. */
export function locatedOf(scene: Scene): Located[] {
  return locatedThings(scene).map(({ subject, tint, box: { left, top, right, bottom } }) => ({ subject, tint, centre: [(left + right) / 2, (top + bottom) / 2], width: right - left, height: bottom - top }));
}

/** Class numbers of the whole picture, in the order of `storybookDetector.factors`. */
export function overallLabels(scene: Scene): number[] {
  const labels = storybook.labels(scene);
  return overall.map((name) => labels[factors.findIndex((factor) => factor.name === name)] as number);
}

/** Largest deviation of noise in the small picture, and of a shift of all values, in units of the range -1..1. */
const NOISE = 0.05;
const SHIFT = 0.05;
const BLURRED = 0.4;

/** @param target normal noise, becomes the planes of the picture, [3, size, size] */
function roughen(target: Float32Array, rgb: Uint8Array, size: number, random: Random): void {
  const [noise, shift, blur] = [NOISE * random.uniform(), SHIFT * random.normal(), random.uniform() < BLURRED ? 0.8 * random.uniform() : 0];
  const area = size * size;
  for (let y = 0; y < size; y++) {
    const [above, below] = [Math.max(0, y - 1) * size, Math.min(size - 1, y + 1) * size];
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const [left, right] = [y * size + Math.max(0, x - 1), y * size + Math.min(size - 1, x + 1)];
      for (let channel = 0; channel < 3; channel++) {
        const own = rgb[3 * at + channel] as number;
        const around = blur === 0 ? own : ((rgb[3 * left + channel] as number) + (rgb[3 * right + channel] as number) + (rgb[3 * (above + x) + channel] as number) + (rgb[3 * (below + x) + channel] as number)) / 4;
        const to = channel * area + at;
        target[to] = ((1 - blur) * own + blur * around) / 127.5 - 1 + shift + noise * (target[to] as number);
      }
    }
  }
}
