/** What random scenes are about: kinds in fixed shares, subjects, places, lights and styles as evenly as what goes together allows. */

import type { Random } from '../../base/random.ts';
import { balancedChoice } from './balance.ts';
import { possibleCompositions } from './layout/lay-out.ts';
import { mediaOf } from './layout/medium.ts';
import { countedSubjects, partnersAt } from './layout/roles.ts';
import type { Count, Member, SceneGraph } from './scene-graph.ts';
import { type LightId, lightIds, type PlaceId, placeIds, places, type RelationId, relationIds, styleIds, type SubjectId, subjectIds, subjects, tintIds } from './vocabulary.ts';

/** Shares of the kinds of scenes. */
export const kindShares = { single: 0.45, several: 0.15, pair: 0.4 } as const;
export type SceneKind = keyof typeof kindShares;

/** How often relations are drawn beside each other: those that are hard to learn more often. */
const relationWeights: Readonly<Record<RelationId, number>> = {
  riding: 1.8, on: 1.2, under: 1, 'next-to': 1, 'left-of': 1, 'right-of': 1, above: 1, 'in-front-of': 1, behind: 1, holding: 1.2,
};

/** How often what can be tinted has its own colours. */
const untintedShare = 0.4;

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
const placesOf = once(() => balancedChoice(subjectIds, placeIds, (subject, place) => mediaOf(subject, place).length > 0));
const lightsOf = once(() => balancedChoice(placeIds, lightIds, (place, light) => (places[place].lights as readonly LightId[]).includes(light)));

/** One of the names, by their weights. */
function pickWeighted<Name extends string>(weights: Readonly<Record<Name, number>>, names: readonly Name[], random: Random): Name {
  let left = random.uniform() * names.reduce((sum, name) => sum + weights[name], 0);
  return names.find((name) => (left -= weights[name]) < 0) ?? (names[names.length - 1] as Name);
}

function memberOf(subject: SubjectId, random: Random): Member {
  if (!subjects[subject].tintable || random.uniform() < untintedShare) return { subject };
  return { subject, tint: random.pick(tintIds) };
}

type Cast = Pick<SceneGraph, 'main' | 'count' | 'relation' | 'place'>;

/** Relations first, then whom they bind: relations that few can have would be rare otherwise. */
function castPair(place: PlaceId, random: Random): Cast {
  const kind = pickWeighted(relationWeights, relationIds.filter((each) => partnersAt(place, each).size > 0), random);
  const partners = partnersAt(place, kind);
  const other = random.pick([...partners.keys()]);
  const main = random.pick(partners.get(other) ?? []);
  return { main: memberOf(main, random), count: 1, relation: { kind, other: memberOf(other, random) }, place };
}

const casts: Readonly<Record<SceneKind, (random: Random) => Cast>> = {
  single: (random) => {
    const subject = random.pick(subjectIds);
    return { main: memberOf(subject, random), count: 1, place: placesOf().columnFor(subject, random) };
  },
  several: (random) => {
    const subject = random.pick(countedSubjects);
    return { main: memberOf(subject, random), count: random.pick([2, 3, 4] as const) satisfies Count, place: placesOf().columnFor(subject, random) };
  },
  pair: (random) => castPair(random.pick(placeIds), random),
};

/** A random graph, of the kind if one is given. Not every graph can be laid out. */
export function sampleGraph(random: Random, kind: SceneKind = pickWeighted(kindShares, Object.keys(kindShares) as SceneKind[], random)): SceneGraph {
  const cast = casts[kind](random);
  return { ...cast, light: lightsOf().columnFor(cast.place, random), style: random.pick(styleIds), composition: random.pick(possibleCompositions(cast)) };
}
