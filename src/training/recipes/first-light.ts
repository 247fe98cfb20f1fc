/** The smoke recipe: proves the whole line from words to pixels in three minutes. */
import type { TrainingRecipe } from '../training-recipe.ts';

/** Seen and new combinations, full and bare prompts: what the sheets of a run are drawn from. */
const prompts = [
  'a red fox on the beach at night', 'a blue owl in the snow by day on the left', 'a green fish in the desert at night at the top', 'a purple house in the forest by day on the right',
  'a yellow mushroom on the beach by day at the bottom', 'a pink rabbit in the forest at night', 'a white car in the desert by day', 'an orange tree in the snow at night on the right',
];

export const firstLight: TrainingRecipe = {
  name: 'first-light',
  description: 'Eight subjects in eight colours at four places by day and night, 32×32 pixels: from nothing to pictures in three minutes on two cores.',
  world: { name: 'first-light', scenes: 16_000 },
  model: {
    description: 'Eight subjects in eight colours at four places, by day and night, in five positions; 32×32 pixels.',
    picture: { width: 32, height: 32 },
    codec: { kind: 'patch', patch: 8, channels: 48 },
    text: { kind: 'words', tokenizer: { maximumWords: 18, buckets: 1024, gramsPerWord: 12 }, width: 128, layers: 1, heads: 4, summaries: 5 },
    denoiser: { kind: 'diffusion-transformer', width: 128, layers: 4, heads: 4, hidden: 344 },
    schedule: { name: 'flow', shift: 1 },
    prediction: 'x0',
    defaults: { steps: 16, guidance: 2.5, guidanceInterval: [0, 1], sampler: 'euler' },
    licence: 'Apache-2.0',
  },
  whitening: 0.5,
  phases: {
    denoiser: {
      kind: 'denoiser',
      batch: 16,
      copies: 4,
      moments: { kind: 'logit-normal', mean: 0.5, deviation: 1 },
      lossWeight: { power: 2, floor: 0.05 },
      labelLoss: 0.1,
      middleLoss: 0,
      regionLoss: 0,
      validation: 256,
      judged: 32,
      captionDropout: 0.1,
      wordDropout: 0.1,
      optimizer: {
        clipNorm: 1, adamwRate: 2e-3, muonRate: 5e-3,
        adamw: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.01 },
        muon: { momentum: 0.95, weightDecay: 0.01 },
      },
      warmupSteps: 20,
      decay: 0.25,
      averageDecays: [0.98],
      minutes: 2.75,
      sheets: [0.15, 0.4, 0.7],
      checkpointSeconds: 30,
    },
  },
  prompts,
  seed: 0,
};
