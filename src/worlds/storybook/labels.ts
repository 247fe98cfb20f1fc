/** What can be asked about a scene, and the answers as class numbers. */

import type { Factor } from '../world.ts';
import type { Scene } from './scene.ts';
import { graphOf, plainGraph, plainTriple, type SceneGraph } from './scene-graph.ts';
import { compositionIds, lightIds, placeIds, type RelationId, relationIds, styleIds, subjectIds, tintIds } from './vocabulary.ts';

/** The factors, in the order of labels. */
export const FACTORS = ['subject', 'tint', 'count', 'relation', 'second', 'second tint', 'place', 'light', 'style', 'composition'] as const;
export type FactorName = (typeof FACTORS)[number];

/** Relations as they are told apart in pictures: "left of", never "right of", which is the same with the things exchanged. */
export const plainRelationIds: readonly RelationId[] = relationIds.filter((kind) => plainTriple('fox', kind, 'dog')[1] === kind);

const values = {
  subject: subjectIds, tint: tintIds, count: ['1', '2', '3', '4'], relation: plainRelationIds, second: subjectIds, 'second tint': tintIds,
  place: placeIds, light: lightIds, style: styleIds, composition: compositionIds,
} as const satisfies Record<FactorName, readonly string[]>;

export const factors: readonly Factor[] = FACTORS.map((name) => ({ name, values: values[name] }));

/** The graph's answer to each factor; undefined where it has none: own colours, no second thing. Pairs are not counted. */
function answersOf(graph: SceneGraph): Readonly<Record<FactorName, string | undefined>> {
  const { main, count, relation, place, light, style, composition } = plainGraph(graph);
  return {
    subject: main.subject, tint: main.tint, count: relation === undefined ? String(count) : undefined,
    relation: relation?.kind, second: relation?.other.subject, 'second tint': relation?.other.tint, place, light, style, composition,
  };
}

/** Class numbers in the order of `FACTORS`; -1 where there is no answer. The two things of a relation stand in its plain form (see `plainGraph`). */
export function labelsOfGraph(graph: SceneGraph): readonly number[] {
  const answers = answersOf(graph);
  return FACTORS.map((name) => {
    const answer = answers[name];
    return answer === undefined ? -1 : (values[name] as readonly string[]).indexOf(answer);
  });
}

export function labelsOf(scene: Scene): readonly number[] {
  return labelsOfGraph(graphOf(scene));
}

/** What a thing in the label map is. */
export const regionFactors: readonly Factor[] = [{ name: 'thing', values: subjectIds }, { name: 'tint', values: tintIds }];

/** Class numbers of each thing, in the order of `regionFactors`; -1 for its own colours. */
export function regionLabels({ things }: Scene): readonly (readonly number[])[] {
  return things.map(({ subject, tint }) => [subjectIds.indexOf(subject), tint === undefined ? -1 : tintIds.indexOf(tint)]);
}
