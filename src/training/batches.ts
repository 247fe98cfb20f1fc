/** The feeds of each training step. All randomness depends on (seed, phase, step) alone, so a run resumes anywhere without saved generators. */
import type { Random } from '../base/random.ts';
import { float32, type TensorData } from '../base/tensor-data.ts';
import { targetCoefficients } from '../diffusion/prediction.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import { drawMoments } from '../diffusion/training-moments.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { latentShape } from '../pipelines/networks.ts';
import { createWordTokenizer } from '../tokenizers/word-tokenizer.ts';
import { captionFeeds } from './captions.ts';
import { type PhaseSeed, phaseRandom } from './phase-random.ts';
import { regionFeed } from './region-loss.ts';
import { lossWeights } from './loss-weights.ts';
import type { Latents } from './training-data.ts';
import type { TrainingTexts } from './training-pictures.ts';
import type { DenoiserPhase, TextPhase } from './training-recipe.ts';

/** Feeds of a step, from 0, without the optimizer's scalars. */
export type Batches = (step: number) => Record<string, TensorData>;

/** Captions alone: `ids`, `grams`, `labels`, `labelled`. */
export function createTextBatches(texts: TrainingTexts, { text: { tokenizer } }: ModelConfig, recipe: TextPhase, seed: PhaseSeed): Batches {
  const order = createOrder(texts.count, seed);
  const tokenize = createWordTokenizer(tokenizer);
  return (step) => {
    const random = phaseRandom(seed, 'step').fork(step);
    const captions = Array.from({ length: recipe.batch }, (_, i) => () => texts.caption(order(step * recipe.batch + i), random));
    return captionFeeds(captions, texts.factors.length, random, tokenize, tokenizer, recipe);
  };
}

/** Noisy latents with their captions: the inputs of `trainingGraph`. Pictures that a step may need are there before it. */
export function createBatches(texts: TrainingTexts, latents: Latents, config: ModelConfig, recipe: DenoiserPhase, seed: PhaseSeed): (step: number) => Promise<Record<string, TensorData>> {
  const choose = createChoice(texts.count, recipe, seed);
  const { tokenizer } = config.text;
  const tokenize = createWordTokenizer(tokenizer);
  const schedule = createSchedule(config.schedule);
  const shape = latentShape(config);
  const size = shape.reduce((a, b) => a * b, 1);
  const { batch, copies } = recipe;
  const tokens = config.denoiser.kind === 'grid-transformer' ? (shape[1] * shape[2]) / config.denoiser.patch ** 2 : shape[1] * shape[2];
  return async (step) => {
    const { chosen, upTo } = choose(step);
    await latents.upTo?.(upTo);
    const random = phaseRandom(seed, 'step').fork(step);
    const clean = new Float32Array(batch * size);
    chosen.forEach((picture, row) => latents.copy(picture, clean, row * size));
    return {
      latents: float32(clean, [batch, ...shape]),
      noise: float32(random.fillNormal(new Float32Array(batch * copies * size)), [batch * copies, ...shape]),
      levels: levelRows(stratifiedMoments(random, recipe), schedule, config, recipe),
      ...captionFeeds(chosen.map((picture) => () => texts.caption(picture, random)), texts.factors.length, random, tokenize, tokenizer, recipe),
      ...(texts.regions && recipe.regionLoss > 0 && { regions: regionFeed(texts, latents, chosen, tokens) }),
      ...(texts.regions && recipe.thingWeight !== undefined && { loss_weights: lossWeights(latents, chosen, shape, recipe.thingWeight) }),
    };
  };
}

/** The pictures of each step, and how many pictures there are by then: of growing data any that are there, else the next of the epoch. */
function createChoice(count: number, { batch, growth }: DenoiserPhase, seed: PhaseSeed): (step: number) => { readonly chosen: readonly number[]; readonly upTo: number } {
  if (growth === undefined) {
    const order = createOrder(count, seed);
    return (step) => ({ chosen: Array.from({ length: batch }, (_, i) => order(step * batch + i)), upTo: count });
  }
  return (step) => {
    const upTo = Math.min(count, growth.first + step * growth.fresh);
    const random = phaseRandom(seed, 'order').fork(step);
    return { chosen: Array.from({ length: batch }, () => random.integer(upTo)), upTo };
  };
}

/** Which picture comes at a place of the endless row of shuffled epochs. */
function createOrder(count: number, seed: PhaseSeed): (place: number) => number {
  const all = Array.from({ length: count }, (_, i) => i);
  let epoch = -1;
  let shuffled: number[] = all;
  return (place) => {
    const wanted = Math.floor(place / count);
    if (wanted !== epoch) {
      epoch = wanted;
      shuffled = phaseRandom(seed, 'order').fork(epoch).shuffled(all);
    }
    return shuffled[place % count] as number;
  };
}

/** Each picture's copies get moments from different quantiles of the distribution: less chance in the loss of one step. */
function stratifiedMoments(random: Random, { batch, copies, moments }: DenoiserPhase): Float64Array {
  const sorted = drawMoments(random, batch * copies, moments).sort();
  const dealt = new Float64Array(batch * copies);
  for (let copy = 0; copy < copies; copy++) {
    random.shuffled([...sorted.subarray(copy * batch, (copy + 1) * batch)]).forEach((moment, picture) => { dealt[picture * copies + copy] = moment; });
  }
  return dealt;
}

/** Rows of `LEVEL_COLUMNS` at moments of the schedule. */
export function levelRows(moments: Float64Array, schedule: Schedule, { prediction }: ModelConfig, { lossWeight }: Pick<DenoiserPhase, 'lossWeight'>): TensorData {
  const rows = [...moments].flatMap((moment) => {
    const level = schedule.atMoment(moment);
    const target = targetCoefficients(prediction, level);
    const weight = 1 / Math.max(level.sigma, lossWeight.floor) ** lossWeight.power;
    return [level.alpha, level.sigma, level.timestep, target.clean, target.noise, weight];
  });
  return float32(rows, [moments.length, 6]);
}
