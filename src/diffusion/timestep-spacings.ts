/** Spacings that are rules for timesteps. */

import { DarkroomError } from '../base/errors.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { Schedule } from './schedule.ts';
import type { Spacing, SpacingSettings } from './spacing-rule.ts';

/** Steps of the teacher that consistency models were distilled with. @source Luo et al. 2310.04378 */
const teacherSteps = 50;

/** To the even one of two whole numbers that are equally near, as Python and NumPy round: so that timesteps agree. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The level at a fractional index 0..trainingSteps − 1. On a flow indices are moments, so that its shift applies. */
function levelAt(schedule: Schedule, index: number): NoiseLevel {
  return schedule.name === 'flow' ? schedule.atMoment((index + 1) / schedule.trainingSteps) : schedule.atTimestep(index);
}

/** The same, rounded where only whole timesteps were trained. */
function wholeLevelAt(schedule: Schedule, index: number): NoiseLevel {
  return levelAt(schedule, schedule.name === 'flow' ? index : roundHalfEven(index));
}

/** Between two whole timesteps, with sigma / alpha interpolated linearly. */
function betweenLevels(schedule: Schedule, index: number): NoiseLevel {
  const low = Math.floor(index);
  if (schedule.name === 'flow' || low === index) return levelAt(schedule, index);
  const [from, to] = [schedule.atTimestep(low), schedule.atTimestep(low + 1)];
  if (to.alpha === 0) return schedule.atTimestep(index);
  const ratio = from.sigma / from.alpha + (index - low) * (to.sigma / to.alpha - from.sigma / from.alpha);
  return { ...schedule.atRatio(ratio), timestep: index };
}

type Place = (step: number, steps: number, trainingSteps: number, options: SpacingSettings) => number;

const spaced = (at: typeof levelAt, place: Place): Spacing => (schedule, steps, options) =>
  Array.from({ length: steps }, (_, step) => at(schedule, place(step, steps, schedule.trainingSteps, options)));

/** From the last index to 0 in `points` equal steps. */
const fromLast = (step: number, points: number, trainingSteps: number): number =>
  (points === 1 ? trainingSteps - 1 : (trainingSteps - 1) * (1 - step / (points - 1)));

const linspace: Place = (step, steps, trainingSteps, { withoutLast }) => fromLast(step, withoutLast ? steps + 1 : steps, trainingSteps);

function leadingPlace(step: number, steps: number, trainingSteps: number, { offset = 1, withoutLast = false }: SpacingSettings): number {
  const stride = Math.floor(trainingSteps / (withoutLast ? steps + 1 : steps));
  const place = stride * (steps - 1 - step + (withoutLast ? 1 : 0)) + offset;
  if (place > trainingSteps - 1) throw new DarkroomError('usage', `Leading spacing with the offset ${offset} cannot take ${steps} steps of ${trainingSteps} timesteps. Use fewer steps.`, { steps, offset });
  return place;
}

function teacherPlace(step: number, steps: number, trainingSteps: number): number {
  if (steps > teacherSteps) throw new DarkroomError('usage', `The spacing lcm can take at most ${teacherSteps} steps, not ${steps}; 4 to 8 are usual.`, { steps });
  const stride = Math.floor(trainingSteps / teacherSteps);
  return stride * (teacherSteps - Math.floor(step * teacherSteps / steps)) - 1;
}

export const timestepSpacings = {
  /** Equal steps of time from the noisiest level: what zero terminal SNR and flows need. @source Lin et al. 2305.08891, table 2 */
  trailing: spaced(wholeLevelAt, (step, steps, trainingSteps) => trainingSteps - step * trainingSteps / steps - 1),
  /** Stable Diffusion 1's: whole strides from a first timestep, so the noisiest level is not visited. */
  leading: spaced(wholeLevelAt, leadingPlace),
  /** Equal steps that end on the cleanest trained level. */
  linspace: (schedule, steps, options) => spaced(options.between ? betweenLevels : wholeLevelAt, linspace)(schedule, steps, options),
  /** The same without rounding: k-diffusion's own, AUTOMATIC1111's "Uniform" and "Normal". */
  normal: spaced(levelAt, fromLast),
  /** Normal with one step more, whose cleanest level is left out: of Stability's generative models. */
  'sgm-uniform': spaced(levelAt, (step, steps, trainingSteps) => fromLast(step, steps + 1, trainingSteps)),
  /** Whole timesteps counted from the noisiest. @source ComfyUI's simple scheduler */
  simple: spaced(levelAt, (step, steps, trainingSteps) => trainingSteps - 1 - Math.floor(step * trainingSteps / steps)),
  /** A part of the 50 timesteps that consistency models (LCM, TCD) were distilled at. */
  lcm: spaced(levelAt, teacherPlace),
} satisfies Record<string, Spacing>;
