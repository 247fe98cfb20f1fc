/** Whether a scene that was changed is still one that could have been drawn as it is. */

import { boxOf, sharedArea } from './geometry.ts';
import { leastHeight, marginOf } from './layout/frame.ts';
import { mediaOf, type Medium } from './layout/medium.ts';
import { settingOf } from './layout/roles.ts';
import type { Scene, Thing } from './scene.ts';
import { terrains } from './terrain.ts';
import { type LightId, type PlaceId, places } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

const TOLERANCE = 1e-6;

/** What carries a thing; undefined for what sits on another thing, is held or hangs above it. */
function carrierOf(scene: Scene, index: number): Medium | undefined {
  const { things, relation, place } = scene;
  const thing = things[index] as Thing;
  if (thing.shadow) return 'ground';
  const setting = relation && settingOf((things[relation.subject] as Thing).subject, relation.kind, (things[relation.object] as Thing).subject, place);
  const hangs = setting?.tiered === true && index === (relation?.kind === 'under' ? relation.object : relation?.subject);
  if (hangs || (relation?.kind === 'holding' && index === relation.object) || ((relation?.kind === 'riding' || relation?.kind === 'on') && index === relation.subject)) return undefined;
  return setting?.base ?? (touchesWater(thing, place) ? 'water' : 'open');
}

function touchesWater({ subject, foot }: Thing, place: PlaceId): boolean {
  const { water } = terrains[place];
  return water !== undefined && mediaOf(subject, place).includes('water') && foot[1] >= water[0] - TOLERANCE && foot[1] <= water[1] + TOLERANCE;
}

/** Whether all its things could be there: carried as they are, at the same heights of the picture. */
export function fitsPlace(scene: Scene, place: PlaceId): boolean {
  const { things, relation, light, art } = scene;
  if (!(places[place].lights as readonly LightId[]).includes(light)) return false;
  if (relation !== undefined) {
    const [main, other] = [things[relation.subject] as Thing, things[relation.object] as Thing];
    const [now, then] = [scene.place, place].map((each) => settingOf(main.subject, relation.kind, other.subject, each));
    if (then === undefined || now?.base !== then.base || now.tiered !== then.tiered) return false;
  }
  return things.every((thing, index) => {
    const carrier = carrierOf(scene, index);
    if (carrier === undefined) return true;
    const band = carrier === 'open' ? terrains[place].open : terrains[place][carrier];
    if (band === undefined || !mediaOf(thing.subject, place).includes(carrier)) return false;
    const { top, bottom } = boxOf(thing, wardrobeOf(art)(thing.subject));
    const y = carrier === 'open' ? (top + bottom) / 2 : thing.foot[1];
    return y >= band[0] - TOLERANCE && y <= band[1] + TOLERANCE;
  });
}

/** Whether nothing is cut by the picture's edge, too small, or hidden more than it was in the scene before. */
export function isWellFramed(scene: Scene, before: Scene): boolean {
  const boxes = (of: Scene) => of.things.map((thing) => boxOf(thing, wardrobeOf(of.art)(thing.subject)));
  const [now, then] = [boxes(scene), boxes(before)];
  const margin = marginOf(scene.style) - TOLERANCE;
  const isInside = now.every(({ left, top, right, bottom }) => Math.min(left, top, 1 - right, 1 - bottom) >= margin);
  const isLarge = now.every(({ left, top, right, bottom }) => bottom - top >= leastHeight((right - left) / (bottom - top)) - TOLERANCE);
  const shared = (all: typeof now): number => all.reduce((sum, one, i) => sum + all.slice(i + 1).reduce((rest, other) => rest + sharedArea(one, other), 0), 0);
  return isInside && isLarge && shared(now) <= shared(then) * 1.3 + 0.002;
}
