/** The prompts of the examination, and others of the same kind to tune by: for each task and split, texts with what they ask for. */

import { createRandom, type Random } from '../../base/random.ts';
import { captionSaying } from '../../worlds/storybook/captions/caption.ts';
import { canBind } from '../../worlds/storybook/layout/roles.ts';
import { sampleGraph } from '../../worlds/storybook/sample-graph.ts';
import type { Count, Member, SceneGraph } from '../../worlds/storybook/scene-graph.ts';
import { type RelationId, subjectIds, subjects, tintIds } from '../../worlds/storybook/vocabulary.ts';
import { completed, type Expected, type ExpectedThing, heldOutIn } from './expected.ts';

export const TASKS = ['single', 'two', 'count', 'colour', 'attribution', 'position', 'riding', 'place', 'light', 'style'] as const;
export type Task = (typeof TASKS)[number];

/** What a prompt asks for that training never shows: nothing, one pair, or one relation of two things. */
export const EXAM_SPLITS = ['ID', 'HO-1', 'HO-2'] as const;
export type ExamSplit = (typeof EXAM_SPLITS)[number];

/** Which tasks a split can be asked in: where a task speaks of no pair or no triple, there is none to hold out. */
export const tasksOf: Readonly<Record<ExamSplit, readonly Task[]>> = {
  ID: TASKS,
  'HO-1': ['count', 'colour', 'attribution', 'place', 'style'],
  'HO-2': ['two', 'attribution', 'position', 'riding'],
};

export interface ExamPrompt {
  /** 'ID/single/07': the same for ever. */
  readonly id: string;
  readonly task: Task;
  readonly split: ExamSplit;
  readonly text: string;
  readonly expected: Expected;
}

export interface PromptOptions {
  /** Only `validation` prompts may be used to choose anything: guidance, steps, which weights to keep. */
  readonly purpose: 'examination' | 'validation';
  /** Prompts of each task and split; default 60. The first ones of more are the same. */
  readonly perTask?: number;
}

/** Far from the seeds of training and of each other. */
const SEEDS = { examination: 8_000_003, validation: 8_500_009 } as const satisfies Record<PromptOptions['purpose'], number>;
export const PER_TASK = 60;

/** Proposals in vain before a task counts as used up. */
const PATIENCE = 20_000;

const thing = ({ subject, tint }: Member, count: Count = 1): ExpectedThing => ({ subjects: [subject], ...(tint && { tint }), count });
const plain = ({ subject }: Member): ExpectedThing => thing({ subject });
const tintable = subjectIds.filter((id) => subjects[id].tintable);

function pairWith(kinds: readonly RelationId[], random: Random): SceneGraph & { readonly relation: NonNullable<SceneGraph['relation']> } {
  for (;;) {
    const graph = sampleGraph(random, 'pair');
    const { relation } = graph;
    if (relation !== undefined && kinds.includes(relation.kind)) return { ...graph, relation };
  }
}

/** @param number of the prompt within its task: what has few answers is asked in turn */
type Propose = (random: Random, number: number, split: ExamSplit) => Expected;

const turn = <T>(all: readonly T[], number: number): T => all[number % all.length] as T;

const proposals: Readonly<Record<Task, Propose>> = {
  single: (random) => ({ things: [plain(sampleGraph(random, 'single').main)] }),
  two: (random) => {
    const { main, relation } = pairWith(['next-to'], random);
    return { things: [plain(main), plain(relation.other)] };
  },
  count: (random, number, split) => ({ things: [{ ...plain(sampleGraph(random, 'several').main), count: turn(split === 'ID' ? [1, 2, 3, 4] : [2, 3, 4], number) }] }),
  colour: (random) => ({ things: [thing({ subject: random.pick(tintable), tint: random.pick(tintIds) })] }),
  attribution: (random) => {
    for (;;) {
      const [one, two] = [random.pick(tintable), random.pick(tintable)];
      const [first, second] = [random.pick(tintIds), random.pick(tintIds)];
      if (first !== second && canBind(one, 'next-to', two)) return { things: [thing({ subject: one, tint: first }), thing({ subject: two, tint: second })] };
    }
  },
  position: (random, number) => {
    const { main, relation } = pairWith([turn(['left-of', 'right-of', 'above', 'under'], number)], random);
    return { things: [plain(main), plain(relation.other)], relation: relation.kind };
  },
  riding: (random, number, split) => {
    if (split === 'HO-2' && number === 0) return { things: [plain({ subject: 'astronaut' }), plain({ subject: 'horse' })], relation: 'riding' };
    const { main, relation } = pairWith([turn(['riding', 'on'], number)], random);
    return { things: [plain(main), plain(relation.other)], relation: relation.kind };
  },
  place: (random, _, split) => {
    const { main, place, style } = sampleGraph(random, 'single');
    return { things: [plain(main)], place, ...(split === 'HO-1' && { style }) };
  },
  light: (random) => {
    const { main, light } = sampleGraph(random, 'single');
    return { things: [plain(main)], light };
  },
  style: (random, _, split) => {
    const { main, style, place } = sampleGraph(random, 'single');
    return { things: [plain(main)], style, ...(split === 'HO-1' && { place }) };
  },
};

const newThings: Readonly<Record<ExamSplit, ReturnType<typeof heldOutIn>>> = { ID: { pairs: 0, triples: 0 }, 'HO-1': { pairs: 1, triples: 0 }, 'HO-2': { pairs: 0, triples: 1 } };

/** All prompts of the protocol in the order of splits and tasks, the same for ever. */
export function examPrompts({ purpose, perTask = PER_TASK }: PromptOptions): readonly ExamPrompt[] {
  return EXAM_SPLITS.flatMap((split, s) => tasksOf[split].flatMap((task) => promptsOf(task, split, perTask, createRandom(SEEDS[purpose]).fork(100 * s + TASKS.indexOf(task)))));
}

function promptsOf(task: Task, split: ExamSplit, count: number, random: Random): ExamPrompt[] {
  const asked = new Set<string>();
  const prompts: ExamPrompt[] = [];
  let fruitless = 0;
  while (prompts.length < count) {
    const expected = proposals[task](random, prompts.length, split);
    const { pairs, triples } = heldOutIn(expected);
    const key = JSON.stringify(expected);
    if (pairs !== newThings[split].pairs || triples !== newThings[split].triples || asked.has(key)) {
      // Of some tasks less is held out than is asked: then the same is asked again, in other words.
      if (++fruitless > PATIENCE) asked.clear();
      continue;
    }
    fruitless = 0;
    asked.add(key);
    const id = `${split}/${task}/${String(prompts.length).padStart(2, '0')}`;
    prompts.push({ id, task, split, text: worded(expected, random), expected });
  }
  return prompts;
}

/** In the words of the world, as somebody might put it. Two things without a relation are just named. */
function worded(expected: Expected, random: Random): string {
  const { relation, things, place, light, style } = expected;
  const said = { place: place !== undefined, light: light !== undefined, style: style !== undefined, relation: things.length === 1 || relation !== undefined };
  return captionSaying(completed(expected, random), said, random);
}
