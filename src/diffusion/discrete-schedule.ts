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

/**
 * Shifts and scales alpha so that the last one is 0 and the first stays.
 * @param terminalAlpha put in the place of the last one @source Lin et al. 2305.08891, algorithm 1 @throws usage
 */
export function withZeroTerminalSnr(alphas: Float64Array, terminalAlpha = 0): Float64Array {
  const first = alphas[0]!;
  const last = alphas[alphas.length - 1]!;
  const rescaled = alphas.map((alpha) => (alpha - last) * first / (first - last));
  if (!(terminalAlpha >= 0 && terminalAlpha < rescaled[rescaled.length - 2]!)) {
    throw new DarkroomError('usage', `The alpha of the last timestep must be at least 0 and less than that before it, ${rescaled[rescaled.length - 2]}, not ${terminalAlpha}.`, { terminalAlpha });
  }
  rescaled[rescaled.length - 1] = terminalAlpha;
  return rescaled;
}

/**
 * A schedule from a falling list of alphas, one for each timestep 0..steps − 1. Between timesteps ln(sigma / alpha) is
 * interpolated, as in k-diffusion; before pure noise, where that is infinite, the angle atan(sigma / alpha).
 */
export function discreteSchedule(name: ScheduleName, alphas: Float64Array): Schedule {
  const steps = alphas.length;
  const ratios = alphas.map((alpha) => Math.sqrt(1 - alpha * alpha) / alpha);
  const whole = (timestep: number): NoiseLevel => {
    const alpha = alphas[timestep]!;
    return { timestep, alpha, sigma: Math.sqrt(1 - alpha * alpha) };
  };
  return {
    name,
    trainingSteps: steps,
    atMoment: (moment) => whole(Math.min(steps - 1, Math.max(0, Math.round(moment * steps) - 1))),
    atTimestep: (timestep) => {
      if (!(timestep >= 0 && timestep <= steps - 1)) throw new DarkroomError('usage', `The timestep ${timestep} lies outside this schedule's 0 to ${steps - 1}.`, { timestep });
      const low = Math.floor(timestep);
      return low === timestep ? whole(low) : { timestep, ...shares(between(ratios[low]!, ratios[low + 1]!, timestep - low)) };
    },
    atRatio: (ratio) => ({ timestep: positionIn(ratios, ratio), ...shares(ratio) }),
  };
}

/** alpha and sigma of unit variance with this ratio. */
function shares(ratio: number): { readonly alpha: number; readonly sigma: number } {
  const alpha = 1 / Math.hypot(1, ratio);
  return { alpha, sigma: ratio === Infinity ? 1 : ratio * alpha };
}

/** The scale in which two neighbouring ratios are interpolated, and the way back. */
const scaleOf = (high: number): { to(ratio: number): number; from(value: number): number } =>
  (high === Infinity ? { to: Math.atan, from: Math.tan } : { to: Math.log, from: Math.exp });

function between(low: number, high: number, part: number): number {
  const { to, from } = scaleOf(high);
  return from(to(low) + part * (to(high) - to(low)));
}

/** The fractional index of a ratio in a rising list. @throws usage if it lies outside */
function positionIn(rising: Float64Array, ratio: number): number {
  let low = 0;
  let high = rising.length - 1;
  const slack = 1e-9; // an end of the list that went through a power and back
  if (!(ratio >= rising[low]! * (1 - slack) && ratio <= rising[high]! * (1 + slack))) {
    throw new DarkroomError('usage', `The noise ratio ${ratio} lies outside this schedule's ${rising[low]} to ${rising[high]}.`, { ratio });
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= ratio) low = middle;
    else high = middle;
  }
  const { to } = scaleOf(rising[high]!);
  const part = (to(ratio) - to(rising[low]!)) / (to(rising[high]!) - to(rising[low]!));
  return low + Math.min(1, Math.max(0, part));
}
