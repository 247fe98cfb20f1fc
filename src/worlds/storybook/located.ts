/** Where the things of a scene are, as boxes with class numbers: what a detector is trained and judged by. */

import { boxOf, type Box } from './geometry.ts';
import type { Scene } from './scene.ts';
import { subjectIds, tintIds } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

/** Class 0 is a thing in its own colours. */
export const tintClasses: readonly string[] = ['own', ...tintIds];

export interface LocatedThing {
  readonly subject: number;
  /** In `tintClasses`. */
  readonly tint: number;
  /** Fractions of the picture's side. */
  readonly box: Box;
}

/** In the order of painting, from back to front. */
export function locatedThings({ things, depth, art }: Scene): LocatedThing[] {
  const drawingOf = wardrobeOf(art);
  return depth.flatMap((index) => {
    const thing = things[index];
    if (thing === undefined) return [];
    return [{ subject: subjectIds.indexOf(thing.subject), tint: thing.tint === undefined ? 0 : 1 + tintIds.indexOf(thing.tint), box: boxOf(thing, drawingOf(thing.subject)) }];
  });
}
