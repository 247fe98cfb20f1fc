/** Water before the lowest part of what floats. */

import type { Point } from '../canvas.ts';
import { boxOf } from './geometry.ts';
import type { Light } from './lights.ts';
import { placeLooks } from './places/places.ts';
import { polygon, type Scenery, unlined } from './scenery.ts';
import type { Scene, Thing } from './scene.ts';
import type { Drawing } from './subject.ts';
import { terrains } from './terrain.ts';
import { subjects } from './vocabulary.ts';

/** How much of a floating thing's height is under water. */
const DRAUGHT = 0.1;

/** Ripples in the colour of the water over the lowest part of a thing that floats there; nothing for other things. */
export function waterlineOf({ place, things, relation }: Scene, thing: Thing, drawing: Drawing, light: Light): Scenery[] {
  const [water, look] = [terrains[place].water, placeLooks[place]];
  if (water === undefined || look.water === undefined || !subjects[thing.subject].habitats.includes('water')) return [];
  const carried = relation !== undefined && (relation.kind === 'riding' || relation.kind === 'on' || relation.kind === 'above') && things[relation.subject] === thing;
  if (carried || thing.foot[1] < water[0] - 0.02 || thing.foot[1] > water[1] + 0.02) return [];
  const { left, right } = boxOf(thing, drawing);
  const [x, half, y] = [(left + right) / 2, (right - left) * 0.6, thing.foot[1] - DRAUGHT * thing.height];
  const upper = Array.from({ length: 41 }, (_, i): Point => [x - half + 2 * half * i / 40, y + 0.008 * Math.cos(Math.PI * 8 * i / 40) + 0.012 * (2 * i / 40 - 1) ** 2]);
  const lower = Array.from({ length: 21 }, (_, i): Point => [x + half - 2 * half * i / 20, y + (DRAUGHT * thing.height + 0.02) * Math.sqrt(Math.max(0, 1 - (1 - 2 * i / 20) ** 2)) + 0.012]);
  return [unlined(polygon(0.7, look.water(thing.foot[1], light), [...upper, ...lower]))];
}
