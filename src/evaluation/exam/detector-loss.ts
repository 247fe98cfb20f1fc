/** What the detector learns from: where middles are, what stands there, what the picture is like. */
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../../nn/parameters.ts';
import { type DetectorConfig, overallLogits, REDUCTION, reducedNetwork, STRIDE, thingLogits } from './detector.ts';
import { MOST_THINGS } from './targets.ts';

/** Weights of the parts of the loss. */
const weights = { centre: 1, box: 0.2, subject: 1, tint: 0.5, overall: 0.5 } as const;

/** Inputs: `reduced` pictures (see `reducedNetwork`), and the targets by their names; `overall` [B, factors] int32. @returns losses by name, the one to minimise first */
export function detectorLosses(scope: Scope, batch: number, config: DetectorConfig): Readonly<Record<string, Tensor>> {
  const cells = config.size / STRIDE;
  const slots = batch * MOST_THINGS;
  const { centre, box, features, overall } = reducedNetwork(scope, ops.input('reduced', [batch, 3, config.size / REDUCTION, config.size / REDUCTION]));
  const counts = ops.input('counts', [slots]);
  const things = ops.maximum(ops.reduceSum(counts), 1);
  const rows = ops.input('rows', [slots], 'int32');
  const at = (map: Tensor): Tensor => ops.embedding(ops.reshape(map, [batch * cells * cells, -1]), rows); // [slots, width]
  const mean = (each: Tensor): Tensor => ops.div(ops.reduceSum(ops.mul(each, counts)), things);
  const named = thingLogits(scope, at(features), config);
  const parts = {
    centre: centreLoss(centre, ops.input('heat', [batch, cells * cells]), things),
    box: mean(ops.reduceSum(ops.abs(ops.sub(at(box), ops.input('boxes', [slots, 4]))), [1])),
    subject: mean(ops.crossEntropy(named.subject, ops.input('subjects', [slots], 'int32'))),
    tint: mean(ops.crossEntropy(named.tint, ops.input('tints', [slots], 'int32'))),
    overall: overallLoss(overallLogits(scope, overall, config)),
  };
  const loss = (Object.keys(parts) as (keyof typeof parts)[]).map((name) => ops.mul(parts[name], weights[name])).reduce((sum, part) => ops.add(sum, part));
  return { loss, ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [`${name}_loss`, part])) };
}

/**
 * Focal loss on the map of middles: sure answers count little, near misses are forgiven by how near they are.
 * @param centre logits [B, N] @param heat [B, N] 1 at middles
 * @source Zhou et al. 2019, arXiv 1904.07850, Equation 1 (alpha 2, beta 4)
 */
function centreLoss(centre: Tensor, heat: Tensor, things: Tensor): Tensor {
  const chance = ops.sigmoid(centre);
  const isMiddle = ops.indicator(ops.greaterOrEqual(heat, 1));
  // −log p = softplus(−x), −log(1 − p) = softplus(x): no logarithm of zero.
  const hit = ops.mul(ops.square(ops.sub(1, chance)), ops.softplus(ops.neg(centre)));
  const far = ops.square(ops.square(ops.sub(1, heat)));
  const miss = ops.mul(far, ops.mul(ops.square(chance), ops.softplus(centre)));
  return ops.div(ops.reduceSum(ops.add(ops.mul(isMiddle, hit), ops.mul(ops.sub(1, isMiddle), miss))), things);
}

/** Input `overall` [B, factors]: every scene has all of them. */
function overallLoss(logits: readonly Tensor[]): Tensor {
  const batch = logits[0]?.shape[0] as number;
  const labels = ops.input('overall', [batch, logits.length], 'int32');
  return logits.map((one, i) => ops.reduceMean(ops.crossEntropy(one, ops.reshape(ops.slice(labels, 1, i, i + 1), [batch])))).reduce((sum, each) => ops.add(sum, each));
}
