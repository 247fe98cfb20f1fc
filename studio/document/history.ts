/** Undo without limit: every document that was, with the name of what made it. Documents share what did not change, so this costs little. */

/** A state and the act that led to it. */
export interface Entry<State> {
  readonly act: string;
  readonly state: State;
}

/** The present is the last of `past`; there is always one. */
export interface History<State> {
  readonly past: readonly [Entry<State>, ...Entry<State>[]];
  /** What was undone, next first. */
  readonly future: readonly Entry<State>[];
}

export const beginHistory = <State>(state: State, act = 'New document'): History<State> => ({ past: [{ act, state }], future: [] });

const last = <State>(history: History<State>): Entry<State> => history.past.at(-1) as Entry<State>;

export const present = <State>(history: History<State>): State => last(history).state;

/**
 * A new present; what was undone is gone. Nothing happens when nothing changed.
 * @param merge acts of this kind in a row become one: dragging a slider is one act
 */
export function commit<State>(history: History<State>, act: string, state: State, merge = false): History<State> {
  if (state === present(history)) return history;
  const entry = { act, state };
  const [first, ...rest] = history.past;
  if (merge && history.past.length > 1 && last(history).act === act && history.future.length === 0) return { past: [first, ...rest.slice(0, -1), entry], future: [] };
  return { past: [first, ...rest, entry], future: [] };
}

export const canUndo = <State>({ past }: History<State>): boolean => past.length > 1;
export const canRedo = <State>({ future }: History<State>): boolean => future.length > 0;

/** The act that `undo` would take back. */
export const undoName = <State>(history: History<State>): string | undefined => (canUndo(history) ? last(history).act : undefined);
export const redoName = <State>({ future }: History<State>): string | undefined => future[0]?.act;

export function undo<State>(history: History<State>): History<State> {
  if (!canUndo(history)) return history;
  const [first, ...rest] = history.past;
  return { past: [first, ...rest.slice(0, -1)], future: [last(history), ...history.future] };
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, next], future };
}
