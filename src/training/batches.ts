/** The feeds of each training step. All randomness depends on (seed, step) alone, so a run resumes anywhere without saved generators. */
import { createRandom, type Random } from '../base/random.ts';
import { float32, int32, type TensorData } from '../base/tensor-data.ts';
import { targetCoefficients } from '../diffusion/prediction.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import { drawMoments } from '../diffusion/training-moments.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { latentShape } from '../pipelines/networks.ts';
import { UNKNOWN_ID, PADDING_ID, createWordTokenizer, type WordTokenizer } from '../tokenizers/word-tokenizer.ts';
import type { TrainingPictures } from './training-pictures.ts';
import type { TrainingRecipe } from './training-recipe.ts';

/** Streams of the run's seed. */
const ORDER_STREAM = 1;
const STEP_STREAM = 2;

export interface BatchSource {
  /** Feeds of step `step` (from 0), without the optimizer's scalars. */
  feeds(step: number): Record<string, TensorData>;
}

/** @param latents of all pictures, [count, C, h, w] */
export function createBatches(pictures: TrainingPictures, latents: Float32Array, config: ModelConfig, recipe: TrainingRecipe): BatchSource {
  const order = createOrder(pictures.count, recipe.seed);
  const tokenize = createWordTokenizer(config.text.tokenizer);
  const schedule = createSchedule(config.schedule);
  const shape = latentShape(config);
  const size = shape.reduce((a, b) => a * b, 1);
  const { batch, copies } = recipe;
  return {
    feeds: (step) => {
      const random = createRandom(recipe.seed, STEP_STREAM).fork(step);
      const chosen = Array.from({ length: batch }, (_, i) => order(step * batch + i));
      const clean = new Float32Array(batch * size);
      chosen.forEach((picture, row) => clean.set(latents.subarray(picture * size, (picture + 1) * size), row * size));
      return {
        latents: float32(clean, [batch, ...shape]),
        noise: float32(random.fillNormal(new Float32Array(batch * copies * size)), [batch * copies, ...shape]),
        levels: levels(random, schedule, config, recipe),
        ...captionFeeds(pictures, chosen, random, tokenize, config, recipe),
      };
    },
  };
}

/** Which picture comes at a place of the endless row of shuffled epochs. */
function createOrder(count: number, seed: number): (place: number) => number {
  const all = Array.from({ length: count }, (_, i) => i);
  let epoch = -1;
  let shuffled: number[] = all;
  return (place) => {
    const wanted = Math.floor(place / count);
    if (wanted !== epoch) {
      epoch = wanted;
      shuffled = createRandom(seed, ORDER_STREAM).fork(epoch).shuffled(all);
    }
    return shuffled[place % count] as number;
  };
}

/** Each picture's copies get moments from different quantiles of the distribution: less chance in the loss of one step. */
function stratifiedMoments(random: Random, { batch, copies, moments }: TrainingRecipe): Float64Array {
  const sorted = drawMoments(random, batch * copies, moments).sort();
  const dealt = new Float64Array(batch * copies);
  for (let copy = 0; copy < copies; copy++) {
    random.shuffled([...sorted.subarray(copy * batch, (copy + 1) * batch)]).forEach((moment, picture) => { dealt[picture * copies + copy] = moment; });
  }
  return dealt;
}

function levels(random: Random, schedule: Schedule, { prediction }: ModelConfig, recipe: TrainingRecipe): TensorData {
  const rows = [...stratifiedMoments(random, recipe)].flatMap((moment) => {
    const level = schedule.atMoment(moment);
    const target = targetCoefficients(prediction, level);
    const weight = 1 / Math.max(level.sigma, recipe.lossWeight.floor) ** recipe.lossWeight.power;
    return [level.alpha, level.sigma, level.timestep, target.clean, target.noise, weight];
  });
  return float32(rows, [recipe.batch * recipe.copies, 6]);
}

function captionFeeds(pictures: TrainingPictures, chosen: readonly number[], random: Random, tokenize: WordTokenizer, config: ModelConfig, recipe: TrainingRecipe): Record<string, TensorData> {
  const { maximumWords, gramsPerWord } = config.text.tokenizer;
  const ids = new Int32Array(chosen.length * maximumWords);
  const grams = new Int32Array(chosen.length * maximumWords * gramsPerWord);
  const factors = pictures.factors.length;
  const labels = new Int32Array(chosen.length * factors);
  const labelled = new Float32Array(chosen.length * factors);
  chosen.forEach((picture, row) => {
    if (random.uniform() < recipe.captionDropout) return;
    const caption = pictures.caption(picture, random);
    const text = tokenize(caption.text);
    caption.labels.forEach((label, factor) => {
      if (label < 0) return;
      labels[row * factors + factor] = label;
      labelled[row * factors + factor] = 1;
    });
    ids.set(text.ids.map((id) => (id !== PADDING_ID && random.uniform() < recipe.wordDropout ? UNKNOWN_ID : id)), row * maximumWords);
    grams.set(text.grams, row * maximumWords * gramsPerWord);
  });
  const feeds = { ids: int32(ids, [chosen.length, maximumWords]), grams: int32(grams, [chosen.length, maximumWords, gramsPerWord]) };
  if (factors === 0) return feeds;
  return { ...feeds, labels: int32(labels, [chosen.length, factors]), labelled: float32(labelled, [chosen.length, factors]) };
}
