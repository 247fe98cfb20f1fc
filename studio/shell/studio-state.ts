/** The studio's state: what is on the canvas and on the knobs. Everything that a closed tab must not lose is in `Saved`. */
import { createStore } from 'zustand/vanilla';
import { type Document, emptyDocument } from '../document/document.ts';
import { beginHistory, commit, type History, present, redo, undo } from '../document/history.ts';
import type { Verb } from '../document/verb.ts';
import type { Job } from '../engine/engine.ts';
import type { ToolName } from '../tools/index.ts';
import type { ViewName } from './rail.tsx';

/** The knobs. Undefined: as the model likes it. */
export interface Knobs {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly model: string | undefined;
  readonly style: string | undefined;
  readonly lighting: string | undefined;
  readonly composition: string | undefined;
  readonly count: number;
  /** Undefined: another one each time. */
  readonly seed: number | undefined;
  readonly steps: number | undefined;
  readonly guidance: number | undefined;
  readonly sampler: string | undefined;
  /** For refine, fill, expand and vary: 0 keeps everything, 1 forgets it. */
  readonly strength: number;
  /** Document pixels over which a fill fades into what is there. */
  readonly feather: number;
}

export interface Saved {
  readonly history: History<Document>;
  readonly knobs: Knobs;
  /** The prompt that made the picture on the canvas. */
  readonly madeFrom: string | undefined;
  /** The last jobs, newest first: their pictures are proposals until one is applied. */
  readonly jobs: readonly Job[];
}

export interface StudioState extends Saved {
  readonly view: ViewName;
  readonly theme: 'dark' | 'light';
  readonly tool: ToolName;
  readonly brush: { readonly radius: number; readonly softness: number };
  readonly wished: Verb | undefined;
  readonly drawer: boolean;
  readonly palette: boolean;
  /** Another picture laid over the frame, to be compared with it. */
  readonly compare: { readonly url: string; readonly label: string } | undefined;
  /** One sentence for the person, until it is closed or replaced. */
  readonly notice: { readonly text: string; readonly kind: 'note' | 'error' } | undefined;
}

export const firstKnobs: Knobs = {
  prompt: '', negativePrompt: '', model: undefined, style: undefined, lighting: undefined, composition: undefined,
  count: 4, seed: undefined, steps: undefined, guidance: undefined, sampler: undefined, strength: 0.6, feather: 8,
};

const firstState: StudioState = {
  history: beginHistory(emptyDocument(256, 256)), knobs: firstKnobs, madeFrom: undefined, jobs: [],
  view: 'create', theme: 'dark', tool: 'hand', brush: { radius: 16, softness: 0.5 }, wished: undefined, drawer: false, palette: false, compare: undefined, notice: undefined,
};

const mostJobs = 24;

export const createStudio = (start: Partial<StudioState> = {}) => createStore<StudioState>(() => ({ ...firstState, ...start }));
export type Studio = ReturnType<typeof createStudio>;

/** What happens to the state, each by name. */
export function changesOf(studio: Studio) {
  const set = (change: (state: StudioState) => Partial<StudioState>): void => studio.setState(change);
  return {
    commit: (act: string, document: Document, merge = false) => set(({ history }) => ({ history: commit(history, act, document, merge) })),
    undo: () => set(({ history }) => ({ history: undo(history) })),
    redo: () => set(({ history }) => ({ history: redo(history) })),
    turn: (knobs: Partial<Knobs>) => set((state) => ({ knobs: { ...state.knobs, ...knobs } })),
    /** A new job, or news of one. */
    putJob: (job: Job) => set(({ jobs }) => ({ jobs: jobs.some(({ id }) => id === job.id) ? jobs.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs].slice(0, mostJobs) })),
    notify: (text: string, kind: 'note' | 'error' = 'note') => set(() => ({ notice: { text, kind } })),
    document: (): Document => present(studio.getState().history),
  };
}

export type Changes = ReturnType<typeof changesOf>;
