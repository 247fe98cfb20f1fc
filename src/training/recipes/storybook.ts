/** The recipe of the model that ships: illustrated scenes of 256×256 pixels, in phases. */
import type { DenoiserPhase, TrainingRecipe } from '../training-recipe.ts';

/** Things alone, counted, coloured, in relations, in every kind of surroundings; none of them is a prompt of the examination. */
const prompts = [
  'a red fox in the snow at night, in watercolour', 'a castle by the sea at sunset, as a vintage poster', 'two yellow balloons in the mountains by day', 'a cat on a table in the kitchen by candlelight, as a pencil sketch',
  'a robot riding a bicycle in the city in neon light', 'a blue car next to a house in the desert, as pixel art', 'three mushrooms in the forest, as a paper cutout', 'a whale under water, glossy',
];

const optimizer: DenoiserPhase['optimizer'] = {
  clipNorm: 1, adamwRate: 1.5e-3, muonRate: 5e-3,
  adamw: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.01 },
  muon: { momentum: 0.95, weightDecay: 0.01, iterations: 3 },
};

const denoiser: DenoiserPhase = {
  kind: 'denoiser',
  batch: 64,
  copies: 2,
  moments: { kind: 'logit-normal', mean: 0.5, deviation: 1 },
  lossWeight: { power: 2, floor: 0.05 },
  labelLoss: 0.02,
  middleLoss: 0.3,
  regionLoss: 0.1,
  thingWeight: 3,
  validation: 512,
  judged: 48,
  captionDropout: 0.1,
  wordDropout: 0.03,
  optimizer,
  warmupSteps: 100,
  decay: 0.25,
  averageDecays: [0.995, 0.999],
  sheets: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  checkpointSeconds: 600,
};

export const storybook: TrainingRecipe = {
  name: 'storybook',
  description: 'Illustrated scenes of one thing, of several alike, or of two together, somewhere, in some light and style; 256×256 pixels.',
  world: { name: 'storybook', scenes: 60_000 },
  model: {
    description: 'Illustrated scenes of one thing, of several alike, or of two together, in nineteen places, seven lights and ten styles; 256×256 pixels.',
    picture: { width: 256, height: 256 },
    codec: { kind: 'convolutional', channels: 32, encoder: { width: 96, blocks: 0 }, decoder: [{ width: 192, blocks: 1 }, { width: 96, blocks: 2 }, { width: 48, blocks: 2 }] },
    text: { kind: 'words', tokenizer: { maximumWords: 24, buckets: 4096, gramsPerWord: 12 }, width: 256, layers: 2, heads: 8, summaries: 10, spellingWidth: 64 },
    denoiser: { kind: 'grid-transformer', width: 256, layers: 8, heads: 8, hidden: 1024, patch: 2, grid: 8, middle: true },
    schedule: { name: 'flow', shift: 1 },
    prediction: 'x0',
    defaults: { steps: 20, guidance: 3, guidanceInterval: [0.1, 0.9], sampler: 'euler' },
    licence: 'Apache-2.0',
  },
  whitening: 0.5,
  phases: {
    codec: {
      kind: 'codec', learns: 'decoder', batch: 8, crop: 128, pool: 192, fresh: 0.5, noise: 0.1,
      losses: { absolute: 1, squared: 0, details: 0.5, resampled: 0, scale: 0 }, validation: 100,
      optimizer: { ...optimizer, adamwRate: 2e-3 }, warmupSteps: 100, decay: 0.4, averageDecays: [0.998], minutes: 60, sheets: [0.1, 0.25, 0.5, 0.75], checkpointSeconds: 120,
    },
    text: {
      kind: 'text', batch: 128, captionDropout: 0, wordDropout: 0.03,
      optimizer, warmupSteps: 50, decay: 0.3, averageDecays: [0.99], minutes: 10, sheets: [0.25, 0.5, 0.75], checkpointSeconds: 120,
    },
    'denoiser-128': { ...denoiser, picture: 128, growth: { first: 4096, fresh: 24 }, minutes: 180 },
    'denoiser-256': { ...denoiser, batch: 32, moments: { kind: 'logit-normal', mean: 0.8, deviation: 1 }, picture: 256, growth: { first: 2048, fresh: 8 }, minutes: 120, warmupSteps: 50 },
  },
  prompts,
  seed: 0,
};
