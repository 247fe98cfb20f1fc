/** The words of first-light: which things exist and what people call them. Ids are stable: the shipped weights know them. */

import type { ClauseConcept, Concept } from '../concept.ts';

/** Things that can be drawn; each has an icon of the same id. */
export const subjects = {
  fox: { words: ['fox'] },
  rabbit: { words: ['rabbit', 'bunny', 'hare'] },
  owl: { words: ['owl'] },
  fish: { words: ['fish'] },
  car: { words: ['car', 'automobile'] },
  house: { words: ['house', 'cottage', 'home'] },
  tree: { words: ['tree', 'fir tree', 'pine tree'] },
  mushroom: { words: ['mushroom', 'toadstool'] },
} as const satisfies Record<string, Concept>;

/** Colours that a subject can take; each has a ramp in palette.ts. */
export const tints = {
  red: { words: ['red', 'scarlet', 'crimson'] },
  orange: { words: ['orange', 'tangerine'] },
  yellow: { words: ['yellow', 'lemon yellow'] },
  green: { words: ['green', 'emerald'] },
  blue: { words: ['blue', 'azure'] },
  purple: { words: ['purple', 'violet'] },
  pink: { words: ['pink', 'rose pink'] },
  white: { words: ['white', 'pure white'] },
} as const satisfies Record<string, Concept>;

/** Where a scene plays; each has a background in backgrounds.ts. */
export const places = {
  beach: { words: ['beach', 'seaside', 'shore'], clauses: ['on the beach', 'at the beach', 'by the sea', 'on the shore', 'at the seaside'] },
  forest: { words: ['forest', 'woods', 'woodland'], clauses: ['in the forest', 'in a forest', 'in the woods', 'among the trees'] },
  snow: { words: ['snow', 'winter'], clauses: ['in the snow', 'on the snow', 'in a snowy landscape', 'in winter'] },
  desert: { words: ['desert', 'dunes'], clauses: ['in the desert', 'in a desert', 'among the dunes', 'on a sand dune'] },
} as const satisfies Record<string, ClauseConcept>;

/** The time of day. */
export const lights = {
  day: { words: ['day', 'daytime', 'daylight'], clauses: ['by day', 'during the day', 'in daylight', 'in the daytime', 'on a bright day'] },
  night: { words: ['night', 'nighttime', 'moonlight'], clauses: ['at night', 'by night', 'in the dark', 'under the moon', 'under the stars', 'after dark'] },
} as const satisfies Record<string, ClauseConcept>;

/** Where in the picture the subject stands: the centre of its box as a fraction of width and height (y points down). */
export const positions = {
  left: { words: ['left'], clauses: ['on the left', 'at the left', 'to the left', 'on the left side'], x: 0.27, y: 0.52 },
  right: { words: ['right'], clauses: ['on the right', 'at the right', 'to the right', 'on the right side'], x: 0.73, y: 0.52 },
  top: { words: ['top'], clauses: ['at the top', 'near the top', 'in the upper part', 'up top'], x: 0.5, y: 0.28 },
  bottom: { words: ['bottom'], clauses: ['at the bottom', 'near the bottom', 'in the lower part', 'down below'], x: 0.5, y: 0.74 },
  centre: { words: ['centre', 'center', 'middle'], clauses: ['in the centre', 'in the center', 'in the middle', 'at the centre'], x: 0.5, y: 0.52 },
} as const satisfies Record<string, ClauseConcept & { readonly x: number; readonly y: number }>;

export type SubjectId = keyof typeof subjects;
export type TintId = keyof typeof tints;
export type PlaceId = keyof typeof places;
export type LightId = keyof typeof lights;
export type PositionId = keyof typeof positions;
