/** Training recipes: every number of a run in one record. A new recipe is one row of the table in `recipes.ts`. */
import type { MomentDistribution } from '../diffusion/training-moments.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import type { OptimizerSettings } from './optimizer.ts';

export interface TrainingRecipe {
  readonly name: string;
  readonly description: string;
  /** The drawn world that it learns from, unless the user brings pictures. */
  readonly world: { readonly name: string; readonly scenes: number };
  /** The model but for what only data can tell: its words, and where it comes from. */
  readonly model: Omit<ModelConfig, 'text' | 'format' | 'origin' | 'id'> & { readonly text: Omit<ModelConfig['text'], 'tokenizer'> & { readonly tokenizer: Omit<ModelConfig['text']['tokenizer'], 'words'> } };
  /** 0: principal components as they are; 1: every channel of a latent has the same variance. */
  readonly whitening: number;
  /** Pictures in a step, and noisy copies of each: text and keys are worked out once for all copies. */
  readonly batch: number;
  readonly copies: number;
  readonly moments: MomentDistribution;
  /** Rows count 1 / max(sigma, floor)^power: with clean-picture prediction, power 2 is the loss of the velocity. */
  readonly lossWeight: { readonly power: number; readonly floor: number };
  /** Weight of telling the labels from the text's summary: teaches the text encoder what words mean. */
  readonly labelLoss: number;
  /** Share of captions replaced by the empty one: what guidance pushes away from. */
  readonly captionDropout: number;
  /** Share of words that only their spelling speaks for: what makes typos and rare words readable. */
  readonly wordDropout: number;
  readonly optimizer: OptimizerSettings & { readonly adamwRate: number; readonly muonRate: number };
  /** Steps of linear warm-up; then constant; then linear to 0 over the last `decay` of the run. */
  readonly warmupSteps: number;
  readonly decay: number;
  /** Largest decay of the moving average; early steps forget faster. */
  readonly averageDecay: number;
  /** The run ends by the clock or by steps, whichever the user does not override. */
  readonly minutes?: number;
  readonly steps?: number;
  /** When sheets are drawn and checkpoints kept, as fractions of the run; the end always is. */
  readonly sheets: readonly number[];
  readonly checkpointSeconds: number;
  readonly prompts: readonly string[];
  readonly seed: number;
}
