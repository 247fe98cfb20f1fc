import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { splitWords } from '../../tokenizers/word-tokenizer.ts';
import { cores, frames, relationCores, unrelatedCores } from '../../worlds/storybook/captions/templates.ts';
import { graphOf, membersOf } from '../../worlds/storybook/scene-graph.ts';
import { compositions, counts, lights, places, relations, styles, subjects, tints } from '../../worlds/storybook/vocabulary.ts';
import { type Expected, heldOutIn, sceneShowing } from './expected.ts';
import { thingsOf } from './facts-notation.ts';
import { freePrompts } from './free-prompts.ts';
import { EXAM_SPLITS, type ExamPrompt, examPrompts, type ExamSplit, PER_TASK, type Task, TASKS, tasksOf } from './prompts.ts';
import { rejectPrompts } from './reject-prompts.ts';

const all = examPrompts({ purpose: 'examination' });
const of = (split: ExamSplit, task: Task): readonly ExamPrompt[] => all.filter((prompt) => prompt.split === split && prompt.task === task);

/** All words that the vocabulary knows. */
const known = new Set([subjects, tints, places, lights, styles, compositions, relations, counts].flatMap((table) => Object.values<object>(table)).flatMap((row): unknown[] => Object.values(row).flat()).flatMap((text) => (typeof text === 'string' ? splitWords(text) : [])));

describe('prompts of the examination', () => {
  test('are 60 for each task of each split, with an id of their own', () => {
    for (const split of EXAM_SPLITS) for (const task of tasksOf[split]) expect(of(split, task), `${split} ${task}`).toHaveLength(PER_TASK);
    expect(tasksOf.ID).toEqual(TASKS);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('are the same for ever; fewer are the first of more; those to tune by are others', () => {
    expect(examPrompts({ purpose: 'examination', perTask: 5 }).filter(({ task }) => task === 'riding')).toEqual(EXAM_SPLITS.flatMap((split) => (tasksOf[split].includes('riding') ? of(split, 'riding').slice(0, 5) : [])));
    expect(all.find(({ id }) => id === 'HO-2/riding/00')!.expected).toEqual(thingsOf('astronaut riding horse'));
    const tuning = examPrompts({ purpose: 'validation', perTask: 20 });
    const texts = new Set(all.map(({ text }) => text));
    expect(tuning.filter(({ text }) => texts.has(text)).length / tuning.length).toBeLessThan(0.15);
  });

  test('hold the one new thing that their split is about, and nothing else that is new', () => {
    const wanted = { ID: { pairs: 0, triples: 0 }, 'HO-1': { pairs: 1, triples: 0 }, 'HO-2': { pairs: 0, triples: 1 } } as const;
    for (const { split, expected, id } of all) expect(heldOutIn(expected), id).toEqual(wanted[split]);
  });

  test('ask for what their task is about', () => {
    const asks: Readonly<Record<Task, (expected: Expected) => boolean>> = {
      single: ({ things }) => things.length === 1 && things[0].count === 1, two: ({ things, relation }) => things.length === 2 && relation === undefined, count: ({ things }) => things.length === 1,
      colour: ({ things }) => things[0].tint !== undefined, attribution: ({ things }) => things.length === 2 && things[0].tint !== undefined && things[1]!.tint !== undefined && things[0].tint !== things[1]!.tint,
      position: ({ relation }) => ['left-of', 'right-of', 'above', 'under'].includes(relation ?? ''), riding: ({ relation }) => ['riding', 'on'].includes(relation ?? ''),
      place: ({ place }) => place !== undefined, light: ({ light }) => light !== undefined, style: ({ style }) => style !== undefined,
    };
    for (const { task, expected, id } of all) expect(asks[task](expected), id).toBe(true);
    for (const count of [1, 2, 3, 4]) expect(of('ID', 'count').filter(({ expected }) => expected.things[0].count === count)).toHaveLength(15);
  });

  test('use words of the world, 24 at most, and can be drawn as asked', () => {
    const random = createRandom(1);
    const own = Object.values(relationCores).flatMap(({ phrases = [], sentences = [] }) => [...phrases, ...sentences]);
    const frame = new Set([...Object.values(cores).flat(), ...own, ...unrelatedCores, ...frames, 'a an are'].flatMap((template) => splitWords(template)));
    for (const { text, expected, id } of all) {
      expect(splitWords(text).length, text).toBeLessThanOrEqual(24);
      expect(splitWords(text).filter((word) => !known.has(word) && !frame.has(word)), text).toEqual([]);
      expectShown(expected, id, random);
    }
  });
});

/** A scene drawn for the facts has them. */
function expectShown(expected: Expected, id: string, random: ReturnType<typeof createRandom>): void {
  const graph = graphOf(sceneShowing(expected, random));
  expected.things.forEach(({ subjects: any, tint }, i) => {
    expect(any, id).toContain(membersOf(graph)[i]!.subject);
    if (tint !== undefined) expect(membersOf(graph)[i]!.tint, id).toBe(tint);
  });
  if (expected.things.length === 1) expect(graph.count, id).toBe(expected.things[0].count);
  if (expected.relation !== undefined) expect(graph.relation?.kind, id).toBe(expected.relation);
  for (const part of ['place', 'light', 'style', 'composition'] as const) if (expected[part] !== undefined) expect(graph[part], id).toBe(expected[part]);
}

describe('prompts in free wording', () => {
  test('are at least 200, each once, with facts that can be drawn and of which none is held out', () => {
    const random = createRandom(2);
    expect(freePrompts.length).toBeGreaterThanOrEqual(200);
    expect(new Set(freePrompts.map(({ text }) => text)).size).toBe(freePrompts.length);
    for (const { text, expected } of freePrompts) {
      expect(heldOutIn(expected), text).toEqual({ pairs: 0, triples: 0 });
      expectShown(expected, text, random);
    }
  });

  test('are no captions of the world: many have words that it does not know', () => {
    const strange = freePrompts.filter(({ text }) => splitWords(text).some((word) => word.length > 3 && !known.has(word)));
    expect(strange.length).toBeGreaterThan(60);
  });
});

describe('prompts to be refused', () => {
  test('are at least 40, and name what no word of the world means', () => {
    expect(rejectPrompts.length).toBeGreaterThanOrEqual(40);
    for (const { text, unknown } of rejectPrompts) for (const word of unknown) {
      expect(splitWords(text), text).toContain(word);
      expect(known.has(word), word).toBe(false);
    }
  });
});

describe('the notation of facts', () => {
  test('reads numbers, colours, relations and kinds', () => {
    expect(thingsOf('3 fox')).toEqual({ things: [{ subjects: ['fox'], count: 3 }] });
    expect(thingsOf('car:red + ice-cream')).toEqual({ things: [{ subjects: ['car'], tint: 'red', count: 1 }, { subjects: ['ice-cream'], count: 1 }] });
    expect(thingsOf('cat in-front-of house').relation).toBe('in-front-of');
    expect(thingsOf('{fruit}').things[0].subjects).toContain('banana');
  });

  test('refuses what the world does not have', () => {
    expect(() => thingsOf('submarine')).toThrow(/does not have/);
    expect(() => thingsOf('car:turquoise')).toThrow(/unknown tint/);
  });
});
