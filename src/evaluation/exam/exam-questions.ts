/** The questions of an examination: prompts with the facts that their pictures are judged by. */
import { type Fact, factsOf } from './judge.ts';
import type { Expected } from './expected.ts';
import { freePrompts } from './free-prompts.ts';
import { examPrompts, PER_TASK } from './prompts.ts';

export interface Question {
  readonly id: string;
  readonly split: string;
  readonly task: string;
  readonly text: string;
  readonly expected: Expected;
  readonly facts: readonly Fact[];
}

export interface ExamSize {
  readonly perTask: number;
  readonly free: number;
  /** Pictures of each prompt. */
  readonly seeds: number;
  /** Pictures looked at for memorisation, and training renders they are compared with. */
  readonly compared: { readonly generated: number; readonly training: number };
}

export const fullExam: ExamSize = { perTask: PER_TASK, free: freePrompts.length, seeds: 4, compared: { generated: 500, training: 6000 } };
/** A few minutes: intervals are three times as wide. */
export const quickExam: ExamSize = { perTask: 12, free: 40, seeds: 2, compared: { generated: 100, training: 1500 } };

/** In the order of splits and tasks; the free ones last. */
export function examQuestions({ perTask, free }: ExamSize, purpose: 'examination' | 'validation' = 'examination'): Question[] {
  const asked = examPrompts({ purpose, perTask }).map(({ id, split, task, text, expected }) => ({ id, split, task, text, expected, facts: factsOf(expected, task === 'count') }));
  // Free wordings are hand-written for the examination alone: nothing may be tuned on them.
  if (purpose === 'validation') return asked;
  return [...asked, ...freePrompts.slice(0, free).map(({ id, text, expected }) => ({ id, split: 'FREE', task: 'all', text, expected, facts: factsOf(expected) }))];
}
