/** One training step as one graph: noise, forward, loss, backward, clipping, optimizer, moving average. */
import { countFlops } from '../graph/flops.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters, type ParameterSet } from '../nn/parameters.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { denoiserOutputs, latentShape, textNetwork } from '../pipelines/networks.ts';
import { type LearningStep, learningStep } from './learn.ts';
import { type LabelFactor, labelLoss } from './label-loss.ts';
import { ruleOf } from './rule-of.ts';
import type { DenoiserPhase } from './training-recipe.ts';

export interface TrainingGraph extends LearningStep {
  /** The trained parameters. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Multiplications and additions of forward and backward in one step. */
  readonly flops: number;
}

/**
 * Inputs of each run, B pictures with K noisy copies each: `latents` [B, C, h, w], `noise` [B·K, C, h, w], `levels` [B·K, 6] (see
 * `LEVEL_COLUMNS`), `ids`, `grams`, with factors `labels` and `labelled` [B, factors]
 * (1 where the caption says the label, 0 where it counts for nothing), and the optimizer's scalars.
 */
export function trainingGraph(config: ModelConfig, recipe: DenoiserPhase, factors: readonly LabelFactor[]): TrainingGraph {
  const parameters = createParameters();
  const text = textNetwork(parameters, recipe.batch, config);
  const { denoising, middle } = denoisingLoss(parameters, text, config, recipe);
  const labels = factors.length > 0 ? labelLoss(parameters, text.summary, factors) : ops.constant(0);
  const total = ops.add(denoising, ops.mul(labels, recipe.labelLoss));
  const loss = middle === undefined ? total : ops.add(total, ops.mul(middle, recipe.middleLoss));
  const step = learningStep({ loss, denoising_loss: denoising, label_loss: labels }, parameters.all, ruleOf, recipe.optimizer);
  return { ...step, parameters: parameters.all, flops: 3 * countFlops([loss]) };
}

/** Columns of the input `levels`: how each row is noised, what the network is told, what it shall give, how much the row counts. */
export const LEVEL_COLUMNS = ['alpha', 'sigma', 'timestep', 'target_clean', 'target_noise', 'weight'] as const;

function denoisingLoss(parameters: ParameterSet, text: ReturnType<typeof textNetwork>, config: ModelConfig, { batch, copies }: DenoiserPhase): { readonly denoising: Tensor; readonly middle: Tensor | undefined } {
  const rows = batch * copies;
  const shape = latentShape(config);
  const [alpha, sigma, timestep, targetClean, targetNoise, weight] = ops.split(ops.input('levels', [rows, LEVEL_COLUMNS.length]), 1, LEVEL_COLUMNS.map(() => 1)).map((column) => ops.reshape(column, [rows, 1, 1, 1])) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const once = ops.reshape(ops.input('latents', [batch, ...shape]), [batch, 1, ...shape]);
  const clean = ops.reshape(ops.expand(once, [batch, copies, ...shape]), [rows, ...shape]);
  const noise = ops.input('noise', [rows, ...shape]);
  const noisy = ops.add(ops.mul(clean, alpha), ops.mul(noise, sigma));
  const target = ops.add(ops.mul(clean, targetClean), ops.mul(noise, targetNoise));
  const { output, middle } = denoiserOutputs(parameters, noisy, ops.reshape(timestep, [rows]), text, config);
  const loss = (given: Tensor): Tensor => ops.reduceMean(ops.mul(ops.square(ops.sub(given, target)), weight));
  return { denoising: loss(output), middle: middle === undefined ? undefined : loss(middle) };
}
