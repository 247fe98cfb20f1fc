/** What first-light holds, and how large its subjects are. */

import type { LightId, PlaceId, PositionId, SubjectId, TintId } from './vocabulary.ts';

/** The order of each list is the order of class ids: append, never reorder. */
export interface Inventory {
  readonly subjects: readonly SubjectId[];
  readonly tints: readonly TintId[];
  readonly places: readonly PlaceId[];
  readonly lights: readonly LightId[];
  readonly positions: readonly PositionId[];
  /** Smallest and largest subject, as a fraction of the picture's side. */
  readonly subjectSize: readonly [number, number];
  /** Largest offset of a subject from its position, as a fraction of the side. */
  readonly positionJitter: number;
}

/** The smoke world: 8 × 8 × 4 × 2 × 5 = 2,560 scenes of one subject. */
export const inventory: Inventory = {
  subjects: ['fox', 'rabbit', 'owl', 'fish', 'car', 'house', 'tree', 'mushroom'],
  tints: ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'white'],
  places: ['beach', 'forest', 'snow', 'desert'],
  lights: ['day', 'night'],
  positions: ['left', 'right', 'top', 'bottom', 'centre'],
  subjectSize: [0.47, 0.55],
  positionJitter: 0.03,
};
