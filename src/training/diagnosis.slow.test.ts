/** Each of the usual failures, provoked on a tiny model, is named; a run where nothing is wrong gets none of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { float32, type TensorData } from '../base/tensor-data.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { PhaseHead } from './checkpoint.ts';
import { type Problem, diagnose } from './diagnosis.ts';
import type { RunStore } from './phase.ts';
import { firstLight } from './recipes/first-light.ts';
import { planRun } from './run-plan.ts';
import { type TrainingData, pictureData } from './training-data.ts';
import type { TrainEvent } from './training-event.ts';
import type { TrainingPictures } from './training-pictures.ts';
import { changedRecipe } from './training-recipe.ts';
import { trainModel } from './trainer.ts';

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

const SIZE = 16;
const colours = { red: [230, 40, 40], green: [40, 200, 60], blue: [50, 60, 230], yellow: [230, 220, 50] } as const;
const places = ['left', 'right', 'top', 'bottom'] as const;

/** Coloured bars on grey of some brightness with a little noise: 16 kinds, each picture a little different. */
function bars(count: number, seed: number): TrainingPictures {
  const random = createRandom(seed);
  const texts: string[] = [];
  const pixels = new Uint8Array(count * SIZE * SIZE * 3);
  for (let picture = 0; picture < count; picture++) {
    const [colour, place, grey] = [random.pick(Object.keys(colours)) as keyof typeof colours, random.pick(places), 60 + 120 * random.uniform()];
    texts.push(`a ${colour} bar at the ${place}`);
    for (let i = 0; i < SIZE * SIZE; i++) {
      const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
      const inside = { left: x < 5, right: x > 10, top: y < 5, bottom: y > 10 }[place];
      for (let channel = 0; channel < 3; channel++) pixels[(picture * SIZE * SIZE + i) * 3 + channel] = Math.max(0, Math.min(255, (inside ? colours[colour][channel]! : grey) + 8 * random.normal()));
    }
  }
  return { count, size: SIZE, pixels, texts, factors: [], caption: (picture) => ({ text: texts[picture]!, labels: [] }), summary: `${count} bars` };
}

const tiny = { picture: { width: SIZE, height: SIZE }, codec: { patch: 4, channels: 16 }, text: { width: 32, heads: 2, tokenizer: { buckets: 64 } }, denoiser: { width: 48, layers: 2, heads: 2, hidden: 96 } };

/** Nothing is kept: the tests look at what was told. */
const nowhere: RunStore = {
  path: 'nowhere', loadCheckpoint: () => Promise.resolve(undefined), loadFinished: () => Promise.resolve(undefined), saveCheckpoint: () => Promise.resolve(''), saveFinished: () => Promise.resolve(''),
  saveModel: () => Promise.resolve(''), saveSheet: () => Promise.resolve(''), saveReport: () => Promise.resolve(''),
};

async function trained(data: TrainingData, steps: number, changes: Readonly<Record<string, unknown>> = {}): Promise<Problem[]> {
  const phase = { labelLoss: 0, wordDropout: 0, validation: 128, warmupSteps: 10, sheets: [0.25, 0.5, 0.75], checkpointSeconds: 1e6, ...changes };
  const recipe = changedRecipe(firstLight, { model: tiny, phases: { denoiser: phase }, prompts: ['a red bar at the left'] }, 'test');
  const heads: PhaseHead[] = [];
  const store: RunStore = { ...nowhere, saveFinished: (finished) => { heads.push(finished); return Promise.resolve(''); } };
  const events: TrainEvent[] = [];
  for await (const event of trainModel({ runtime, ...(await planRun(recipe, store, { steps })), data, store, now: () => performance.now(), startedAt: performance.now(), naming: { id: 'test', origin: () => '' } })) events.push(event);
  const told = events.find((event) => event.kind === 'diagnosis');
  expect(told).toEqual({ kind: 'diagnosis', findings: diagnose(heads) });
  return diagnose(heads).map(({ problem }) => problem);
}

const many = (): TrainingData => pictureData({ ...bars(512, 1), validation: bars(128, 2) });

describe('the diagnosis', () => {
  test('finds nothing wrong with a run that is well', async () => {
    const problems = await trained(many(), 400);
    expect(problems.filter((problem) => problem !== 'under-training')).toEqual([]);
  });

  test('latents that are ten times too large', async () => {
    const data = many();
    const scaled = (each: TrainingData): TrainingData => ({
      ...each,
      fitCodec: async (...given) => new Map([...await each.fitCodec(...given)].map(([name, value]) => [name, name.startsWith('codec.encoder') ? float32((value as TensorData<'float32'>).data.map((x) => 10 * x), value.shape) : value])),
    });
    expect(await trained({ ...scaled(data), validation: scaled(data.validation!) }, 20)).toContain('latent-scale');
  });

  test('a rate at which the loss rises again', async () => {
    expect(await trained(many(), 150, { decay: 0, optimizer: { adamwRate: 0.3, muonRate: 0.6, clipNorm: 1e6 } })).toContain('rate-too-high');
  });

  test('captions that belong to other pictures', async () => {
    const data = many();
    const mixed = (each: TrainingData): TrainingData => ({ ...each, caption: (picture, random) => each.caption((picture * 37 + 11) % each.count, random) });
    expect(await trained({ ...mixed(data), validation: mixed(data.validation!) }, 150)).toContain('captions-ignored');
  });

  test('eight pictures learned by heart', async () => {
    expect(await trained(pictureData({ ...bars(8, 3), validation: bars(128, 2) }), 500)).toContain('over-fitting');
  });

  test('a run that was stopped too early', async () => {
    expect(await trained(many(), 120, { decay: 0 })).toContain('under-training');
  });
});
