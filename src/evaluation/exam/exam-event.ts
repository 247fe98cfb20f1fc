/** What an examination tells while it goes on, and its result. */
import type { Picture } from '../../images/picture.ts';
import type { Interval } from './statistics.ts';

/** Where pictures come from: the model, and the rows that say how far its numbers can be trusted. */
export const EXAM_ROWS = ['model', 'renders', 'autoencoder', 'retrieval', 'shuffled'] as const;
export type ExamRow = (typeof EXAM_ROWS)[number];

export const rowTitles: Readonly<Record<ExamRow, string>> = {
  model: 'The model', renders: 'Real renders (what the detector can see at all)', autoencoder: 'Renders through the autoencoder (what it leaves of them)',
  retrieval: 'The nearest training caption (what copying gives)', shuffled: 'The model, by other prompts (what chance gives)',
};

/** Pictures in which every fact is right, of a task in a split. */
export interface ExamScore {
  readonly row: ExamRow;
  /** 'ID', 'HO-1', 'HO-2' or 'FREE'. */
  readonly split: string;
  /** 'all' for free wording. */
  readonly task: string;
  readonly prompts: number;
  readonly pictures: number;
  readonly right: Interval;
}

/** A prompt with what came of it, for the page. */
export interface ExamExample {
  readonly id: string;
  readonly text: string;
  readonly pictures: readonly { readonly picture: Picture; readonly right: boolean; /** The facts that are wrong, in words. */ readonly wrong: readonly string[] }[];
}

/** Two pictures that are nearer to each other than others. */
export interface NearestPair {
  readonly distance: number;
  readonly generated: Picture;
  readonly training: Picture;
}

export interface ExamResult {
  readonly model: string;
  readonly quick: boolean;
  readonly scores: readonly ExamScore[];
  /** Means over the tasks of the model's row, 0..1. */
  readonly means: Readonly<Record<string, number>>;
  /** Free wording in parts of the ID score. */
  readonly freeKept: number;
  /** Share of prompts outside the world of which every unknown word is named. */
  readonly refused: number;
  /** Squared kernel distances in the detector's features; `floor` is what renders through the autoencoder have. */
  readonly distance: { readonly model: number; readonly floor: number };
  /** How different pictures of one prompt are, in parts of how different renders of it are. */
  readonly diversity: number;
  readonly memorised: { /** Share of pictures nearer to a training picture than all but 1 % of fresh renders are. */ readonly share: number; /** Median distance to the nearest, in parts of fresh renders'. */ readonly ratio: number };
  readonly seconds: number;
}

export type ExamEvent =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly kind: 'examined'; readonly result: ExamResult; readonly examples: readonly ExamExample[]; readonly nearest: readonly NearestPair[] };
