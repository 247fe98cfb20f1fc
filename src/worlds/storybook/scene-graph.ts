/** What a scene is about, without where things stand: what captions tell, splits are cut by and prompts ask for. */

import { DarkroomError } from '../../base/errors.ts';
import type { Scene } from './scene.ts';
import type { CompositionId, LightId, PlaceId, RelationId, StyleId, SubjectId, TintId } from './vocabulary.ts';

/** A thing as a word for it says it: what, and in which colour if not in its own. */
export interface Member {
  readonly subject: SubjectId;
  readonly tint?: TintId;
}

export type Count = 1 | 2 | 3 | 4;

/** One thing, or several alike (`count`), or two that have to do with each other (`relation`, with a count of 1). */
export interface SceneGraph {
  readonly main: Member;
  readonly count: Count;
  /** `main` is `kind` `other`: riding it, left of it. */
  readonly relation?: { readonly kind: RelationId; readonly other: Member };
  readonly place: PlaceId;
  readonly light: LightId;
  readonly style: StyleId;
  readonly composition: CompositionId;
}

/** Its members, the main one first. */
export function membersOf({ main, relation }: Pick<SceneGraph, 'main' | 'relation'>): readonly Member[] {
  return relation === undefined ? [main] : [main, relation.other];
}

/** @throws DarkroomError code 'data' when the scene is empty or holds more kinds of things than a relation binds */
export function graphOf(scene: Scene): SceneGraph {
  const { things, relation, place, light, style, composition } = scene;
  const member = (index: number): Member => {
    const thing = things[index];
    if (thing === undefined) throw new DarkroomError('data', `A scene of ${things.length} things has no thing ${index}.`, { index });
    return thing.tint === undefined ? { subject: thing.subject } : { subject: thing.subject, tint: thing.tint };
  };
  const around = { place, light, style, composition };
  if (relation !== undefined) return { main: member(relation.subject), count: 1, relation: { kind: relation.kind, other: member(relation.object) }, ...around };
  if (things.length > 4 || things.some(({ subject }) => subject !== things[0]?.subject)) throw new DarkroomError('data', 'A scene without a relation holds one to four things of one kind.', { things: things.map(({ subject }) => subject) });
  return { main: member(0), count: things.length as Count, ...around };
}

/** Relations that say the same with the two things exchanged. */
const converses: Partial<Record<RelationId, RelationId>> = { 'right-of': 'left-of', behind: 'in-front-of', above: 'under' };

/** A relation and its two subjects in the one form that all ways to say it share: "a dog right of a cat" is "a cat left of a dog". */
export function plainTriple(main: SubjectId, kind: RelationId, other: SubjectId): readonly [main: SubjectId, kind: RelationId, other: SubjectId] {
  const converse = converses[kind];
  if (converse !== undefined) return [other, converse, main];
  return kind === 'next-to' && other < main ? [other, kind, main] : [main, kind, other];
}

/** The same graph with its relation in its plain form (see `plainTriple`). */
export function plainGraph(graph: SceneGraph): SceneGraph {
  const { main, relation } = graph;
  if (relation === undefined) return graph;
  const [first, kind] = plainTriple(main.subject, relation.kind, relation.other.subject);
  return first === main.subject ? { ...graph, relation: { kind, other: relation.other } } : { ...graph, main: relation.other, relation: { kind, other: main } };
}
