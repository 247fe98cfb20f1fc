/** The table of places. */

import type { PlaceId } from '../vocabulary.ts';
import { cave, mars, moon, space } from './beyond.ts';
import { kitchen, library, stage, studio } from './indoors.ts';
import { desert, meadow, mountains, snow } from './open-land.ts';
import type { PlaceLook } from './place-look.ts';
import { city, farm } from './settled.ts';
import { beach, sea, underwater } from './water.ts';
import { forest, jungle } from './woods.ts';

export const placeLooks: Readonly<Record<PlaceId, PlaceLook>> = {
  mars, moon, beach, forest, desert, city, meadow, mountains, 'under-water': underwater, snow, space, kitchen, stage, studio, sea, farm, jungle, library, cave,
};
