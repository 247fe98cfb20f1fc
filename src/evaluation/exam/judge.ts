/** Whether a picture shows what its prompt asks for: facts on one side, what the detector saw on the other. */
import type { CompositionId, LightId, PlaceId, RelationId, StyleId, SubjectId, TintId } from '../../worlds/storybook/vocabulary.ts';
import type { Expected } from './expected.ts';
import { type FoundBox, relationRules } from './relation-rules.ts';

/** Any of these will do: one for a name, several for a kind ("an animal"). */
type AnyOf = readonly SubjectId[];

/** One thing that a prompt asks for, and that can be right or wrong by itself. */
export type Fact =
  | { readonly kind: 'thing'; readonly subjects: AnyOf }
  /** Exactly so many: one too many is wrong. */
  | { readonly kind: 'count'; readonly subjects: AnyOf; readonly count: number }
  /** All things of the subject have the colour. */
  | { readonly kind: 'tint'; readonly subjects: AnyOf; readonly tint: TintId }
  | { readonly kind: 'relation'; readonly main: AnyOf; readonly relation: RelationId; readonly other: AnyOf }
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

const surroundings = ['place', 'light', 'style', 'composition'] as const;

/**
 * The facts of a prompt.
 * @param counted a number of one is a fact, too: for prompts that ask how many. Otherwise "a fox" is right when a fox is there, as in GenEval
 */
export function factsOf({ things, relation, ...around }: Expected, counted = false): Fact[] {
  const [main, other] = things;
  const single = other === undefined;
  return [
    ...things.flatMap(({ subjects, tint, count }): Fact[] => [
      { kind: 'thing', subjects },
      ...(count > 1 || (counted && single) ? [{ kind: 'count', subjects, count } as const] : []),
      ...(tint === undefined ? [] : [{ kind: 'tint', subjects, tint } as const]),
    ]),
    ...(relation === undefined || single ? [] : [{ kind: 'relation', main: main.subjects, relation, other: other.subjects } as const]),
    ...surroundings.flatMap((kind): Fact[] => (around[kind] === undefined ? [] : [{ kind, value: around[kind] } as Fact])),
  ];
}

/** Whether the fact holds in the picture. What is said of things that are not there does not hold. */
export function holds(fact: Fact, sight: Sight): boolean {
  const found = (subjects: AnyOf) => sight.things.filter(({ subject }) => subjects.includes(subject));
  switch (fact.kind) {
    case 'thing': return found(fact.subjects).length > 0;
    case 'count': return found(fact.subjects).length === fact.count;
    case 'tint': {
      const tints = found(fact.subjects).map(({ tint }) => tint);
      return tints.length > 0 && tints.every((tint) => tint === fact.tint);
    }
    case 'relation': return found(fact.main).some((main) => found(fact.other).some((other) => other !== main && relationRules[fact.relation](main.box, other.box)));
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

/** In few words, for people: "2 fox", "red car", "cat on table". */
export function factText(fact: Fact): string {
  const named = (subjects: AnyOf): string => (subjects.length > 3 ? `${subjects[0]} or the like` : subjects.join(' or '));
  switch (fact.kind) {
    case 'thing': return named(fact.subjects);
    case 'count': return `${fact.count} ${named(fact.subjects)}`;
    case 'tint': return `${fact.tint} ${named(fact.subjects)}`;
    case 'relation': return `${named(fact.main)} ${fact.relation} ${named(fact.other)}`;
    case 'place': case 'light': case 'style': case 'composition': return fact.value;
    default: return fact satisfies never;
  }
}
