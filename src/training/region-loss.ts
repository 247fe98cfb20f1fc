/** A second task for the denoiser's lower half: to say of each token which thing fills it. It binds words to places before the picture is clear. */
import { int32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { linear } from '../nn/linear.ts';
import type { Scope } from '../nn/parameters.ts';
import { AUXILIARY, type LabelFactor } from './label-loss.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID, type TrainingTexts } from './training-pictures.ts';

/** Above this share of noise nobody can tell where things are. */
const NOISIEST = 0.85;

/**
 * Cross-entropy, averaged over the tokens that have a label. Class 0 of each factor is 'nothing there'. Input `regions` [B, N, factors].
 * @param features [B·K, N, D] of B pictures
 * @param sigma share of noise of each row, [B·K]
 */
export function regionLoss(parameters: Scope, features: Tensor, sigma: Tensor, pictures: number, factors: readonly LabelFactor[]): Tensor {
  const [rows, tokens] = features.shape as [number, number, number];
  const labels = ops.input('regions', [pictures, tokens, factors.length], 'int32');
  const seen = ops.normalize(features);
  const clear = ops.reshape(ops.indicator(ops.less(sigma, NOISIEST)), [rows, 1]);
  const each = factors.map(({ name, classes }, i) => {
    const logits = linear(parameters.at(AUXILIARY).at('regions').at(name), seen, classes + 1);
    const once = ops.reshape(ops.slice(labels, 2, i, i + 1), [pictures, 1, tokens]);
    const label = ops.reshape(ops.expand(once, [pictures, rows / pictures, tokens]), [rows, tokens]);
    const counts = ops.mul(ops.indicator(ops.greaterOrEqual(ops.cast(label, 'float32'), 0)), clear);
    return ops.div(ops.reduceSum(ops.mul(ops.crossEntropy(logits, label), counts)), ops.maximum(ops.reduceSum(counts), 1));
  });
  return each.reduce((sum, one) => ops.add(sum, one));
}

/** The feed of `regions`: class + 1 where a thing fills the token's square, 0 where nothing does, -1 where the thing there has no such class. */
export function regionFeed(texts: TrainingTexts, latents: Latents, chosen: readonly number[], tokens: number): TensorData {
  const factors = texts.regions?.factors.length ?? 0;
  const side = Math.sqrt(tokens);
  const data = new Int32Array(chosen.length * tokens * factors);
  chosen.forEach((picture, row) => {
    const squares = latents.regions?.(picture) ?? new Uint8Array(REGION_GRID ** 2);
    const things = texts.regions?.labels(picture) ?? [];
    for (let token = 0; token < tokens; token++) {
      const object = objectOf(squares, Math.floor(token / side), token % side, REGION_GRID / side);
      for (let factor = 0; factor < factors; factor++) {
        const label = object === 0 ? 0 : things[object - 1]?.[factor] ?? -1;
        data[(row * tokens + token) * factors + factor] = object === 0 ? 0 : label < 0 ? -1 : label + 1;
      }
    }
  });
  return int32(data, [chosen.length, tokens, factors]);
}

/** The object that fills most of a coarser square, if things fill half of it. @param span small squares of a side */
function objectOf(squares: Uint8Array, row: number, column: number, span: number): number {
  const counts = new Map<number, number>();
  for (let y = 0; y < span; y++) {
    for (let x = 0; x < span; x++) {
      const object = squares[(row * span + y) * REGION_GRID + column * span + x] as number;
      if (object > 0) counts.set(object, (counts.get(object) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const filled = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return most !== undefined && 2 * filled >= span * span ? most[0] : 0;
}
