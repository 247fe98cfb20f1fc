/** One training step as one graph: noise, forward, loss, backward, clipping, optimizer, moving average. */
import { countFlops } from '../graph/flops.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters, type ParameterSet } from '../nn/parameters.ts';
import { linear } from '../nn/linear.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { denoiserNetwork, latentShape, textNetwork } from '../pipelines/networks.ts';
import { GRADIENT_OUTPUTS, type LearningStep, learningStep } from './learn.ts';
import type { UpdateRule } from './optimizer.ts';
import type { TrainingRecipe } from './training-recipe.ts';

export interface TrainingGraph extends LearningStep {
  /** The trained parameters. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Multiplications and additions of forward and backward in one step. */
  readonly flops: number;
}

/** A factor of the labels: its name and how many classes it has. */
export interface LabelFactor {
  readonly name: string;
  readonly classes: number;
}

/** Heads that read labels from the text's summary: trained along, not part of the model. */
export const AUXILIARY = 'auxiliary';

/** Outputs beside the states. */
export const TRAINING_OUTPUTS = ['loss', 'denoising_loss', 'label_loss', ...GRADIENT_OUTPUTS] as const;

/**
 * Inputs of each run, B pictures with K noisy copies each: `latents` [B, C, h, w], `noise` [B·K, C, h, w], `levels` [B·K, 6] (see
 * `LEVEL_COLUMNS`), `ids`, `grams`, with factors `labels` and `labelled` [B, factors]
 * (1 where the caption says the label, 0 where it counts for nothing), and the optimizer's scalars.
 */
export function trainingGraph(config: ModelConfig, recipe: TrainingRecipe, factors: readonly LabelFactor[]): TrainingGraph {
  const parameters = createParameters();
  const text = textNetwork(parameters, recipe.batch, config);
  const denoising = denoisingLoss(parameters, text, config, recipe);
  const labels = factors.length > 0 ? labelLoss(parameters, text.summary, factors) : ops.constant(0);
  const loss = ops.add(denoising, ops.mul(labels, recipe.labelLoss));
  const step = learningStep({ loss, denoising_loss: denoising, label_loss: labels }, parameters.all, ruleOf, recipe.optimizer);
  return { ...step, parameters: parameters.all, flops: 3 * countFlops([loss]) };
}

/** Columns of the input `levels`: how each row is noised, what the network is told, what it shall give, how much the row counts. */
export const LEVEL_COLUMNS = ['alpha', 'sigma', 'timestep', 'target_clean', 'target_noise', 'weight'] as const;

function denoisingLoss(parameters: ParameterSet, text: ReturnType<typeof textNetwork>, config: ModelConfig, { batch, copies }: TrainingRecipe): Tensor {
  const rows = batch * copies;
  const shape = latentShape(config);
  const [alpha, sigma, timestep, targetClean, targetNoise, weight] = ops.split(ops.input('levels', [rows, LEVEL_COLUMNS.length]), 1, LEVEL_COLUMNS.map(() => 1)).map((column) => ops.reshape(column, [rows, 1, 1, 1])) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const once = ops.reshape(ops.input('latents', [batch, ...shape]), [batch, 1, ...shape]);
  const clean = ops.reshape(ops.expand(once, [batch, copies, ...shape]), [rows, ...shape]);
  const noise = ops.input('noise', [rows, ...shape]);
  const noisy = ops.add(ops.mul(clean, alpha), ops.mul(noise, sigma));
  const target = ops.add(ops.mul(clean, targetClean), ops.mul(noise, targetNoise));
  const given = denoiserNetwork(parameters, noisy, ops.reshape(timestep, [rows]), text, config);
  return ops.reduceMean(ops.mul(ops.square(ops.sub(given, target)), weight));
}

/** Cross-entropy of each factor read from the summary's vector of the same place, averaged over the captions that are labelled with it. */
function labelLoss(parameters: ParameterSet, summary: Tensor, factors: readonly LabelFactor[]): Tensor {
  const [batch, , width] = summary.shape as [number, number, number];
  const labels = ops.input('labels', [batch, factors.length], 'int32');
  const labelled = ops.input('labelled', [batch, factors.length]);
  const each = factors.map(({ name, classes }, i) => {
    const vector = ops.reshape(ops.slice(summary, 1, i, i + 1), [batch, width]);
    const label = ops.reshape(ops.slice(labels, 1, i, i + 1), [batch]);
    const counts = ops.reshape(ops.slice(labelled, 1, i, i + 1), [batch]);
    const wrong = ops.crossEntropy(linear(parameters.at(AUXILIARY).at(name), vector, classes), label);
    return ops.div(ops.reduceSum(ops.mul(wrong, counts)), ops.maximum(ops.reduceSum(counts), 1));
  });
  return each.reduce((sum, one) => ops.add(sum, one));
}

/** Muon for the matrices inside the layers; tables, norms, biases, and the first and last layers are AdamW's. @source Jordan et al. 2024 (see optimizer.ts) */
function ruleOf(name: string, { shape }: Tensor): UpdateRule {
  return shape.length === 2 && /(^|\.)(blocks|layers)\.\d+\./.test(name) ? 'muon' : 'adamw';
}
