/** Variance-preserving schedules given by a list of betas: DDPM's linear, Stable Diffusion's scaled-linear, cosine. */

import { DarkroomError } from '../base/errors.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { Schedule, ScheduleName } from './schedule.ts';

/** alpha of every timestep: the square root of the running product of 1 − beta. */
function alphasOf(steps: number, beta: (step: number) => number): Float64Array {
  let product = 1;
  return Float64Array.from({ length: steps }, (_, step) => {
    product *= 1 - beta(step);
    return Math.sqrt(product);
  });
}

function checkBetas(start: number, end: number): void {
  if (!(start > 0 && start <= end && end < 1)) {
    throw new DarkroomError('usage', `The betas of a noise schedule must satisfy 0 < betaStart <= betaEnd < 1, not ${start} and ${end}.`, { start, end });
  }
}

/** Betas rise linearly. @source Ho et al. 2020 @throws usage */
export function linearAlphas(steps: number, start: number, end: number): Float64Array {
  checkBetas(start, end);
  return alphasOf(steps, (step) => start + (end - start) * step / (steps - 1));
}

/** Square roots of the betas rise linearly. @source Rombach et al. 2022, latent diffusion @throws usage */
export function scaledLinearAlphas(steps: number, start: number, end: number): Float64Array {
  checkBetas(start, end);
  const first = Math.sqrt(start);
  const last = Math.sqrt(end);
  return alphasOf(steps, (step) => (first + (last - first) * step / (steps - 1)) ** 2);
}

/** Squared cosine with betas up to 0.999. @source Nichol and Dhariwal 2021, equation 17 */
export function cosineAlphas(steps: number): Float64Array {
  const curve = (moment: number): number => Math.cos((moment + 0.008) / 1.008 * Math.PI / 2) ** 2;
  return alphasOf(steps, (step) => Math.min(0.999, 1 - curve((step + 1) / steps) / curve(step / steps)));
}

/** Shifts and scales alpha so that the last one is exactly 0 and the first stays. @source Lin et al. 2305.08891, algorithm 1 */
export function withZeroTerminalSnr(alphas: Float64Array): Float64Array {
  const first = alphas[0]!;
  const last = alphas[alphas.length - 1]!;
  return alphas.map((alpha) => (alpha - last) * first / (first - last));
}

/**
 * A schedule from a falling list of alphas, one for each timestep 0..steps − 1. Between timesteps the angle
 * atan(sigma / alpha) is interpolated: it is finite at pure noise and keeps the variance.
 */
export function discreteSchedule(name: ScheduleName, alphas: Float64Array): Schedule {
  const steps = alphas.length;
  const angles = alphas.map((alpha) => Math.acos(alpha));
  const whole = (timestep: number): NoiseLevel => {
    const alpha = alphas[timestep]!;
    return { timestep, alpha, sigma: Math.sqrt(1 - alpha * alpha) };
  };
  return {
    name,
    trainingSteps: steps,
    atMoment: (moment) => whole(Math.min(steps - 1, Math.max(0, Math.round(moment * steps) - 1))),
    atRatio: (ratio) => {
      const angle = Math.atan(ratio);
      const alpha = Math.cos(angle);
      return { timestep: positionIn(angles, angle), alpha, sigma: Math.sin(angle) };
    },
  };
}

/** The fractional index of a value in a rising list. @throws usage if it lies outside */
function positionIn(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length - 1;
  const slack = 1e-9; // an end of the list that went through a power and back
  if (!(value >= rising[low]! - slack && value <= rising[high]! + slack)) {
    throw new DarkroomError('usage', `The noise ratio ${Math.tan(value)} lies outside this schedule.`);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= value) low = middle;
    else high = middle;
  }
  const part = (value - rising[low]!) / (rising[high]! - rising[low]!);
  return low + Math.min(1, Math.max(0, part));
}
