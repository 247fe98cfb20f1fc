/** Whether the service answers: lost when a call finds nobody there, found again by asking now and then. */

/** Milliseconds between questions while nobody answers: soon at first, then less often. */
const firstWaitMs = 500;
const longestWaitMs = 5000;

/** The call found nobody: the service was stopped, or the network is down. */
export class ServiceGone extends Error {
  constructor(cause?: unknown) {
    super('The service does not answer.', { cause });
    this.name = 'ServiceGone';
  }
}

export interface Connection {
  /** As the browser's own; @throws ServiceGone when nobody is there */
  readonly fetch: typeof globalThis.fetch;
  /** Resolves once somebody answers; at once while nothing is known to be wrong. */
  readonly back: () => Promise<void>;
  /** Tells of every change. @returns stops it */
  readonly subscribe: (listener: (online: boolean) => void) => () => void;
}

export interface ConnectionParts {
  readonly fetch: typeof globalThis.fetch;
  readonly wait: (ms: number) => Promise<void>;
}

const browserParts: ConnectionParts = { fetch: (input, init) => globalThis.fetch(input, init), wait: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }) };

/** @param path answers with any status while the service lives */
export function createConnection(path = '/health', { fetch, wait }: ConnectionParts = browserParts): Connection {
  const listeners = new Set<(online: boolean) => void>();
  const tell = (online: boolean): void => { for (const listener of listeners) listener(online); };
  let returning: Promise<void> | undefined;
  const search = async (): Promise<void> => {
    for (let ms = firstWaitMs; ; ms = Math.min(longestWaitMs, ms * 1.5)) {
      await wait(ms);
      // Any answer is one: also that it is about to stop.
      if (await fetch(path).then(() => true, () => false)) return;
    }
  };
  const comeBack = async (): Promise<void> => {
    await search();
    returning = undefined;
    tell(true);
  };
  const lost = (): void => {
    if (returning !== undefined) return;
    tell(false);
    returning = comeBack();
  };
  return {
    fetch: async (input, init) => {
      try {
        return await fetch(input, init);
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        lost();
        throw new ServiceGone(error);
      }
    },
    back: () => returning ?? Promise.resolve(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}
