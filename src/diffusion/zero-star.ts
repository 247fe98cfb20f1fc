/** CFG-Zero*: guidance whose unconditional slope is first brought to the size at which it explains the conditional one best. */

import { combine, weightedSum } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import { lineFrom, slopeAt } from './samplers/line.ts';

/**
 * The guided estimate of each picture of a batch: slope = s · unconditional + scale · (conditional − s · unconditional)
 * with s = <conditional, unconditional> / |unconditional|², the slope being the velocity on a flow and the noise on a
 * diffusion.
 * @param latents those that both estimates were made of, at `level`
 * @source Fan et al. 2503.18886, equations 8 to 10
 */
export function zeroStarGuided(conditional: Float32Array, unconditional: Float32Array, latents: Float32Array, level: NoiseLevel, scale: number, pictures = 1): Float32Array {
  const line = lineFrom(level);
  const [with_, without] = [slopeAt(line, latents, conditional, level), slopeAt(line, latents, unconditional, level)];
  const size = latents.length / pictures;
  const slope = new Float32Array(latents.length);
  for (let at = 0; at < slope.length; at += size) {
    const [a, b] = [with_.subarray(at, at + size), without.subarray(at, at + size)];
    slope.set(combine(scale, a, (1 - scale) * bestScale(a, b), b), at);
  }
  const whole = line.scale(level);
  return weightedSum([1 / whole, latents], [-level.sigma / whole, slope]);
}

/** The estimate with which a step leaves latents where they are on their line: a slope of nothing. */
export function standstill(latents: Float32Array, level: NoiseLevel): Float32Array {
  const whole = lineFrom(level).scale(level);
  return latents.map((value) => value / whole);
}

/** The factor of `values` that comes nearest to `target`. */
function bestScale(target: Float32Array, values: Float32Array): number {
  let [product, square] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    product += target[i]! * values[i]!;
    square += values[i]! ** 2;
  }
  return square === 0 ? 1 : product / square;
}
