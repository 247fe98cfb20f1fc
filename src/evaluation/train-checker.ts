/** Trains a world's checker on renders of its own, blurred and noised a little, so that it looks at shapes and colours rather than at exact pixels. */
import { createRandom, type Random } from '../base/random.ts';
import { float32, int32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import { initialWeights } from '../nn/initial-weights.ts';
import { createParameters } from '../nn/parameters.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { optimizerFeeds } from '../training/learning-rate.ts';
import { learningStep, loadLearningStep, readAverages } from '../training/learn.ts';
import type { OptimizerSettings } from '../training/optimizer.ts';
import { drawScenes } from '../training/world-pictures.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import { labelFactors, type World } from '../worlds/world.ts';
import type { Weights } from '../weights/weights.ts';
import { type CheckerConfig, checkerNetwork, checkerToWeights } from './checker.ts';

/** Far from the seeds of training runs and evaluations. */
const SEED = 7_000_001;
const SCENES = 12_000;
const BATCH = 64;
const STEPS = 900;
const optimizer: OptimizerSettings & { adamwRate: number; muonRate: number } = {
  clipNorm: 1, adamwRate: 2e-3, muonRate: 0,
  adamw: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02 },
  muon: { momentum: 0.95, weightDecay: 0 },
};

export interface CheckerProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

/** Scenes of all splits: the checker has to know held-out combinations, too. The last value is the weights. */
export async function* trainChecker(runtime: Runtime, world: World, canvases: CanvasFactory): AsyncGenerator<CheckerProgress, Weights> {
  const { scenes, pixels } = await drawScenes(world, canvases, { count: SCENES, seed: SEED });
  const config: CheckerConfig = { format: 1, world: world.name, size: world.size, factors: labelFactors(world) };
  const labels = scenes.map((scene) => world.labels(scene));
  const { session, step: learning } = await loadStep(runtime, config);
  const random = createRandom(SEED);
  for (let step = 0; step < STEPS; step++) {
    const rates = optimizerFeeds(step, step / STEPS, { optimizer, warmupSteps: 50, decay: 1, averageDecays: [0.99] }, learning);
    const chosen = Array.from({ length: BATCH }, () => random.integer(SCENES));
    const feeds = {
      pictures: float32(roughened(pixels, chosen, world.size, random), [BATCH, 3, world.size, world.size]),
      labels: int32(chosen.flatMap((i) => [...(labels[i] as readonly number[])]), [BATCH, config.factors.length]),
      ...rates,
    };
    const { loss } = await session.run(feeds, { fetches: ['loss'] });
    yield { step: step + 1, steps: STEPS, loss: Number((loss as TensorData).data[0]) };
  }
  const averages = await readAverages(session, learning);
  await session.close();
  return checkerToWeights(config, averages);
}

async function loadStep(runtime: Runtime, { factors, size }: CheckerConfig) {
  const parameters = createParameters();
  const logits = checkerNetwork(parameters, ops.input('pictures', [BATCH, 3, size, size]), factors);
  const labels = ops.input('labels', [BATCH, factors.length], 'int32');
  const each = logits.map((one, i) => ops.reduceMean(ops.crossEntropy(one, ops.reshape(ops.slice(labels, 1, i, i + 1), [BATCH]))));
  const step = learningStep({ loss: each.reduce((sum, one) => ops.add(sum, one)) }, parameters.all, () => 'adamw', optimizer);
  return { step, session: await loadLearningStep(runtime, step, initialWeights(parameters.all, SEED, 1), 'checker training') };
}

/** Largest deviation of noise, and of a shift of all values, in units of the range -1..1. */
const NOISE = 0.12;
const SHIFT = 0.04;

function roughened(pixels: Uint8Array, chosen: readonly number[], size: number, random: Random): Float32Array {
  const area = size * size;
  const batch = random.fillNormal(new Float32Array(chosen.length * 3 * area));
  chosen.forEach((picture, row) => {
    const noise = NOISE * random.uniform();
    const shift = SHIFT * random.normal();
    const blur = random.uniform() < 0.4 ? random.uniform() : 0;
    for (let channel = 0; channel < 3; channel++) {
      const at = (x: number, y: number): number => (pixels[(picture * area + Math.min(size - 1, Math.max(0, y)) * size + Math.min(size - 1, Math.max(0, x))) * 3 + channel] as number) / 127.5 - 1;
      for (let i = 0; i < area; i++) {
        const [x, y] = [i % size, Math.floor(i / size)];
        const around = blur === 0 ? 0 : (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4;
        const to = (row * 3 + channel) * area + i;
        batch[to] = (1 - blur * 0.7) * at(x, y) + blur * 0.7 * around + shift + noise * (batch[to] as number);
      }
    }
  });
  return batch;
}
