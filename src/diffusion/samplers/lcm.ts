/** LCM: few steps with a distilled network; each takes the whole estimate and noises it anew. */

import { combine, addNoise } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { onFlow } from './line.ts';
import type { Sampler } from './sampler.ts';

/** Of the boundary condition: a consistency function must leave clean latents as they are. @source Luo et al. 2310.04378, appendix; Song et al. 2303.01469 */
const dataDeviation = 0.5;
const timestepScaling = 10;

function boundary(latents: Float32Array, denoised: Float32Array, { timestep }: NoiseLevel): Float32Array {
  const time = timestep * timestepScaling;
  const skip = dataDeviation ** 2 / (time ** 2 + dataDeviation ** 2);
  return combine(time / Math.hypot(time, dataDeviation), denoised, skip, latents);
}

/** On a flow the estimate fulfils the condition by itself. @source Luo et al. 2310.04378, algorithm 2 */
export const lcm: Sampler = {
  label: 'LCM', aliases: ['flowmatchlcm'], stochastic: true, evaluations: 1, spacing: 'lcm', unitStart: true,
  start: () => ({ latents, denoised, from, to, noise }) => {
    const consistent = onFlow(from) ? denoised : boundary(latents, denoised, from);
    return to.sigma === 0 ? consistent : addNoise(consistent, noise(), to);
  },
};
