/** The random numbers of a run's phases: streams of one seed, kept apart by the phase's place. */
import { createRandom, type Random } from '../base/random.ts';

/** What a phase's random numbers come from. */
export interface PhaseSeed {
  readonly seed: number;
  /** Place of the phase in the recipe, from 0. */
  readonly phase: number;
}

/** First the order of pictures, then what each step draws, then the first weights, then validation. */
export const streams = { order: 1, step: 2, weights: 3, validation: 4 } as const;
const STREAMS_PER_PHASE = 1000;

/** A stream's number in the phase. */
export const phaseStream = ({ phase }: PhaseSeed, stream: keyof typeof streams): number => streams[stream] + STREAMS_PER_PHASE * phase;

/** A generator of the phase, the same whenever it is asked for. */
export const phaseRandom = (of: PhaseSeed, stream: keyof typeof streams): Random => createRandom(of.seed, phaseStream(of, stream));
