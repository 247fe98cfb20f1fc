/** The contract of a noise schedule: how much picture and how much noise the latents hold at each moment. */

import type { NoiseLevel } from './noise-level.ts';

/** A schedule, as data is trained with and pictures are sampled with. */
export interface Schedule {
  readonly name: ScheduleName;
  /** The number of training timesteps; for a flow, the timestep of pure noise. */
  readonly trainingSteps: number;
  /** The level at a uniform moment in (0, 1], 1 being the noisiest; a flow's shift is applied here. Whole timesteps where those were trained. */
  atMoment(moment: number): NoiseLevel;
  /** The level that the network is told as this timestep; fractional ones lie in between. */
  atTimestep(timestep: number): NoiseLevel;
  /** The level with this sigma / alpha, between the schedule's ends. */
  atRatio(ratio: number): NoiseLevel;
}

export type ScheduleName = 'linear' | 'scaled-linear' | 'cosine' | 'zero-terminal-snr' | 'flow';

/** Settings; what a schedule does not use may not be given. */
export interface ScheduleOptions {
  readonly name: ScheduleName;
  /** Default 1000. */
  readonly trainingSteps?: number;
  /** First and last beta; defaults 0.0001..0.02 (linear), 0.00085..0.012 (scaled-linear and zero-terminal-snr). */
  readonly betaStart?: number;
  readonly betaEnd?: number;
  /** zero-terminal-snr only: alpha of the last timestep; default 0. diffusers' schedulers that count in sigma / alpha take 2^-12, as they cannot hold infinity. */
  readonly terminalAlpha?: number;
  /** Flow only: > 1 spends more steps near pure noise, as larger pictures need; default 1. */
  readonly shift?: number;
}
