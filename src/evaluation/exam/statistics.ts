/** The examination's statistics: intervals of scores, and distances between sets of pictures. */
import { createRandom } from '../../base/random.ts';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const draws = 1000;

/**
 * Bootstrap over prompts: pictures of one prompt stand or fall together.
 * @param groups scores of each prompt's pictures, 0..1
 * @returns the mean over all pictures with its 95 % interval
 */
export function bootstrapInterval(groups: readonly (readonly number[])[], seed = 0): Interval {
  const sums = groups.map((scores) => scores.reduce((sum, score) => sum + score, 0));
  const meanOf = (picked: readonly number[]): number => picked.reduce((sum, i) => sum + (sums[i] as number), 0) / Math.max(1, picked.reduce((sum, i) => sum + (groups[i] as readonly number[]).length, 0));
  const all = groups.map((_, i) => i);
  if (all.length === 0) return { mean: 0, low: 0, high: 0 };
  const random = createRandom(seed);
  const means = Array.from({ length: draws }, () => meanOf(all.map(() => random.integer(all.length)))).sort((a, b) => a - b);
  return { mean: meanOf(all), low: means[Math.floor(0.025 * draws)] as number, high: means[Math.ceil(0.975 * draws) - 1] as number };
}

/**
 * Unbiased squared maximum mean discrepancy with the kernel (x·y / d + 1)³. Never called FID or Inception's KID: the features are our own.
 * @param a, b sets of features of one length, at least two each
 * @source Bińkowski et al. 2018, arXiv 1801.01401, Equation 4
 */
export function kernelDistance(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const kernel = (x: Float32Array, y: Float32Array): number => (x.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / x.length + 1) ** 3;
  const within = (set: readonly Float32Array[]): number => {
    let sum = 0;
    for (let i = 0; i < set.length; i++) for (let j = 0; j < i; j++) sum += 2 * kernel(set[i] as Float32Array, set[j] as Float32Array);
    return sum / (set.length * (set.length - 1));
  };
  let across = 0;
  for (const x of a) for (const y of b) across += kernel(x, y);
  return within(a) + within(b) - (2 * across) / (a.length * b.length);
}

/** Mean distance between the members of a set: how different pictures of one prompt are. */
export function spread(set: readonly Float32Array[]): number {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < set.length; i++) {
    for (let j = 0; j < i; j++) {
      sum += distance(set[i] as Float32Array, set[j] as Float32Array);
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}

export const distance = (x: Float32Array, y: Float32Array): number => Math.sqrt(x.reduce((sum, value, i) => sum + (value - (y[i] as number)) ** 2, 0));
