/** UniPC: a multistep predictor, and a corrector that mends each step once the estimate at its end is known, at no cost. */

import { DarkroomError } from '../../base/errors.ts';
import { logLength, weightedSum } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import { estimateHistory } from './estimate-history.ts';
import type { Remembered } from './estimate-history.ts';
import { solveLinear } from './solve-linear.ts';
import type { Sampler } from './sampler.ts';

/** What the corrector needs of the step before. */
interface Last { readonly latents: Float32Array; readonly known: readonly Remembered[]; readonly order: number }

/**
 * Right-hand sides of the order conditions: with x = −h and B(h) = e^x − 1, entry i is phi_(i+1)(x) · (i + 1)! / B(h).
 * @source Zhao et al. 2302.04867, theorem 3.1, the variant B2
 */
function conditions(h: number, count: number): number[] {
  const x = -h;
  const size = Math.expm1(x);
  let phi = size / x - 1;
  let factorial = 1;
  return Array.from({ length: count }, (_, i) => {
    const side = phi * factorial / size;
    factorial *= i + 2;
    phi = phi / x - 1 / factorial;
    return side;
  });
}

/** Powers of the relative places of the nodes, one row for each condition. */
const powers = (places: readonly number[]): number[][] => places.map((_, row) => places.map((place) => place ** row));

/**
 * The step from known[0] to `to` with the differences to the nodes before it and, in the corrector, to the estimate at
 * its end. Weights are solved for, except where the source fixes them at 1/2.
 */
function multistep(latents: Float32Array, known: readonly Remembered[], to: NoiseLevel, order: number, end?: Float32Array): Float32Array {
  const newest = known[0]!;
  const from = newest.level;
  const h = logLength(from, to);
  const nodes = known.slice(1, order);
  const places = nodes.map(({ level }) => -logLength(level, from) / h);
  if (end !== undefined) places.push(1);
  const weights = places.length === 1 ? [0.5] : solveLinear(powers(places), conditions(h, places.length));
  const size = to.alpha * Math.expm1(-h); // negative: alpha · B(h)
  const ends = end === undefined ? nodes.map(({ denoised }) => denoised) : [...nodes.map(({ denoised }) => denoised), end];
  const terms = ends.map((values, i) => [-size * weights[i]! / places[i]!, values] as const);
  const own = terms.reduce((sum, [factor]) => sum - factor, -size);
  return weightedSum([to.sigma / from.sigma, latents], [own, newest.denoised], ...terms);
}

/** Predicts with as many estimates as there are, at most `order`; the last steps use fewer. The step to clean is of first order. */
export const unipc: Sampler = {
  label: 'UniPC', aliases: ['uni-pc', 'unipcmultistep', 'uni-pc-bh2'], stochastic: false, evaluations: 1, options: { order: 2 }, unitStart: true,
  start: ({ order = 2 }) => {
    if (!(Number.isInteger(order) && order >= 1 && order <= 3)) throw new DarkroomError('usage', `UniPC has the orders 1 to 3, not ${order}.`, { order });
    const history = estimateHistory(order);
    let last: Last | undefined;
    return ({ latents, denoised, from, to, index, steps }) => {
      const mended = last === undefined ? latents : multistep(last.latents, last.known, from, last.order, denoised);
      const known = history.add(denoised, from);
      const usable = Math.min(order, known.length, steps - index);
      // From pure noise and to clean h is infinite.
      last = from.alpha === 0 || to.sigma === 0 ? undefined : { latents: mended, known, order: usable };
      return last === undefined || usable === 1 ? eulerStep(mended, denoised, from, to) : multistep(mended, known, to, usable);
    };
  },
};
