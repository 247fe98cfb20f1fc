/** A world: the part of the vocabulary that its pictures use, and how large its pictures and subjects are. */

import { DarkroomError } from '../base/errors.ts';
import type { LightId, PlaceId, PositionId, SubjectId, TintId } from './vocabulary.ts';

/** The order of each list is the order of class ids: append, never reorder. */
export interface World {
  readonly name: string;
  /** Width and height of a picture in pixels. */
  readonly size: number;
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

/** The smoke world: 8 × 8 × 4 × 2 × 5 = 2,560 scenes of one subject, 32 × 32 pixels. */
export const firstLight: World = {
  name: 'first-light',
  size: 32,
  subjects: ['fox', 'rabbit', 'owl', 'fish', 'car', 'house', 'tree', 'mushroom'],
  tints: ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'white'],
  places: ['beach', 'forest', 'snow', 'desert'],
  lights: ['day', 'night'],
  positions: ['left', 'right', 'top', 'bottom', 'centre'],
  subjectSize: [0.47, 0.55],
  positionJitter: 0.03,
};

/** All worlds by name. */
export const worlds: Readonly<Record<string, World>> = { [firstLight.name]: firstLight };

/** @throws DarkroomError code 'usage' for a name that is not in the table */
export function worldNamed(name: string): World {
  const world = Object.hasOwn(worlds, name) ? worlds[name] : undefined;
  if (world === undefined) throw new DarkroomError('usage', `There is no world '${name}'. Choose one of: ${Object.keys(worlds).join(', ')}.`, { name });
  return world;
}
