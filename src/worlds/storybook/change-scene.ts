/** The same scene with one thing changed: what before-and-after pairs are made of. */

import { DarkroomError } from '../../base/errors.ts';
import { facing } from './layout/group.ts';
import type { Scene, Thing } from './scene.ts';
import type { Count } from './scene-graph.ts';
import type { CompositionId, LightId, PlaceId, RelationId, StyleId, SubjectId, TintId } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

/** One change. `thing` is an index into the scene's things; several alike change together. */
export type Change =
  | { readonly kind: 'style'; readonly style: StyleId }
  | { readonly kind: 'light'; readonly light: LightId }
  | { readonly kind: 'place'; readonly place: PlaceId }
  /** Without a tint: its own colours. */
  | { readonly kind: 'tint'; readonly thing: number; readonly tint?: TintId }
  | { readonly kind: 'subject'; readonly thing: number; readonly subject: SubjectId }
  /** Fewer of the same; the others stay where they are. */
  | { readonly kind: 'count'; readonly count: Count }
  /** All things moved sideways together. */
  | { readonly kind: 'position'; readonly composition: Extract<CompositionId, 'left-third' | 'centred' | 'right-third'>; readonly by: number }
  /** Left becomes right, but for the place. */
  | { readonly kind: 'mirror' };

const mirroredRelation: Partial<Record<RelationId, RelationId>> = { 'left-of': 'right-of', 'right-of': 'left-of' };
const mirroredComposition: Partial<Record<CompositionId, CompositionId>> = { 'left-third': 'right-third', 'right-third': 'left-third' };

/**
 * Whether the result could have been drawn so (in the frame, on the ground) is for `sound.ts` to say.
 * @throws DarkroomError code 'usage' when the scene has no such thing, or not more things than are asked for
 */
export function changeScene(scene: Scene, change: Change): Scene {
  switch (change.kind) {
    case 'style': return { ...scene, style: change.style };
    case 'light': return { ...scene, light: change.light };
    case 'place': return { ...scene, place: change.place };
    case 'tint': return withThing(scene, change.thing, (thing) => retinted(thing, change.tint));
    case 'subject': return withThing(scene, change.thing, (thing) => recast(thing, change.subject, scene));
    case 'count': return fewer(scene, change.count);
    case 'position': return { ...scene, composition: change.composition, things: scene.things.map((thing) => ({ ...thing, foot: [thing.foot[0] + change.by, thing.foot[1]] })) };
    case 'mirror': return mirrored(scene);
    default: return change satisfies never;
  }
}

/** Changes one thing, or all if they are alike. */
function withThing(scene: Scene, index: number, changed: (thing: Thing) => Thing): Scene {
  if (scene.things[index] === undefined) throw new DarkroomError('usage', `The scene has ${scene.things.length} things; there is no thing ${index} to change.`, { index });
  return { ...scene, things: scene.things.map((thing, i) => (i === index || scene.relation === undefined ? changed(thing) : thing)) };
}

function retinted(thing: Thing, tint: TintId | undefined): Thing {
  const { tint: _, ...plain } = thing;
  return tint === undefined ? plain : { ...plain, tint };
}

/** Another thing of the same height at the same spot that looks the same way. */
function recast(thing: Thing, subject: SubjectId, { art }: Scene): Thing {
  const [old, drawing] = [wardrobeOf(art)(thing.subject), wardrobeOf(art)(subject)];
  const way = facing(old, thing.flipped);
  const flipped = drawing.faces !== 'fixed' && (way === 'front' || drawing.faces === 'front' ? thing.flipped : drawing.faces !== way);
  return { ...thing, subject, flipped };
}

function fewer(scene: Scene, count: Count): Scene {
  if (scene.relation !== undefined || count >= scene.things.length) throw new DarkroomError('usage', `The scene has ${scene.things.length} things${scene.relation === undefined ? '' : ' with a relation'}; ${count} of them are not fewer of the same.`, { count });
  const things = scene.things.slice(0, count);
  const composition = count === 1 && scene.composition !== 'wide' ? thirdOf(things[0] as Thing) : scene.composition;
  return { ...scene, composition, things, depth: scene.depth.filter((index) => index < count) };
}

/** A thing that is left alone no longer stands in the middle of its group. */
function thirdOf({ foot: [x] }: Thing): CompositionId {
  return x < 0.4 ? 'left-third' : x > 0.6 ? 'right-third' : 'centred';
}

function mirrored(scene: Scene): Scene {
  const { relation, composition, art } = scene;
  return {
    ...scene,
    composition: mirroredComposition[composition] ?? composition,
    things: scene.things.map((thing) => ({ ...thing, foot: [1 - thing.foot[0], thing.foot[1]], flipped: wardrobeOf(art)(thing.subject).faces === 'fixed' ? thing.flipped : !thing.flipped })),
    ...(relation && { relation: { ...relation, kind: mirroredRelation[relation.kind] ?? relation.kind } }),
  };
}
