/** Which noise levels a sampling run visits. */

import { DarkroomError } from '../base/errors.ts';
import { cleanLevel, noiseRatio } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import { ratioSpacings } from './ratio-spacings.ts';
import type { Schedule } from './schedule.ts';
import type { Spacing, SpacingSettings } from './spacing-rule.ts';
import { timestepSpacings } from './timestep-spacings.ts';

const spacings = { ...timestepSpacings, ...ratioSpacings };

export type SpacingName = keyof typeof spacings;

export interface SpacingOptions extends SpacingSettings {
  /** Default trailing. */
  readonly name?: SpacingName;
}

/** The names, for listing and validation. */
export const spacingNames = Object.keys(spacings) as readonly SpacingName[];

/**
 * The levels of a run: `steps` falling noise levels and then the clean level, so steps + 1 in all. One less where the
 * run shall end on the cleanest trained level and the spacing has visited that already.
 * @throws usage if the spacing is unknown, or the number of steps is not one that it can take, at most trainingSteps
 */
export function spaceLevels(schedule: Schedule, steps: number, spacing: SpacingName | SpacingOptions = {}): NoiseLevel[] {
  const options: SpacingOptions = typeof spacing === 'string' ? { name: spacing } : spacing;
  const name = options.name ?? 'trailing';
  if (!Object.hasOwn(spacings, name)) {
    throw new DarkroomError('usage', `Unknown step spacing "${name}". Choose one of: ${spacingNames.join(', ')}.`, { spacing: name });
  }
  if (!Number.isInteger(steps) || steps < 1 || steps > schedule.trainingSteps) {
    throw new DarkroomError('usage', `The number of steps must be a whole number from 1 to ${schedule.trainingSteps}, not ${steps}.`, { steps });
  }
  const row: Spacing = spacings[name];
  const levels = row(schedule, steps, options);
  return [...levels, ...ending(schedule, levels.at(-1)!, options.final ?? 'clean')].map((level) => retold(level, options.told ?? 'exact'));
}

const rounding = 1e-9;

function ending(schedule: Schedule, last: NoiseLevel, final: 'clean' | 'cleanest'): NoiseLevel[] {
  if (final === 'clean') return [cleanLevel];
  const cleanest = schedule.atMoment(1 / schedule.trainingSteps);
  return noiseRatio(last) > noiseRatio(cleanest) * (1 + rounding) ? [cleanest] : [];
}

function retold(level: NoiseLevel, told: 'exact' | 'rounded' | 'floored'): NoiseLevel {
  if (told === 'exact') return level;
  return { ...level, timestep: told === 'rounded' ? Math.round(level.timestep) : Math.floor(level.timestep) };
}

/**
 * The end of a run that starts from a picture: strength 1 keeps every step, 0.3 the last 30 % of them (the whole number
 * below, as diffusers and AUTOMATIC1111 count). The start latents are `addNoise(picture, noise, result[0])`.
 * @param strength in (0, 1]; at least one step is kept @throws usage
 */
export function levelsForStrength(levels: readonly NoiseLevel[], strength: number): readonly NoiseLevel[] {
  if (!(strength > 0 && strength <= 1)) {
    throw new DarkroomError('usage', `The strength must be greater than 0 and at most 1, not ${strength}.`, { strength });
  }
  const steps = levels.length - 1;
  return levels.slice(steps - levelsKept(steps, strength));
}

/** How many of the steps a run takes that starts from a picture. */
export function levelsKept(steps: number, strength: number): number {
  return Math.max(1, Math.floor(steps * strength));
}
