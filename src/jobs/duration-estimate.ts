/** How long jobs take, learned from those that are done: what waiting times are told from. */

/** Weight of the newest job. */
const NEWEST = 0.4;
/** Kinds that are remembered. */
const MOST_KINDS = 500;

export interface DurationEstimate {
  /** @param kinds names of the job's kind, from the narrowest to the widest */
  learn(kinds: readonly string[], seconds: number): void;
  /** Of the narrowest kind that is known; undefined when none is. */
  estimate(kinds: readonly string[]): number | undefined;
}

export function createDurationEstimate(): DurationEstimate {
  const means = new Map<string, number>();
  return {
    learn: (kinds, seconds) => {
      for (const kind of kinds) {
        const before = means.get(kind);
        means.delete(kind);
        means.set(kind, before === undefined ? seconds : before + NEWEST * (seconds - before));
      }
      while (means.size > MOST_KINDS) means.delete(means.keys().next().value as string);
    },
    estimate: (kinds) => kinds.map((kind) => means.get(kind)).find((mean) => mean !== undefined),
  };
}
