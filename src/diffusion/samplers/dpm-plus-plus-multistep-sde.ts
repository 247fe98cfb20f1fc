/** DPM-Solver++ with fresh noise in each step: 2M SDE (midpoint and Heun) and 3M SDE. */

import { logLength, ratioOfRatios, weightedSum } from '../noise-level.ts';
import { estimateHistory } from './estimate-history.ts';
import type { Remembered } from './estimate-history.ts';
import type { Sampler, Step, StepInput } from './sampler.ts';

/** Weights of the differences that bend the estimate, as terms of the step; empty is first order. */
type Bend = (span: number, input: StepInput, history: readonly Remembered[]) => (readonly [number, Float32Array])[];

/**
 * With q = ratio(to) / ratio(from) = e^−h the step keeps q^eta of the old noise:
 * to.sigma / from.sigma · q^eta · latents + to.alpha · (1 − q^(1 + eta)) · estimate + to.sigma · sqrt(1 − q^(2 eta)) · fresh.
 * @source Lu et al. 2211.01095, section 6, with k-diffusion's eta
 */
function sdeStep(memory: number, eta: number, bend: Bend): Step {
  const history = estimateHistory(memory);
  return (input) => {
    const { latents, denoised, from, to, noise } = input;
    const known = history.add(denoised, from);
    if (to.sigma === 0) return denoised;
    const q = ratioOfRatios(from, to);
    const span = 1 - q ** (1 + eta);
    const fresh = to.sigma * Math.sqrt(1 - q ** (2 * eta));
    return weightedSum(
      [to.sigma / from.sigma * q ** eta, latents],
      [to.alpha * span, denoised],
      ...(from.alpha === 0 ? [] : bend(span, input, known)), // there h is infinite, and nothing lies before
      ...(fresh === 0 ? [] : [[fresh, noise()] as const]),
    );
  };
}

/** weight · (newest − the one before) / r, r being the length of the step before over that of this one. */
function slopeTerms(weight: number, { from, to }: StepInput, [newest, before]: readonly Remembered[]): (readonly [number, Float32Array])[] {
  if (newest === undefined || before === undefined) return [];
  const slope = weight * logLength(from, to) / logLength(before.level, from);
  return [[slope, newest.denoised], [-slope, before.denoised]];
}

/** (e^−x − 1) / x + 1 with x = (1 + eta) · h and span = 1 − e^−x. */
const phi2 = (span: number, x: number): number => 1 - span / x;

const midpoint: Bend = (span, input, known) => slopeTerms(input.to.alpha * span / 2, input, known);

const heunOf = (eta: number): Bend => (span, input, known) =>
  slopeTerms(input.to.alpha * phi2(span, (1 + eta) * logLength(input.from, input.to)), input, known);

/** Third order where two estimates lie before. @source k-diffusion's sample_dpmpp_3m_sde */
const thirdOrderOf = (eta: number): Bend => (span, input, known) => {
  const [newest, before, oldest] = known;
  if (newest === undefined || before === undefined || oldest === undefined) return heunOf(eta)(span, input, known);
  const { from, to } = input;
  const h = logLength(from, to);
  const x = (1 + eta) * h;
  const r0 = logLength(before.level, from) / h;
  const r1 = logLength(oldest.level, before.level) / h;
  const second = phi2(span, x);
  const third = second / x - 0.5;
  // d1 = s0 + (s0 − s1) · r0 / (r0 + r1) and d2 = (s0 − s1) / (r0 + r1), with s0 and s1 the two slopes; to.alpha · (second · d1 − third · d2).
  const ofDifference = (second * r0 - third) / (r0 + r1);
  const slope0 = to.alpha * (second + ofDifference) / r0;
  const slope1 = to.alpha * ofDifference / r1;
  return [[slope0, newest.denoised], [-slope0 - slope1, before.denoised], [slope1, oldest.denoised]];
};

/** @source Lu et al. 2211.01095, algorithm 2 in its form with noise; k-diffusion's sample_dpmpp_2m_sde, whose default is the midpoint */
export const dpmPlusPlus2MSde: Sampler = {
  label: 'DPM++ 2M SDE', aliases: ['dpmpp-2m-sde', 'dpmpp-2m-sde-gpu', 'sde-dpmsolver++'], stochastic: true, evaluations: 1, options: { eta: 1 }, spacing: 'exponential', unitStart: true,
  start: ({ eta = 1 }) => sdeStep(2, eta, midpoint),
};

export const dpmPlusPlus2MSdeHeun: Sampler = {
  label: 'DPM++ 2M SDE Heun', aliases: ['dpmpp-2m-sde-heun'], stochastic: true, evaluations: 1, options: { eta: 1 }, spacing: 'exponential', unitStart: true,
  start: ({ eta = 1 }) => sdeStep(2, eta, heunOf(eta)),
};

export const dpmPlusPlus3MSde: Sampler = {
  label: 'DPM++ 3M SDE', aliases: ['dpmpp-3m-sde', 'dpmpp-3m-sde-gpu'], stochastic: true, evaluations: 1, options: { eta: 1 }, spacing: 'exponential', unitStart: true,
  start: ({ eta = 1 }) => sdeStep(3, eta, thirdOrderOf(eta)),
};
