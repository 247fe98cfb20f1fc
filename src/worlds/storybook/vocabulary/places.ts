/** Where a scene plays: its words, what can be there, and the lights that make sense. */

import type { ClauseConcept } from '../../concept.ts';
import type { Habitat } from '../subject.ts';
import type { LightId } from './lights.ts';

export interface Place extends ClauseConcept {
  /** What the place offers: a subject can be there when it shares one of these. */
  readonly habitats: readonly [Habitat, ...Habitat[]];
  /** The first is the usual one, that a caption may leave unsaid. */
  readonly lights: readonly [LightId, ...LightId[]];
}

const outdoors = { habitats: ['ground', 'surface', 'sky'], lights: ['day', 'sunset', 'night', 'golden', 'overcast', 'neon'] } as const;
const indoors = { habitats: ['ground', 'surface'], lights: ['day', 'night', 'golden', 'neon', 'candle'] } as const;

export const placeTable = {
  mars: { ...outdoors, lights: ['day', 'sunset', 'night', 'golden'], words: ['mars', 'the red planet', 'planet mars', 'martian surface'], clauses: ['on mars', 'on the red planet', 'on planet mars', 'on the planet mars', 'on the surface of mars', 'in a martian landscape', 'on martian soil', 'in the red desert of mars'] },
  moon: { ...outdoors, habitats: ['ground', 'surface', 'space'], lights: ['day', 'night', 'neon'], words: ['the moon', 'lunar surface', 'moonscape', 'lunar landscape'], clauses: ['on the moon', 'on the surface of the moon', 'on the lunar surface', 'in a lunar landscape', 'in a moon crater', 'among the craters of the moon', 'on moon dust', 'in a moonscape'] },
  beach: { ...outdoors, habitats: ['ground', 'surface', 'sky', 'water'], words: ['beach', 'seaside', 'shore', 'sandy beach'], clauses: ['on the beach', 'at the beach', 'on a sandy beach', 'by the sea', 'on the shore', 'at the seaside', 'on a beach', 'by the seashore', 'at the seashore'] },
  forest: { ...outdoors, words: ['forest', 'woods', 'woodland', 'pine forest'], clauses: ['in the forest', 'in a forest', 'in the woods', 'among the trees', 'in woodland', 'in a forest clearing', 'deep in the woods', 'in a pine forest'] },
  desert: { ...outdoors, words: ['desert', 'dunes', 'sand dunes', 'sahara'], clauses: ['in the desert', 'in a desert', 'among the dunes', 'on a sand dune', 'in the sahara', 'on desert sand', 'in a sandy desert', 'among sand dunes'] },
  city: { ...outdoors, words: ['city', 'city street', 'town', 'downtown'], clauses: ['in the city', 'in a city', 'on a city street', 'in town', 'downtown', 'in the street', 'in front of skyscrapers', 'in the big city', 'on the street'] },
  meadow: { ...outdoors, words: ['meadow', 'grass', 'field', 'green hills'], clauses: ['in a meadow', 'in the meadow', 'on the grass', 'in a green field', 'on a lawn', 'among wildflowers', 'on green hills', 'in a grassy field', 'in a flower meadow'] },
  mountains: { ...outdoors, words: ['mountains', 'alps', 'mountain landscape', 'peaks'], clauses: ['in the mountains', 'in front of mountains', 'in the alps', 'high in the mountains', 'in a mountain landscape', 'in a mountain valley', 'below the peaks', 'with mountains behind'] },
  'under-water': { habitats: ['under-water'], lights: ['day', 'night', 'golden', 'neon'], words: ['underwater', 'seabed', 'ocean floor', 'coral reef'], clauses: ['under water', 'underwater', 'under the sea', 'beneath the waves', 'on the seabed', 'at the bottom of the sea', 'in the deep sea', 'on the ocean floor', 'on a coral reef'] },
  snow: { ...outdoors, words: ['snow', 'winter', 'snowy landscape', 'snowfield'], clauses: ['in the snow', 'in a snowy landscape', 'in winter', 'on snow', 'in deep snow', 'in a snowy field', 'in a winter landscape', 'in falling snow', 'in a winter wonderland'] },
  space: { habitats: ['space'], lights: ['night', 'neon'], words: ['space', 'outer space', 'cosmos', 'galaxy'], clauses: ['in space', 'in outer space', 'floating in space', 'among the stars', 'in the cosmos', 'in orbit', 'drifting through space', 'in a galaxy far away', 'in zero gravity'] },
  kitchen: { ...indoors, words: ['kitchen', 'kitchen interior'], clauses: ['in the kitchen', 'in a kitchen', 'in a tiled kitchen', 'inside a kitchen', 'in a cosy kitchen', 'in the kitchen at home'] },
  stage: { ...indoors, lights: ['day', 'neon', 'candle'], words: ['stage', 'theatre', 'theatre stage', 'theater'], clauses: ['on stage', 'on a stage', 'on the stage', 'in a theatre', 'in a theater', 'in front of red curtains', 'on a theatre stage', 'in the spotlight'] },
  studio: { habitats: ['ground', 'surface', 'sky', 'water', 'under-water', 'space'], lights: ['day', 'golden', 'neon', 'candle'], words: ['plain background', 'studio', 'studio background', 'blank background'], clauses: ['on a plain background', 'in a studio', 'against a plain background', 'on a blank background', 'in front of a plain wall', 'on a simple background', 'against a plain backdrop', 'with nothing behind it'] },
  sea: { habitats: ['water', 'sky'], lights: outdoors.lights, words: ['sea', 'ocean', 'open sea', 'waves'], clauses: ['at sea', 'on the sea', 'on the open sea', 'on the ocean', 'on the water', 'on the waves', 'out at sea', 'in the ocean'] },
  farm: { ...outdoors, words: ['farm', 'farmyard', 'barnyard'], clauses: ['on a farm', 'on the farm', 'in a farmyard', 'in front of a barn', 'by the barn', 'in the barnyard', 'at the farm'] },
  jungle: { ...outdoors, words: ['jungle', 'rainforest', 'tropical forest'], clauses: ['in the jungle', 'in a jungle', 'in the rainforest', 'in a tropical forest', 'deep in the jungle', 'among tropical plants', 'in a rainforest'] },
  library: { ...indoors, words: ['library', 'bookshelves', 'reading room'], clauses: ['in a library', 'in the library', 'in front of bookshelves', 'among books', 'in front of a bookcase', 'in a reading room', 'surrounded by books'] },
  cave: { habitats: ['ground', 'surface'], lights: ['night', 'neon', 'candle'], words: ['cave', 'cavern', 'grotto'], clauses: ['in a cave', 'in the cave', 'inside a cave', 'in a cavern', 'in a grotto', 'in a dark cave', 'under the ground'] },
} as const satisfies Record<string, Place>;
