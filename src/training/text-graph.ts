/** The parser's graphs: one that learns to tell the factors of a caption, one that tells them. */
import { countFlops } from '../graph/flops.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createParameters } from '../nn/parameters.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { textNetwork } from '../pipelines/networks.ts';
import { type LabelFactor, labelLogits, labelLoss } from './label-loss.ts';
import { learningStep } from './learn.ts';
import { ruleOf } from './rule-of.ts';
import type { TrainingGraph } from './training-graph.ts';
import type { TextPhase } from './training-recipe.ts';

/** Inputs `ids`, `grams`, `labels` and `labelled` of `captionFeeds`, and the optimizer's scalars; outputs `loss` and `label_loss`. */
export function textTrainingGraph(config: ModelConfig, { batch, optimizer, averageDecays }: TextPhase, factors: readonly LabelFactor[]): TrainingGraph {
  const parameters = createParameters();
  const loss = labelLoss(parameters, textNetwork(parameters, batch, config).summary, factors);
  const step = learningStep({ loss, label_loss: loss }, parameters.all, ruleOf, optimizer, averageDecays.length);
  return { ...step, parameters: parameters.all, losses: ['label_loss'], flops: 3 * countFlops([loss]) };
}

/** The likeliest class of each factor: outputs by the factors' names, [batch] int32. */
export function parserGraph(config: ModelConfig, batch: number, factors: readonly LabelFactor[]): Readonly<Record<string, Tensor>> {
  const parameters = createParameters();
  const logits = labelLogits(parameters, textNetwork(parameters, batch, config).summary, factors);
  return Object.fromEntries(factors.map(({ name }, i) => [name, ops.cast(ops.argMax(logits[i] as Tensor, 1), 'int32')]));
}
