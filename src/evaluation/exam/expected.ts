/** What a prompt asks to see, as facts that a detector's findings can be held against; and a scene that shows it. */

import { DarkroomError } from '../../base/errors.ts';
import type { Random } from '../../base/random.ts';
import { layOut, possibleCompositions } from '../../worlds/storybook/layout/lay-out.ts';
import { mediaOf } from '../../worlds/storybook/layout/medium.ts';
import { settingOf } from '../../worlds/storybook/layout/roles.ts';
import type { Scene } from '../../worlds/storybook/scene.ts';
import type { Count, Member, SceneGraph } from '../../worlds/storybook/scene-graph.ts';
import { isPairHeldOut, isTripleHeldOut, type Pair } from '../../worlds/storybook/split.ts';
import { ART_FAMILIES } from '../../worlds/storybook/subject.ts';
import { type CompositionId, type LightId, type PlaceId, placeIds, places, type RelationId, type StyleId, type SubjectId, type TintId } from '../../worlds/storybook/vocabulary.ts';
import { wardrobeOf } from '../../worlds/storybook/wardrobe.ts';

/** A thing, or several alike. */
export interface ExpectedThing {
  /** Any of these will do: one for a name, several for a kind ("an animal"). */
  readonly subjects: readonly [SubjectId, ...SubjectId[]];
  /** Absent: any colour. */
  readonly tint?: TintId;
  /** So many, not more. */
  readonly count: Count;
}

/** Whatever is absent may be anything. */
export interface Expected {
  /** One kind of thing, or two. */
  readonly things: readonly [ExpectedThing] | readonly [ExpectedThing, ExpectedThing];
  /** The first is `relation` the second. */
  readonly relation?: RelationId;
  readonly place?: PlaceId;
  readonly light?: LightId;
  readonly style?: StyleId;
  readonly composition?: CompositionId;
}

/** How many pairs and triples of what is asked for training never shows. What is left open counts for nothing. */
export function heldOutIn({ things, relation, place, style }: Expected): { readonly pairs: number; readonly triples: number } {
  const pairs = things.flatMap(({ subjects: [subject, ...others], tint, count }): Pair[] => {
    if (others.length > 0) return [];
    return [...(tint === undefined ? [] : [{ kind: 'tint', subject, tint } as const]), ...(count === 1 ? [] : [{ kind: 'count', subject, count } as const])];
  });
  if (place !== undefined && style !== undefined) pairs.push({ kind: 'style', style, place });
  const [main, other] = things;
  const named = other !== undefined && main.subjects.length === 1 && other.subjects.length === 1;
  return { pairs: pairs.filter(isPairHeldOut).length, triples: named && isTripleHeldOut(main.subjects[0], relation ?? 'next-to', other.subjects[0]) ? 1 : 0 };
}

/** Styles and lights that hide no colours: what is drawn where a prompt leaves them open, as most people who say nothing expect it. */
const openStyles: readonly StyleId[] = ['flat', 'glossy', 'paper-cut', 'comic'];
const openLights: readonly LightId[] = ['day', 'overcast', 'golden'];

/** A graph that shows what is expected and leaves nothing open. @throws DarkroomError code 'data' when the world has no such scene */
export function completed(expected: Expected, random: Random): SceneGraph {
  const [first, second] = expected.things;
  const member = ({ subjects, tint }: ExpectedThing): Member => ({ subject: random.pick(subjects), ...(tint && { tint }) });
  const kind = expected.relation ?? 'next-to';
  for (let attempt = 0; attempt < 200; attempt++) {
    const [main, other] = [member(first), second && member(second)];
    const light = expected.light;
    const fitting = placeIds.filter((place) => (expected.place ?? place) === place && (light === undefined || (places[place].lights as readonly LightId[]).includes(light))
      && (other === undefined ? mediaOf(main.subject, place).length > 0 : settingOf(main.subject, kind, other.subject, place) !== undefined));
    if (fitting.length === 0) continue;
    const place = random.pick(fitting);
    const plain = openLights.filter((each) => (places[place].lights as readonly LightId[]).includes(each));
    const cast = { main, count: first.count, place, ...(other && { relation: { kind, other } }) };
    return {
      ...cast, light: light ?? random.pick(plain.length > 0 ? plain : places[place].lights), style: expected.style ?? random.pick(openStyles),
      composition: expected.composition ?? random.pick(possibleCompositions(cast)),
    };
  }
  throw new DarkroomError('data', `No scene of the storybook world shows ${JSON.stringify(expected)}.`, { expected });
}

/** A scene that shows what is expected: what a perfect model might draw. @throws DarkroomError code 'data' when there is none */
export function sceneShowing(expected: Expected, random: Random): Scene {
  for (let attempt = 0; attempt < 200; attempt++) {
    const art = random.pick(ART_FAMILIES);
    const scene = layOut(completed(expected, random), { art, wardrobe: wardrobeOf(art), random });
    if (scene !== undefined) return scene;
  }
  throw new DarkroomError('data', `Nothing that shows ${JSON.stringify(expected)} fits into a picture.`, { expected });
}
