/** One training step as one graph: noise, forward, loss, backward, clipping, optimizer, moving average. */
import { countFlops } from '../graph/flops.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters, type ParameterSet } from '../nn/parameters.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { denoiserOutputs, latentShape, textNetwork } from '../pipelines/networks.ts';
import { type LearningStep, learningStep } from './learn.ts';
import { labelLoss } from './label-loss.ts';
import { regionLoss } from './region-loss.ts';
import { ruleOf } from './rule-of.ts';
import type { TrainingTexts } from './training-pictures.ts';
import type { DenoiserPhase } from './training-recipe.ts';

export interface TrainingGraph extends LearningStep {
  /** The trained parameters. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Outputs that make the curves, the one that is told first. */
  readonly losses: readonly string[];
  /** Multiplications and additions of forward and backward in one step. */
  readonly flops: number;
}

/**
 * Inputs of each run, B pictures with K noisy copies each: `latents` [B, C, h, w], `noise` [B·K, C, h, w], `levels` [B·K, 6] (see
 * `LEVEL_COLUMNS`), `ids`, `grams`, with factors `labels` and `labelled` [B, factors]
 * (1 where the caption says the label, 0 where it counts for nothing), with regions `regions` (see region-loss.ts) and `loss_weights` (see loss-weights.ts), and the optimizer's scalars.
 */
export function trainingGraph(config: ModelConfig, recipe: DenoiserPhase, { factors, regions }: Pick<TrainingTexts, 'factors' | 'regions'>): TrainingGraph {
  const parameters = createParameters();
  const text = textNetwork(parameters, recipe.batch, config);
  const { denoising, middle, features, sigma } = denoisingLosses(parameters, text, config, recipe, regions !== undefined && recipe.thingWeight !== undefined);
  const told = regions !== undefined && recipe.regionLoss > 0 && features !== undefined;
  const losses: Readonly<Record<string, readonly [Tensor, weight: number]>> = {
    denoising_loss: [denoising, 1],
    ...(factors.length > 0 && { label_loss: [labelLoss(parameters, text.summary, factors), recipe.labelLoss] }),
    ...(middle && { middle_loss: [middle, recipe.middleLoss] }),
    ...(told && { region_loss: [regionLoss(parameters, features, sigma, recipe.batch, regions.factors), recipe.regionLoss] }),
  };
  const loss = Object.values(losses).slice(1).reduce((sum, [one, weight]) => ops.add(sum, ops.mul(one, weight)), denoising);
  const outputs = Object.fromEntries(Object.entries(losses).map(([name, [one]]) => [name, one]));
  const step = learningStep({ loss, ...outputs }, parameters.all, ruleOf, recipe.optimizer, recipe.averageDecays.length);
  return { ...step, parameters: parameters.all, losses: Object.keys(losses), flops: 3 * countFlops([loss]) };
}

/** Columns of the input `levels`: how each row is noised, what the network is told, what it shall give, how much the row counts. */
export const LEVEL_COLUMNS = ['alpha', 'sigma', 'timestep', 'target_clean', 'target_noise', 'weight'] as const;

interface DenoisingLosses {
  readonly denoising: Tensor;
  /** Of the lower half's own prediction, and its tokens, where the network gives them. */
  readonly middle: Tensor | undefined;
  readonly features: Tensor | undefined;
  /** Share of noise of each row. */
  readonly sigma: Tensor;
}

function denoisingLosses(parameters: ParameterSet, text: ReturnType<typeof textNetwork>, config: ModelConfig, { batch, copies }: DenoiserPhase, weighed: boolean): DenoisingLosses {
  const rows = batch * copies;
  const shape = latentShape(config);
  const [alpha, sigma, timestep, targetClean, targetNoise, weight] = ops.split(ops.input('levels', [rows, LEVEL_COLUMNS.length]), 1, LEVEL_COLUMNS.map(() => 1)).map((column) => ops.reshape(column, [rows, 1, 1, 1])) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const clean = ofCopies(ops.input('latents', [batch, ...shape]), copies);
  const noise = ops.input('noise', [rows, ...shape]);
  const noisy = ops.add(ops.mul(clean, alpha), ops.mul(noise, sigma));
  const target = ops.add(ops.mul(clean, targetClean), ops.mul(noise, targetNoise));
  const { output, middle, features } = denoiserOutputs(parameters, noisy, ops.reshape(timestep, [rows]), text, config);
  const weights = weighed ? ops.mul(weight, ofCopies(ops.input('loss_weights', [batch, 1, ...shape.slice(1)]), copies)) : weight;
  const loss = (given: Tensor): Tensor => ops.reduceMean(ops.mul(ops.square(ops.sub(given, target)), weights));
  return { denoising: loss(output), middle: middle && loss(middle), features, sigma };
}

/** Each row as often as there are copies, one behind the other: [B, …] → [B·K, …]. */
function ofCopies(once: Tensor, copies: number): Tensor {
  const [batch, ...rest] = once.shape as [number, ...number[]];
  return ops.reshape(ops.expand(ops.reshape(once, [batch, 1, ...rest]), [batch, copies, ...rest]), [batch * copies, ...rest]);
}
