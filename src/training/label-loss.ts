/** What teaches the text encoder the meaning of words: the factors of a scene, told from the text's summary. */
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Scope } from '../nn/parameters.ts';
import { linear } from '../nn/linear.ts';

/** A factor of the labels: its name and how many classes it has. */
export interface LabelFactor {
  readonly name: string;
  readonly classes: number;
}

/** Heads that are trained along and are not part of the model. */
export const AUXILIARY = 'auxiliary';

/** What of a run's parameters or their values belongs to the model. */
export function modelPart<T>(named: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...named].filter(([name]) => !name.startsWith(`${AUXILIARY}.`)));
}

/** Logits of each factor, [B, classes], read from the summary's vector of the same place. @param summary [B, factors or more, D] */
export function labelLogits(parameters: Scope, summary: Tensor, factors: readonly LabelFactor[]): readonly Tensor[] {
  const [batch, , width] = summary.shape as [number, number, number];
  return factors.map(({ name, classes }, i) => linear(parameters.at(AUXILIARY).at(name), ops.reshape(ops.slice(summary, 1, i, i + 1), [batch, width]), classes));
}

/** Cross-entropy of each factor, averaged over the captions that are labelled with it. Inputs `labels` and `labelled`, [B, factors]. */
export function labelLoss(parameters: Scope, summary: Tensor, factors: readonly LabelFactor[]): Tensor {
  const batch = summary.shape[0] as number;
  const logits = labelLogits(parameters, summary, factors);
  const labels = ops.input('labels', [batch, factors.length], 'int32');
  const labelled = ops.input('labelled', [batch, factors.length]);
  const each = logits.map((one, i) => {
    const label = ops.reshape(ops.slice(labels, 1, i, i + 1), [batch]);
    const counts = ops.reshape(ops.slice(labelled, 1, i, i + 1), [batch]);
    const wrong = ops.crossEntropy(one, label);
    return ops.div(ops.reduceSum(ops.mul(wrong, counts)), ops.maximum(ops.reduceSum(counts), 1));
  });
  return each.reduce((sum, one) => ops.add(sum, one));
}

