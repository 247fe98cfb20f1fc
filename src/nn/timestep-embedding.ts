/** Times as waves: what tells a denoiser how noisy its input is. */
import { float32 } from '../base/tensor-data.ts';
import { concat, constant, cos, mul, reshape, sin } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';

/**
 * Cosines and sines of the time at geometrically falling frequencies, from 1 to 1 / maximumPeriod per unit of time.
 * @param timesteps [B], any scale; the usual one is 0..1000
 * @param width even
 * @returns [B, width]: all cosines, then all sines
 * @source Vaswani et al. 2017, arXiv 1706.03762, section 3.5
 */
export function timestepEmbedding(timesteps: Tensor, width: number, maximumPeriod = 10_000): Tensor {
  const half = width / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => Math.exp((-Math.log(maximumPeriod) * i) / half));
  const angles = mul(reshape(timesteps, [-1, 1]), constant(float32(frequencies, [1, half])));
  return concat([cos(angles), sin(angles)], 1);
}
