/** One point on the way from clean to noise: latents = alpha · x0 + sigma · noise. */

/**
 * Variance-preserving (alpha² + sigma² = 1), variance-exploding (alpha = 1) and flow (alpha + sigma = 1) are all of
 * this form, so samplers and predictions need to know nothing else about a schedule.
 */
export interface NoiseLevel {
  /** What the network is told: 0..trainingSteps, may be fractional. */
  readonly timestep: number;
  /** Share of the clean latents, 0..1. It is 0 at pure noise. */
  readonly alpha: number;
  /** Standard deviation of the noise in these latents; 0 when clean. */
  readonly sigma: number;
}

/** The end of every sampling run that goes all the way. */
export const cleanLevel: NoiseLevel = { timestep: 0, alpha: 1, sigma: 0 };

/** sigma / alpha: the noise level of EDM and k-diffusion, 0..Infinity. */
export function noiseRatio(level: NoiseLevel): number {
  return level.sigma / level.alpha;
}

/** sigma / (alpha + sigma): 0 when clean, 1 at pure noise, and the time itself in a rectified flow. */
export function noiseFraction(level: NoiseLevel): number {
  return level.sigma / (level.alpha + level.sigma);
}

/**
 * The ratio of `to` over the ratio of `from`, in 0..1. Written so that it is exact (0) when `from` is pure noise and
 * its ratio is infinite: this is why no sampler here ever divides by alpha of a pure noise level.
 */
export function ratioOfRatios(from: NoiseLevel, to: NoiseLevel): number {
  return (to.sigma * from.alpha) / (to.alpha * from.sigma);
}

/** ln(from's ratio / to's ratio) > 0: the length of a step in lambda = ln(alpha / sigma). Infinite from pure noise and to clean. */
export function logLength(from: NoiseLevel, to: NoiseLevel): number {
  return Math.log(noiseRatio(from)) - Math.log(noiseRatio(to));
}

/** a · x + b · y, element by element, in a new array. Sums in double precision and rounds once. */
export function combine(a: number, x: Float32Array, b: number, y: Float32Array): Float32Array {
  const result = x.slice();
  for (let i = 0; i < result.length; i++) result[i] = a * x[i]! + b * y[i]!;
  return result;
}

/** The sum of factor · array over the terms, in a new array. Sums in double precision and rounds once. */
export function weightedSum(first: readonly [number, Float32Array], ...rest: readonly (readonly [number, Float32Array])[]): Float32Array {
  const result = first[1].slice();
  for (let i = 0; i < result.length; i++) {
    let sum = first[0] * first[1][i]!;
    for (const [factor, values] of rest) sum += factor * values[i]!;
    result[i] = sum;
  }
  return result;
}

/** Noises clean latents to a level: alpha · clean + sigma · noise. Used by training and by image-to-image. */
export function addNoise(clean: Float32Array, noise: Float32Array, level: NoiseLevel): Float32Array {
  return combine(level.alpha, clean, level.sigma, noise);
}

/** The noise within latents, given the clean estimate; needs sigma > 0. */
export function noiseWithin(latents: Float32Array, denoised: Float32Array, level: NoiseLevel): Float32Array {
  return combine(1 / level.sigma, latents, -level.alpha / level.sigma, denoised);
}
