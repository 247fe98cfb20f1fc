/** Pairs of scenes that differ in exactly one thing, for models that edit. */

import type { Random } from '../../base/random.ts';
import type { Split } from '../world.ts';
import { type Change, changeScene } from './change-scene.ts';
import { around, boxOf } from './geometry.ts';
import { mediaOf } from './layout/medium.ts';
import { settingOf } from './layout/roles.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene, Thing } from './scene.ts';
import { type Count, graphOf } from './scene-graph.ts';
import { fitsPlace, isWellFramed } from './sound.ts';
import { splitOf } from './split.ts';
import { type LightId, placeIds, places, type RelationId, styleIds, subjectIds, subjects, tintIds } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

export type ChangeKind = Change['kind'];
export const CHANGE_KINDS: readonly ChangeKind[] = ['style', 'light', 'place', 'position', 'mirror', 'tint', 'count', 'subject'];

export interface ScenePair {
  readonly before: Scene;
  readonly after: Scene;
  readonly changed: ChangeKind;
}

export interface ScenePairOptions {
  /** Both scenes lie in it; default `train`. */
  readonly split?: Split;
  /** Default: all, each as often. */
  readonly kinds?: readonly ChangeKind[];
}

const other = <T>(all: readonly T[], own: T | undefined, random: Random): T => random.pick(all.filter((each) => each !== own));

/** Which of two things can be another thing with the first one's place kept: seats, tops and hands belong to the thing that stays. */
const exchangeable: Readonly<Record<RelationId, readonly (0 | 1)[]>> = {
  riding: [0], on: [0], under: [0], holding: [1], above: [0, 1], 'next-to': [0, 1], 'left-of': [0, 1], 'right-of': [0, 1], 'in-front-of': [0, 1], behind: [0, 1],
};

/** A change of each kind that may suit the scene; undefined where none does. */
const proposals: Readonly<Record<ChangeKind, (scene: Scene, random: Random) => Change | undefined>> = {
  style: (scene, random) => ({ kind: 'style', style: other(styleIds, scene.style, random) }),
  light: (scene, random) => {
    const lights: readonly LightId[] = places[scene.place].lights;
    return lights.length > 1 ? { kind: 'light', light: other(lights, scene.light, random) } : undefined;
  },
  place: (scene, random) => {
    const fitting = placeIds.filter((place) => place !== scene.place && fitsPlace(scene, place));
    return fitting.length > 0 ? { kind: 'place', place: random.pick(fitting) } : undefined;
  },
  position: (scene, random) => {
    if (scene.composition === 'wide' || scene.composition === 'close-up') return undefined;
    const { left, right } = around(scene.things.map((thing) => boxOf(thing, wardrobeOf(scene.art)(thing.subject))));
    const [composition, centre] = other([['left-third', 0.33], ['centred', 0.5], ['right-third', 0.67]] as const, undefined, random);
    return composition === scene.composition ? undefined : { kind: 'position', composition, by: centre - (left + right) / 2 };
  },
  mirror: () => ({ kind: 'mirror' }),
  tint: (scene, random) => {
    const tintable = scene.things.flatMap(({ subject }, index) => (subjects[subject].tintable ? [index] : []));
    if (tintable.length === 0) return undefined;
    const thing = random.pick(tintable);
    const tint = other([undefined, ...tintIds], (scene.things[thing] as Thing).tint, random);
    return tint === undefined ? { kind: 'tint', thing } : { kind: 'tint', thing, tint };
  },
  count: ({ things, relation }, random) => (relation === undefined && things.length > 1 ? { kind: 'count', count: (1 + random.integer(things.length - 1)) as Count } : undefined),
  subject: (scene, random) => {
    const thing = scene.relation === undefined ? 0 : random.pick(exchangeable[scene.relation.kind]);
    const old = scene.things[thing] as Thing;
    const alike = subjectIds.filter((id) => id !== old.subject && subjects[id].tintable === subjects[old.subject].tintable && canStandIn(scene, thing, id));
    return alike.length > 0 ? { kind: 'subject', thing, subject: random.pick(alike) } : undefined;
  },
};

/** Whether another subject can have the thing's part: carried by the same medium, bound by the same relation, drawn in the same pose. */
function canStandIn(scene: Scene, index: number, subject: Thing['subject']): boolean {
  const { things, relation, place, art } = scene;
  const thing = things[index] as Thing;
  if (thing.pose === 'riding' && wardrobeOf(art)(subject).riding === undefined) return false;
  if (relation === undefined) return mediaOf(subject, place)[0] === mediaOf(thing.subject, place)[0];
  const pair = [(things[relation.subject] as Thing).subject, (things[relation.object] as Thing).subject] as const;
  const changed = index === relation.subject ? [subject, pair[1]] as const : [pair[0], subject] as const;
  const [now, then] = [settingOf(pair[0], relation.kind, pair[1], place), settingOf(changed[0], relation.kind, changed[1], place)];
  return then !== undefined && now?.base === then.base && now.tiered === then.tiered && nearStature(thing.subject, subject);
}

/** What is put in another's place keeps its height, so that they should be of about one size. */
const nearStature = (a: Thing['subject'], b: Thing['subject']): boolean => Math.abs(Math.log(subjects[a].stature / subjects[b].stature)) < Math.log(1.6);

/**
 * Endless pairs of scenes of one split that differ in one thing; everything else, chance included, is the same.
 * Either order is as likely, so that things are added as often as taken away.
 */
export function* scenePairs(random: Random, { split = 'train', kinds = CHANGE_KINDS }: ScenePairOptions = {}): Generator<ScenePair, never> {
  for (;;) {
    const changed = random.pick(kinds);
    const scene = sampleScene(random, { split, ...(changed === 'count' && { kind: 'several' }) });
    const change = proposals[changed](scene, random);
    if (change === undefined) continue;
    const result = changeScene(scene, change);
    if (splitOf(result) !== split || !isWellFramed(result, scene) || sameGraph(scene, result, changed)) continue;
    yield random.uniform() < 0.5 ? { before: scene, after: result, changed } : { before: result, after: scene, changed };
  }
}

/** A mirrored scene with nothing to its left or right is told as it was; others have to differ in what they are about. */
const sameGraph = (one: Scene, two: Scene, kind: ChangeKind): boolean => kind !== 'mirror' && JSON.stringify(graphOf(one)) === JSON.stringify(graphOf(two));
