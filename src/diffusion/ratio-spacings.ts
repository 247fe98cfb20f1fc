/** Spacings that are rules for sigma / alpha, whatever the timesteps come to. On a flow they are rules for its time. */

import { DarkroomError } from '../base/errors.ts';
import { betaQuantile } from './beta-distribution.ts';
import { noiseRatio } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { Schedule } from './schedule.ts';
import type { Spacing, SpacingSettings } from './spacing-rule.ts';

/** Where a schedule that starts at pure noise goes on after that: EDM's largest sigma. */
const largestFiniteRatio = 80;

/** The value at a place 0 (high) to 1 (low). */
type Ramp = (place: number, high: number, low: number, options: SpacingSettings) => number;

/** What a ramp is counted in, and the way back. */
interface Measure { of(level: NoiseLevel): number; level(value: number): NoiseLevel }

/** The time on a flow, as diffusers and ComfyUI count there; else sigma / alpha. */
function measureOf(schedule: Schedule): Measure {
  if (schedule.name === 'flow') return { of: ({ sigma }) => sigma, level: (time) => schedule.atTimestep(time * schedule.trainingSteps) };
  return { of: noiseRatio, level: (ratio) => schedule.atRatio(ratio) };
}

/** A ramp over the schedule's whole range. Its ends are the schedule's own levels; pure noise comes before it. */
const along = (ramp: Ramp): Spacing => (schedule, steps, options) => {
  const noisiest = schedule.atMoment(1);
  const cleanest = schedule.atMoment(1 / schedule.trainingSteps);
  const measure = measureOf(schedule);
  const pure = measure.of(noisiest) === Infinity;
  const points = pure ? steps - 1 : steps;
  const high = pure ? largestFiniteRatio : measure.of(noisiest);
  const levels = Array.from({ length: points }, (_, point) => {
    if (point === 0 && !pure) return noisiest;
    if (point === points - 1 && points > 1) return cleanest;
    return measure.level(ramp(points === 1 ? 0 : point / (points - 1), high, measure.of(cleanest), options));
  });
  return pure ? [noisiest, ...levels] : levels;
};

/** Noise levels of ten optimal steps, cleanest included. @source Sabour et al. 2404.14507, the published tables */
const alignedTables = {
  sd1: [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029],
  sdxl: [14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.38, 0.234, 0.113, 0.029],
} as const;

/** Other numbers of steps interpolate the logarithm, as the authors tell; the ends are kept within the schedule. */
const aligned: Spacing = (schedule, steps, { table = 'sd1' }) => {
  if (schedule.name === 'flow') throw new DarkroomError('usage', 'The spacing align-your-steps was fitted to Stable Diffusion 1 and SDXL and does not suit a flow. Use trailing.');
  const [noisiest, cleanest] = [schedule.atMoment(1), schedule.atMoment(1 / schedule.trainingSteps)];
  const values = alignedTables[table].map((ratio) => Math.max(noiseRatio(cleanest), ratio));
  return Array.from({ length: steps }, (_, step) => {
    const place = step * (values.length - 1) / steps;
    const low = Math.floor(place);
    const ratio = Math.exp(Math.log(values[low]!) + (place - low) * (Math.log(values[low + 1]!) - Math.log(values[low]!)));
    return ratio >= noiseRatio(noisiest) ? noisiest : schedule.atRatio(ratio);
  });
};

/** Both shapes of the beta spacing. @source Lee et al. 2407.12173 */
const betaShape = 0.6;

export const ratioSpacings = {
  /** Equal steps of the rho-th root: dense near clean. @source Karras et al. 2206.00364, equation 5 */
  karras: along((place, high, low, { rho = 7 }) => (high ** (1 / rho) + place * (low ** (1 / rho) - high ** (1 / rho))) ** rho),
  /** Equal steps of the logarithm. */
  exponential: along((place, high, low) => high * (low / high) ** place),
  /** A power of the place in the logarithm; rho = 1 is exponential. @source k-diffusion's get_sigmas_polyexponential */
  polyexponential: along((place, high, low, { rho = 1 }) => low * (high / low) ** ((1 - place) ** rho)),
  /** Dense at both ends. @source Lee et al. 2407.12173, over sigma as AUTOMATIC1111 and diffusers have it */
  beta: along((place, high, low) => low + betaQuantile(1 - place, betaShape, betaShape) * (high - low)),
  /** Equal steps of the angle. @source Sabour et al. 2404.14507, appendix: the optimum for a Gaussian */
  'kl-optimal': along((place, high, low) => Math.tan(Math.atan(high) + place * (Math.atan(low) - Math.atan(high)))),
  'align-your-steps': aligned,
} satisfies Record<string, Spacing>;
