/** A short way to write down what a prompt asks for: `3 fox`, `car:red + balloon:blue`, `astronaut riding horse`, `{animal} on table`. */

import { DarkroomError } from '../../base/errors.ts';
import type { Count } from '../../worlds/storybook/scene-graph.ts';
import { type RelationId, relationIds, type SubjectId, subjectIds, subjects, type TintId, tintIds } from '../../worlds/storybook/vocabulary.ts';
import type { Expected, ExpectedThing } from './expected.ts';

const isIn = <Name extends string>(names: readonly Name[], text: string): text is Name => (names as readonly string[]).includes(text);

function subjectsNamed(name: string, text: string): ExpectedThing['subjects'] {
  const kind = /^\{(.+)\}$/.exec(name)?.[1];
  const [first, ...others] = kind === undefined ? (isIn(subjectIds, name) ? [name] : []) : subjectIds.filter((id): id is SubjectId => (subjects[id].kinds as readonly string[]).includes(kind));
  if (first === undefined) throw new DarkroomError('data', `'${text}' names '${name}', which the storybook world does not have.`, { name });
  return [first, ...others];
}

function thingOf(text: string): ExpectedThing {
  const [, count = '1', name = '', tint] = /^(?:(\d) )?([^:]+)(?::(\w+))?$/.exec(text) ?? [];
  if (tint !== undefined && !isIn<TintId>(tintIds, tint)) throw new DarkroomError('data', `'${text}' has the unknown tint '${tint}'. Choose one of: ${tintIds.join(', ')}.`, { tint });
  return { subjects: subjectsNamed(name, text), ...(tint !== undefined && { tint: tint as TintId }), count: Number(count) as Count };
}

/**
 * `[count] subject[:tint]`, or two of those with a relation or `+` (both, however they stand) between them; `{kind}` is any subject of a kind.
 * @throws DarkroomError code 'data' for names that the world does not have
 */
export function thingsOf(notation: string): Pick<Expected, 'things' | 'relation'> {
  for (const word of ['+', ...relationIds]) {
    const [main, other] = notation.split(` ${word} `);
    if (main === undefined || other === undefined) continue;
    return { things: [thingOf(main), thingOf(other)], ...(word !== '+' && { relation: word as RelationId }) };
  }
  return { things: [thingOf(notation)] };
}
