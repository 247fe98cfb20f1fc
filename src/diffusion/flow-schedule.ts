/** Rectified flow: a straight line from clean to noise, alpha = 1 − t and sigma = t. */

import { DarkroomError } from '../base/errors.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { Schedule } from './schedule.ts';

/**
 * @param steps the timestep that the network is told at pure noise (timestep = t · steps)
 * @param shift moves moments towards noise: t = shift · u / (1 + (shift − 1) · u)
 * @source Liu et al. 2209.03003; the shift: Esser et al. 2403.03206, equation 23
 * @throws usage
 */
export function flowSchedule(steps: number, shift: number): Schedule {
  if (!(shift > 0 && Number.isFinite(shift))) {
    throw new DarkroomError('usage', `The shift of a flow schedule must be a positive number, not ${shift}.`, { shift });
  }
  const atTime = (time: number): NoiseLevel => ({ timestep: time * steps, alpha: 1 - time, sigma: time });
  return {
    name: 'flow',
    trainingSteps: steps,
    atMoment: (moment) => atTime(shift * moment / (1 + (shift - 1) * moment)),
    atTimestep: (timestep) => atTime(timestep / steps),
    atRatio: (ratio) => atTime(ratio === Infinity ? 1 : ratio / (1 + ratio)),
  };
}
