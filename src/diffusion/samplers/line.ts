/** The straight line that a slope rule (Euler, Heun, midpoint, Adams) follows through the noise levels. */

import { combine, noiseFraction, noiseRatio } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';

/**
 * In the variables position = latents / scale and time = sigma / scale, an estimate that does not change gives a
 * straight line: position = x0 + time · slope. Rules differ by the variables they are written in.
 */
export interface Line {
  /** Size of the latents at this level. */
  scale(level: NoiseLevel): number;
  /** 0 when clean; must be finite where the line is used. */
  time(level: NoiseLevel): number;
  /** sigma / alpha at this time. */
  ratio(time: number): number;
}

/** scale = alpha and time = sigma / alpha: EDM's and k-diffusion's. */
const ratioLine: Line = { scale: ({ alpha }) => alpha, time: noiseRatio, ratio: (time) => time };
/** scale = alpha + sigma and time = sigma / (alpha + sigma): a rectified flow's; finite at pure noise for every schedule. */
const flowLine: Line = { scale: ({ alpha, sigma }) => alpha + sigma, time: noiseFraction, ratio: (time) => time / (1 - time) };

const rounding = 1e-9;

/** Whether the level is one of a rectified flow; the ends of every schedule are. */
export function onFlow({ alpha, sigma }: NoiseLevel): boolean {
  return Math.abs(alpha + sigma - 1) < rounding;
}

/** The flow's line on a flow and from pure noise, else the ratio's: what diffusers and k-diffusion do with each. */
export function lineFrom(level: NoiseLevel): Line {
  return onFlow(level) ? flowLine : ratioLine;
}

/** d position / d time at a level, needs sigma > 0: the noise itself on the ratio's line, noise − x0 on the flow's. */
export function slopeAt(line: Line, latents: Float32Array, denoised: Float32Array, level: NoiseLevel): Float32Array {
  return combine(1 / level.sigma, latents, -line.scale(level) / level.sigma, denoised);
}

/** Latents at `to`, following one slope from `from`. */
export function follow(line: Line, latents: Float32Array, slope: Float32Array, from: NoiseLevel, to: NoiseLevel): Float32Array {
  const scale = line.scale(to);
  return combine(scale / line.scale(from), latents, scale * (line.time(to) - line.time(from)), slope);
}

/** The time halfway in ln(time), where midpoint rules look. @source k-diffusion's DPM2 */
export function middleTime(line: Line, from: NoiseLevel, to: NoiseLevel): number {
  return Math.sqrt(line.time(from) * line.time(to));
}
