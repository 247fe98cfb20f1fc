/** Closing the tab loses nothing: the state goes to the browser's database as it changes, and comes back. */
import { beginHistory, type History } from '../document/history.ts';
import { type Document, emptyDocument } from '../document/document.ts';
import { firstKnobs, firstSaved, type Saved, type Studio, type StudioState } from '../shell/studio-state.ts';
import type { AssetStore } from './assets.ts';
import { readRecord, writeRecord } from './database.ts';

const KEY = 'current';
const FORMAT = 1;
/** Long enough to take a drag as one change, short enough to lose nothing that matters. */
const delayMs = 400;
/** Older acts are let go when a history is stored: each costs as much as its strokes. */
const mostStoredActs = 500;

const savedKeys = Object.keys(firstSaved) as (keyof Saved)[];

interface Record extends Saved {
  readonly format: typeof FORMAT;
}

/** Looks at what is being made are large and come again: they are not kept. */
const withoutLooks = (jobs: Saved['jobs']): Saved['jobs'] => jobs.map((job) => ({ ...job, previews: [] }));

function savedPart(state: StudioState): Record {
  const { past, future } = state.history;
  const [first, ...rest] = past;
  const kept = rest.slice(-mostStoredActs);
  const oldest = rest.length > kept.length ? (kept.shift() ?? first) : first;
  const saved = Object.fromEntries(savedKeys.map((key) => [key, state[key]])) as unknown as Saved;
  return { format: FORMAT, ...saved, history: { past: [oldest, ...kept], future }, jobs: withoutLooks(state.jobs), grid: { ...state.grid, made: state.grid.made && { ...state.grid.made, jobs: withoutLooks(state.grid.made.jobs) } } };
}

/** What was stored; undefined when nothing was, or by a version that this one does not know. */
export async function loadSaved(): Promise<Partial<Saved> | undefined> {
  const record = await readRecord<Record>('documents', KEY).catch(() => undefined);
  if (record?.format !== FORMAT) return undefined;
  const saved = Object.fromEntries(savedKeys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]])) as Partial<Saved>;
  return { ...saved, knobs: { ...firstKnobs, ...record.knobs } };
}

/** Stores after each change, and at once when the tab is hidden. @returns stops it */
export function autosave(studio: Studio, onError: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = studio.getState();
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writeRecord('documents', KEY, savedPart(studio.getState())).catch(onError);
  };
  const stop = studio.subscribe((state) => {
    const changed = savedKeys.some((key) => state[key] !== last[key]);
    last = state;
    if (changed) timer ??= setTimeout(save, delayMs);
  });
  const onHide = (): void => { if (document.visibilityState === 'hidden' && timer !== undefined) save(); };
  document.addEventListener('visibilitychange', onHide);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onHide);
  };
}

/** Frees the pictures that no act of the history shows any more. */
export async function sweepAssets(assets: AssetStore, { past, future }: History<Document>): Promise<void> {
  await assets.keepOnly(new Set([...past, ...future].flatMap(({ state }) => state.layers.map(({ asset }) => asset))));
}

export const freshHistory = (width: number, height: number): History<Document> => beginHistory(emptyDocument(width, height));
