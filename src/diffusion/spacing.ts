/** Which noise levels a sampling run visits. */

import { DarkroomError } from '../base/errors.ts';
import { cleanLevel, noiseRatio } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { Schedule } from './schedule.ts';

export type SpacingName = 'uniform' | 'linspace' | 'leading' | 'karras';

/** Karras spacing of a schedule that starts at pure noise: the ratio of its second level, EDM's largest sigma. */
const largestFiniteRatio = 80;
const karrasExponent = 7;

type Spacing = (schedule: Schedule, steps: number) => NoiseLevel[];

const byMoment = (moment: (index: number, steps: number, schedule: Schedule) => number): Spacing =>
  (schedule, steps) => Array.from({ length: steps }, (_, index) => schedule.atMoment(moment(index, steps, schedule)));

const spacings = {
  /** Equal steps of time from the noisiest level, "trailing": what zero terminal SNR needs. @source Lin et al. 2305.08891, table 2 */
  uniform: byMoment((index, steps) => 1 - index / steps),
  /** Equal steps that end on the cleanest trained level. */
  linspace: byMoment((index, steps, { trainingSteps }) =>
    steps === 1 ? 1 : 1 - index / (steps - 1) * (1 - 1 / trainingSteps)),
  /** Stable Diffusion 1's: whole strides from timestep 1, so the noisiest level is not visited. */
  leading: byMoment((index, steps, { trainingSteps }) => {
    const stride = Math.floor(trainingSteps / steps);
    if (steps === trainingSteps) {
      throw new DarkroomError('usage', `Leading spacing can take at most ${trainingSteps - 1} steps.`, { steps });
    }
    return (stride * (steps - 1 - index) + 2) / trainingSteps;
  }),
  /** Equal steps of (sigma / alpha)^(1/7): dense near clean. @source Karras et al. 2206.00364, equation 5 */
  karras: karrasLevels,
} satisfies Record<SpacingName, Spacing>;

function karrasLevels(schedule: Schedule, steps: number): NoiseLevel[] {
  const noisiest = schedule.atMoment(1);
  const cleanest = schedule.atMoment(1 / schedule.trainingSteps);
  const pure = noisiest.alpha === 0;
  const rest = pure ? steps - 1 : steps;
  const high = (pure ? largestFiniteRatio : noiseRatio(noisiest)) ** (1 / karrasExponent);
  const low = noiseRatio(cleanest) ** (1 / karrasExponent);
  const ramp = Array.from({ length: rest }, (_, index) => {
    if (index === 0 && !pure) return noisiest;
    if (index === rest - 1 && rest > 1) return cleanest;
    return schedule.atRatio((high + (rest > 1 ? index / (rest - 1) : 0) * (low - high)) ** karrasExponent);
  });
  return pure ? [noisiest, ...ramp] : ramp;
}

/** The names, for listing and validation. */
export const spacingNames = Object.keys(spacings) as readonly SpacingName[];

/**
 * The levels of a run: `steps` falling noise levels and then the clean level, so steps + 1 in all.
 * @throws usage if the spacing is unknown, or the number of steps is not 1..trainingSteps
 */
export function spaceLevels(schedule: Schedule, steps: number, spacing: SpacingName = 'uniform'): NoiseLevel[] {
  if (!Object.hasOwn(spacings, spacing)) {
    throw new DarkroomError('usage', `Unknown step spacing "${spacing}". Choose one of: ${spacingNames.join(', ')}.`, { spacing });
  }
  if (!Number.isInteger(steps) || steps < 1 || steps > schedule.trainingSteps) {
    throw new DarkroomError('usage', `The number of steps must be a whole number from 1 to ${schedule.trainingSteps}, not ${steps}.`, { steps });
  }
  return [...spacings[spacing](schedule, steps), cleanLevel];
}

/**
 * The end of a run that starts from a picture: strength 1 keeps every step, 0.3 the last 30 % of them.
 * The start latents are `addNoise(picture, noise, result[0])`.
 * @param strength in (0, 1]; at least one step is kept @throws usage
 */
export function levelsForStrength(levels: readonly NoiseLevel[], strength: number): readonly NoiseLevel[] {
  if (!(strength > 0 && strength <= 1)) {
    throw new DarkroomError('usage', `The strength must be greater than 0 and at most 1, not ${strength}.`, { strength });
  }
  const steps = levels.length - 1;
  return levels.slice(steps - Math.max(1, Math.round(steps * strength)));
}
