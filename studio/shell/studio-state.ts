/** The studio's state: what is on the canvas and on the knobs. Everything that a closed tab must not lose is in `Saved`. */
import { createStore } from 'zustand/vanilla';
import { type Document, emptyDocument } from '../document/document.ts';
import { beginHistory, commit, type History, present, redo, redoName, undo, undoName } from '../document/history.ts';
import type { Verb } from '../document/verb.ts';
import type { Job, LensStep } from '../engine/engine.ts';
import type { AxisChoice } from '../grid/axes.ts';
import type { ToolName } from '../tools/index.ts';
import { words } from '../words/en.ts';
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
  readonly feather: number | undefined;
  /** Fields of a restored recipe that have no knob of their own. */
  readonly also: Readonly<Record<string, unknown>>;
}

/** One idea in several formats: what was asked for, and which job draws which format. */
export interface Campaign {
  /** Brand colours as '#rrggbb'. */
  readonly palette: readonly string[];
  /** Ids of the chosen formats. */
  readonly formats: readonly string[];
  /** Jobs by format. */
  readonly made: Readonly<Record<string, string>>;
}

/** One prompt through lists of settings. */
export interface GridChoice {
  /** Columns, rows, sheets; without a setting: not there. */
  readonly axes: readonly AxisChoice[];
  readonly made: MadeGrid | undefined;
}

/** A grid as it was asked for, and the job of each place in order. */
export interface MadeGrid {
  readonly prompt: string;
  readonly axes: readonly AxisChoice[];
  readonly jobs: readonly Job[];
}

/** A picture that was made and waits to be applied, seen in its place on the canvas. */
export interface Proposal {
  readonly job: string;
  /** Which of the job's pictures. */
  readonly index: number;
}

export interface Saved {
  readonly history: History<Document>;
  readonly knobs: Knobs;
  /** The last jobs, newest first: their pictures are proposals until one is applied. */
  readonly jobs: readonly Job[];
  readonly proposal: Proposal | undefined;
  readonly campaign: Campaign;
  readonly grid: GridChoice;
  readonly view: ViewName;
  readonly tool: ToolName;
  readonly brush: { readonly radius: number; readonly softness: number };
}

/** One sentence for the person, until it is closed or replaced. */
export interface Notice {
  readonly text: string;
  readonly kind: 'note' | 'error';
  /** What can be done about it. */
  readonly act?: { readonly label: string; readonly perform: () => void };
}

export interface StudioState extends Saved {
  readonly theme: 'dark' | 'light';
  /** The service answers. */
  readonly online: boolean;
  readonly wished: Verb | undefined;
  readonly drawer: 'settings' | 'layers' | undefined;
  readonly dialog: 'palette' | 'keys' | undefined;
  /** Another picture laid over the frame, to be compared with it. */
  readonly compare: { readonly url: string; readonly label: string } | undefined;
  readonly notice: Notice | undefined;
  /** Told to those who hear the page. */
  readonly spoken: string;
  /** The run that the lens shows. */
  readonly lens: { readonly steps: readonly LensStep[]; readonly running: boolean };
}

export const firstKnobs: Knobs = {
  prompt: '', negativePrompt: '', model: undefined, style: undefined, lighting: undefined, composition: undefined,
  count: 4, seed: undefined, steps: undefined, guidance: undefined, sampler: undefined, strength: 0.6, feather: undefined, also: {},
};

export const firstSaved: Saved = {
  history: beginHistory(emptyDocument(256, 256)), knobs: firstKnobs, jobs: [], proposal: undefined,
  campaign: { palette: [], formats: ['square', 'story', 'banner', 'link'], made: {} }, grid: { axes: [{ setting: 'steps', values: '1, 2, 4, 16' }, { setting: 'seed', values: '1..3' }, { setting: '', values: '' }], made: undefined }, view: 'create', tool: 'hand', brush: { radius: 16, softness: 0.5 },
};

const firstState: StudioState = {
  ...firstSaved, theme: 'dark', online: true, wished: undefined, drawer: undefined, dialog: undefined, compare: undefined, notice: undefined, spoken: '', lens: { steps: [], running: false },
};

const mostJobs = 24;

export const createStudio = (start: Partial<StudioState> = {}) => createStore<StudioState>(() => ({ ...firstState, ...start }));
export type Studio = ReturnType<typeof createStudio>;

/** What happens to the state, each by name. */
export function changesOf(studio: Studio) {
  const set = (change: (state: StudioState) => Partial<StudioState>): void => studio.setState(change);
  const travel = (to: typeof undo, name: typeof undoName, said: string): void => set(({ history }) => ({ history: to(history), proposal: undefined, compare: undefined, spoken: `${said} ${name(history) ?? ''}` }));
  return {
    /** What is done to the canvas puts a proposal aside: it can be called back. */
    commit: (act: string, document: Document, merge = false) => set(({ history }) => ({ history: commit(history, act, document, merge), proposal: undefined, compare: undefined })),
    undo: () => travel(undo, undoName, words.spoken.undone),
    redo: () => travel(redo, redoName, words.spoken.redone),
    turn: (knobs: Partial<Knobs>) => set((state) => ({ knobs: { ...state.knobs, ...knobs } })),
    /** A new job, or news of one. */
    putJob: (job: Job) => set(({ jobs }) => ({ jobs: jobs.some(({ id }) => id === job.id) ? jobs.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs].slice(0, mostJobs) })),
    /** Out of sight; its pictures stay in the gallery. */
    dropJob: (id: string) => set(({ jobs, proposal }) => ({ jobs: jobs.filter((job) => job.id !== id), compare: undefined, ...(proposal?.job === id && { proposal: undefined }) })),
    propose: (proposal: Proposal | undefined) => set(() => ({ proposal, compare: undefined })),
    notify: (text: string, kind: Notice['kind'] = 'note', act?: Notice['act']) => set(() => ({ notice: { text, kind, ...(act && { act }) } })),
    say: (spoken: string) => set(() => ({ spoken })),
    document: (): Document => present(studio.getState().history),
  };
}

export type Changes = ReturnType<typeof changesOf>;
