/** Guidance: pushes the denoised estimate away from what an unconditional (or negative) prompt would give. */

import { DarkroomError } from '../base/errors.ts';
import type { Denoise } from './denoise.ts';
import { denoisedFrom } from './denoise.ts';
import { type DynamicThreshold, dynamicallyThresholded } from './dynamic-threshold.ts';
import { noiseFraction } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import type { PredictionKind } from './prediction.ts';
import { standstill, zeroStarGuided } from './zero-star.ts';

/** Two estimates of the same latents: with the prompt, and without it (or with the negative prompt, or from a weaker network). */
export interface Pair { readonly conditional: Float32Array; readonly unconditional?: Float32Array }

/**
 * Evaluates the prompt and, if `both`, the unconditional half in the same call, so that a network can take them as one
 * batch. Without `both` the unconditional half must not cost anything.
 */
export type DenoisePair = (latents: Float32Array, level: NoiseLevel, both: boolean, signal?: AbortSignal) => Promise<Pair>;

/** The same for a network's raw predictions. */
export type PredictPair = (latents: Float32Array, timestep: number, both: boolean, signal?: AbortSignal) => Promise<Pair>;

export interface GuidanceOptions {
  /** 1 is the prompt alone, 0 the unconditional estimate alone; at least 0. */
  readonly scale: number;
  /** Guide only where sigma / (alpha + sigma) lies in [from, to]; 1 is pure noise. Default everywhere. @source Kynkäänniemi et al. 2404.07724 */
  readonly interval?: readonly [from: number, to: number];
  /** 0..1: how far the spread of each picture is brought back to that of the conditional estimate. @source Lin et al. 2305.08891, section 3.4 */
  readonly rescale?: number;
  /** 0..1: weight of the part of the push that is parallel to the conditional estimate; that part over-saturates. 1 is plain guidance, 0 is APG. @source Sadat et al. 2410.02416 */
  readonly parallel?: number;
  /** Brings the unconditional slope to its best size first. Excludes `parallel`. @source Fan et al. 2503.18886 */
  readonly zeroStar?: boolean;
  /** Where sigma / (alpha + sigma) is at least this, latents stay as they are: first steps of flows go astray. 0..1; default never. @source Fan et al. 2503.18886, section 4.2 */
  readonly standFrom?: number;
  /** Clips the guided estimate; for models of pixels. */
  readonly threshold?: DynamicThreshold;
  /** Pictures in the batch; rescale and parallel work on each by itself. Default 1. */
  readonly pictures?: number;
}

/** A pair denoiser from a network's raw predictions. */
export function pairDenoiserOf(predict: PredictPair, kind: PredictionKind): DenoisePair {
  return async (latents, level, both, signal) => {
    const pair = await predict(latents, level.timestep, both, signal);
    const conditional = denoisedFrom(kind, latents, pair.conditional, level);
    if (pair.unconditional === undefined) return { conditional };
    return { conditional, unconditional: denoisedFrom(kind, latents, pair.unconditional, level) };
  };
}

/**
 * Wraps a pair denoiser; samplers never know. With scale 1, and outside the interval, the unconditional half is not evaluated.
 * @source Ho and Salimans 2207.12598 @throws usage if a setting is out of range
 */
export function withGuidance(denoisePair: DenoisePair, options: GuidanceOptions): Denoise {
  checkGuidance(options);
  const [from, to] = options.interval ?? [0, 1];
  return async (latents, level, signal) => {
    const fraction = noiseFraction(level);
    if (fraction >= (options.standFrom ?? Infinity)) return standstill(latents, level);
    const both = options.scale !== 1 && fraction >= from && fraction <= to;
    const { conditional, unconditional } = await denoisePair(latents, level, both, signal);
    const estimate = both ? push(conditional, unconditional, latents, level, options) : conditional;
    return options.threshold === undefined ? estimate : dynamicallyThresholded(estimate, options.threshold, options.pictures);
  };
}

function push(conditional: Float32Array, unconditional: Float32Array | undefined, latents: Float32Array, level: NoiseLevel, options: GuidanceOptions): Float32Array {
  if (unconditional === undefined) throw new TypeError('the pair denoiser left out the unconditional half');
  if (!options.zeroStar) return guided(conditional, unconditional, options);
  const pushed = zeroStarGuided(conditional, unconditional, latents, level, options.scale, options.pictures);
  return eachPicture(pushed, options, (picture, at) => bringBack(picture, conditional.subarray(at, at + picture.length), options.rescale ?? 0));
}

/** The guided estimate of each picture of a batch. */
export function guided(conditional: Float32Array, unconditional: Float32Array, options: GuidanceOptions): Float32Array {
  return eachPicture(conditional.slice(), options, (picture, at) =>
    guidePicture(conditional.subarray(at, at + picture.length), unconditional.subarray(at, at + picture.length), picture, options));
}

/** Changes each picture of a batch in its place. @throws shape */
function eachPicture(batch: Float32Array, { pictures = 1 }: GuidanceOptions, change: (picture: Float32Array, at: number) => void): Float32Array {
  const size = batch.length / pictures;
  if (!Number.isInteger(size)) throw new DarkroomError('shape', `${batch.length} latents cannot be split into ${pictures} pictures.`);
  for (let at = 0; at < batch.length; at += size) change(batch.subarray(at, at + size), at);
  return batch;
}

/** result = conditional + (scale − 1) · push, the parallel part of the push weighted; then the spread is brought back. */
function guidePicture(conditional: Float32Array, unconditional: Float32Array, result: Float32Array, options: GuidanceOptions): void {
  const parallel = options.parallel ?? 1;
  const along = parallel === 1 ? 0 : (parallel - 1) * projection(conditional, unconditional);
  for (let i = 0; i < result.length; i++) {
    const push = conditional[i]! - unconditional[i]! + along * conditional[i]!;
    result[i] = conditional[i]! + (options.scale - 1) * push;
  }
  bringBack(result, conditional, options.rescale ?? 0);
}

/** Brings the spread of a guided estimate towards that of the conditional one. */
function bringBack(result: Float32Array, conditional: Float32Array, rescale: number): void {
  const spread = rescale === 0 ? 0 : deviation(result);
  if (spread === 0) return; // off, or a flat estimate that has no spread to bring back
  const factor = rescale * deviation(conditional) / spread + 1 - rescale;
  for (let i = 0; i < result.length; i++) result[i] = result[i]! * factor;
}

/** How much of (conditional − unconditional) lies along the conditional estimate, in lengths of the latter. */
function projection(conditional: Float32Array, unconditional: Float32Array): number {
  let product = 0;
  let square = 0;
  for (let i = 0; i < conditional.length; i++) {
    product += (conditional[i]! - unconditional[i]!) * conditional[i]!;
    square += conditional[i]! * conditional[i]!;
  }
  return square === 0 ? 0 : product / square;
}

function deviation(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

function checkGuidance(options: GuidanceOptions): void {
  if (!(Number.isFinite(options.scale) && options.scale >= 0)) {
    throw new DarkroomError('usage', `The guidance scale must be a number of at least 0, not ${options.scale}.`, { scale: options.scale });
  }
  for (const name of ['rescale', 'parallel', 'standFrom'] as const) {
    const value = options[name];
    if (value !== undefined && !(value >= 0 && value <= 1)) {
      throw new DarkroomError('usage', `The guidance setting ${name} must lie between 0 and 1, not ${value}.`, { [name]: value });
    }
  }
  if (options.zeroStar && options.parallel !== undefined && options.parallel !== 1) throw new DarkroomError('usage', 'The guidance settings zeroStar and parallel are two ways of weighing the push: choose one.');
  const [from, to] = options.interval ?? [0, 1];
  if (!(from >= 0 && from <= to && to <= 1)) {
    throw new DarkroomError('usage', `The guidance interval must satisfy 0 <= from <= to <= 1, not ${from} to ${to}.`, { from, to });
  }
}
