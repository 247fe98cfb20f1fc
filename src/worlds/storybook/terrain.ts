/** Where in a place's picture things can be: what scenes are laid out by and places are painted to. Same for every variant of a place. */

import type { PlaceId } from './vocabulary.ts';

/** Heights as fractions of the picture's side, y down. What a place lacks is absent. */
export interface Terrain {
  /** Where feet touch the ground: far away and near. Places are painted so that all of this is walkable. */
  readonly ground?: readonly [far: number, near: number];
  /** Where hulls and swimmers touch the water's surface: far away and near. */
  readonly water?: readonly [far: number, near: number];
  /** Where what flies, swims or floats can be: from its highest top to its lowest bottom. */
  readonly open?: readonly [top: number, bottom: number];
}

const plain = { ground: [0.66, 0.95], open: [0.04, 0.66] } as const;
const room = { ground: [0.735, 0.96] } as const;

export const terrains: Readonly<Record<PlaceId, Terrain>> = {
  mars: plain,
  moon: plain,
  beach: { ground: [0.72, 0.95], water: [0.52, 0.64], open: [0.04, 0.5] },
  forest: { ground: [0.7, 0.95], open: [0.04, 0.6] },
  desert: plain,
  city: { ground: [0.71, 0.96], open: [0.04, 0.6] },
  meadow: plain,
  mountains: { ground: [0.7, 0.95], open: [0.04, 0.62] },
  'under-water': { ground: [0.765, 0.965], open: [0.05, 0.86] },
  snow: plain,
  space: { open: [0.05, 0.95] },
  kitchen: room,
  stage: room,
  studio: { ground: [0.7, 0.93], open: [0.05, 0.72] },
  sea: { water: [0.58, 0.9], open: [0.04, 0.54] },
  farm: { ground: [0.7, 0.95], open: [0.04, 0.6] },
  jungle: { ground: [0.72, 0.95], open: [0.04, 0.6] },
  library: room,
  cave: room,
};
