/** Whether a picture shows what its prompt says: facts on one side, what the detector saw on the other. */
import type { SceneGraph } from '../../worlds/storybook/scene-graph.ts';
import type { CompositionId, LightId, PlaceId, RelationId, StyleId, SubjectId, TintId } from '../../worlds/storybook/vocabulary.ts';
import { type FoundBox, relationRules } from './relation-rules.ts';

/** One thing that a prompt says, and that can be right or wrong by itself. */
export type Fact =
  | { readonly kind: 'thing'; readonly subject: SubjectId }
  /** Exactly so many: one too many is wrong. */
  | { readonly kind: 'count'; readonly subject: SubjectId; readonly count: number }
  /** All things of the subject have the colour. */
  | { readonly kind: 'tint'; readonly subject: SubjectId; readonly tint: TintId }
  | { readonly kind: 'relation'; readonly main: SubjectId; readonly relation: RelationId; readonly other: SubjectId }
  | { readonly kind: 'place'; readonly value: PlaceId }
  | { readonly kind: 'light'; readonly value: LightId }
  | { readonly kind: 'style'; readonly value: StyleId }
  | { readonly kind: 'composition'; readonly value: CompositionId };

/** A picture as the detector sees it. */
export interface Sight {
  readonly things: readonly { readonly subject: SubjectId; /** Absent: in its own colours. */ readonly tint?: TintId; readonly box: FoundBox }[];
  readonly place: PlaceId;
  readonly light: LightId;
  readonly style: StyleId;
  readonly composition: CompositionId;
}

/** What of a scene is said by a prompt. Default: all of it. */
export type Said = Partial<Readonly<Record<'tint' | 'count' | 'relation' | 'secondTint' | 'place' | 'light' | 'style' | 'composition', boolean>>>;

/** The facts of a prompt that says this much of a scene; what is not named in `said` counts as said. */
export function factsOf({ main, count, relation, place, light, style, composition }: SceneGraph, said: Said = {}): Fact[] {
  const says = (what: keyof Said): boolean => said[what] ?? true;
  const tints: Fact[] = [
    ...(main.tint !== undefined && says('tint') ? [{ kind: 'tint', subject: main.subject, tint: main.tint } as const] : []),
    ...(relation?.other.tint !== undefined && says('secondTint') ? [{ kind: 'tint', subject: relation.other.subject, tint: relation.other.tint } as const] : []),
  ];
  return [
    { kind: 'thing', subject: main.subject },
    ...(relation === undefined && says('count') ? [{ kind: 'count', subject: main.subject, count } as const] : []),
    ...(relation === undefined ? [] : [{ kind: 'thing', subject: relation.other.subject } as const]),
    ...(relation === undefined || !says('relation') ? [] : [{ kind: 'relation', main: main.subject, relation: relation.kind, other: relation.other.subject } as const]),
    ...tints,
    ...(says('place') ? [{ kind: 'place', value: place } as const] : []),
    ...(says('light') ? [{ kind: 'light', value: light } as const] : []),
    ...(says('style') ? [{ kind: 'style', value: style } as const] : []),
    ...(says('composition') ? [{ kind: 'composition', value: composition } as const] : []),
  ];
}

/** Whether the fact holds in the picture. What is said of things that are not there does not hold. */
export function holds(fact: Fact, sight: Sight): boolean {
  switch (fact.kind) {
    case 'thing': return sight.things.some(({ subject }) => subject === fact.subject);
    case 'count': return sight.things.filter(({ subject }) => subject === fact.subject).length === fact.count;
    case 'tint': {
      const tints = sight.things.filter(({ subject }) => subject === fact.subject).map(({ tint }) => tint);
      return tints.length > 0 && tints.every((tint) => tint === fact.tint);
    }
    case 'relation': return sight.things.some((main) => main.subject === fact.main && sight.things.some((other) => other !== main && other.subject === fact.other && relationRules[fact.relation](main.box, other.box)));
    case 'place': case 'light': case 'style': case 'composition': return sight[fact.kind] === fact.value;
    default: return fact satisfies never;
  }
}

export interface Verdict {
  readonly facts: readonly { readonly fact: Fact; readonly right: boolean }[];
  /** All facts are right. */
  readonly right: boolean;
}

export function judge(facts: readonly Fact[], sight: Sight): Verdict {
  const judged = facts.map((fact) => ({ fact, right: holds(fact, sight) }));
  return { facts: judged, right: judged.every(({ right }) => right) };
}
