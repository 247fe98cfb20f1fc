/** DPM-Solver++ that looks twice in a step: 2S a, and SDE with its noise in between. */

import { combine, logLength, noiseRatio } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import { noiseStep, ratioBelow, splitNoise } from './noise-step.ts';
import type { Sampler } from './sampler.ts';

/** sigma / alpha halfway in lambda. */
const middleRatio = (from: NoiseLevel, ratio: number): number => Math.sqrt(noiseRatio(from) * ratio);

/**
 * A deterministic step of second order down to below the level, with the estimate of its middle, then fresh noise up to
 * it. From pure noise, and where the way down ends clean, it is the first-order step.
 * @source Lu et al. 2211.01095, algorithm 1; k-diffusion's sample_dpmpp_2s_ancestral
 */
export const dpmPlusPlus2SAncestral: Sampler = {
  label: 'DPM++ 2S a', aliases: ['dpm++-2s-a', 'dpmpp-2s-a', 'dpmpp-2s-ancestral'], stochastic: true, evaluations: 2, options: { eta: 1 }, spacing: 'karras',
  start: ({ eta = 1 }) => async (input) => {
    const { latents, denoised, from, to, denoise, schedule, noise, signal } = input;
    const below = ratioBelow(from, to, eta);
    if (from.alpha === 0 || below === 0) return noiseStep(input, eta);
    const middle = schedule.atRatio(middleRatio(from, below));
    const estimate = await denoise(eulerStep(latents, denoised, from, middle), middle, signal);
    const down = eulerStep(latents, estimate, from, { ...to, sigma: below * to.alpha });
    const { fresh } = splitNoise(from, to, eta);
    return fresh === 0 ? down : combine(1, down, fresh, noise());
  },
};

/** Numbers of the two draws of a step. */
const upToMiddle = 0;
const onFromMiddle = 1;

/**
 * An ancestral step to the middle, and the whole step with the estimate found there. Both are driven by one Brownian
 * path over sigma / alpha, as k-diffusion's Brownian tree does: the noise of the whole step holds that of its first part.
 * @source Lu et al. 2211.01095; k-diffusion's sample_dpmpp_sde with r = 1/2
 */
export const dpmPlusPlusSde: Sampler = {
  label: 'DPM++ SDE', aliases: ['dpmpp-sde', 'dpmpp-sde-gpu', 'dpmsolversde'], stochastic: true, evaluations: 2, options: { eta: 1 }, spacing: 'karras',
  start: ({ eta = 1 }) => async (input) => {
    const { latents, from, to, denoise, schedule, noise, signal } = input;
    if (from.alpha === 0 || to.sigma === 0) return noiseStep(input, eta);
    const middle = schedule.atRatio(middleRatio(from, noiseRatio(to)));
    const trial = noiseStep({ ...input, to: middle, noise: () => noise(upToMiddle) }, eta);
    const estimate = await denoise(trial, middle, signal);
    // The parts of the way in sigma / alpha, relative to its end: e^h − 1 in all, e^h − e^(h/2) to the middle.
    const h = logLength(from, to);
    const first = (Math.exp(h) - Math.exp(h / 2)) / Math.expm1(h);
    const whole = (): Float32Array => combine(Math.sqrt(first), noise(upToMiddle), Math.sqrt(1 - first), noise(onFromMiddle));
    return noiseStep({ latents, denoised: estimate, from, to, noise: whole }, eta);
  },
};
