/** Whether a model copies: how near its pictures are to training pictures, beside how near fresh renders are. */
import { resized } from '../../images/resize.ts';
import type { Picture } from '../../images/picture.ts';
import type { NearestPair } from './exam-event.ts';
import { distance } from './statistics.ts';

/** Pixels of a side at which pictures are compared. */
const SIDE = 32;
const SHOWN = 20;

/** A picture as few numbers, 0..1. */
export function small(picture: Picture): Float32Array {
  return Float32Array.from(resized(picture, SIDE, SIDE).data, (value) => value / 255);
}

export interface Memorisation {
  readonly share: number;
  readonly ratio: number;
  readonly nearest: readonly NearestPair[];
}

/** @param fresh renders that training never saw: what distance is to be expected of somebody who did not copy */
export function memorisation(generated: readonly Picture[], fresh: readonly Picture[], training: readonly Picture[]): Memorisation {
  const known = training.map(small);
  const nearestOf = (picture: Picture): { readonly at: number; readonly distance: number } => {
    const own = small(picture);
    return known.reduce((best, other, at) => {
      const far = distance(own, other);
      return far < best.distance ? { at, distance: far } : best;
    }, { at: 0, distance: Infinity });
  };
  const mine = generated.map(nearestOf);
  const theirs = fresh.map((picture) => nearestOf(picture).distance).sort((a, b) => a - b);
  const limit = theirs[Math.floor(theirs.length / 100)] ?? 0;
  const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
  const sorted = mine.map((each) => each.distance).sort((a, b) => a - b);
  const pairs = mine.map(({ at, distance: far }, i) => ({ distance: far, generated: generated[i] as Picture, training: training[at] as Picture }));
  return { share: sorted.filter((far) => far < limit).length / Math.max(1, sorted.length), ratio: median(sorted) / Math.max(1e-9, median(theirs)), nearest: pairs.sort((a, b) => a.distance - b.distance).slice(0, SHOWN) };
}
