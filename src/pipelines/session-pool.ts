/** Sessions by name, made when first needed, and closed again, the longest unused first, when their memory is wanted for others. */
import type { ModelBytes, Runtime, Session, TensorMap } from '../runtime/runtime.ts';

export interface PooledGraph {
  /** Which graph it is: the same name is the same graph. */
  readonly name: string;
  /** Estimate of what it takes while loaded and run. */
  readonly bytes: number;
  build(): ModelBytes;
}

interface Entry {
  readonly session: Promise<Session>;
  readonly bytes: number;
}

/** Owns its sessions; the engine stays when it is closed. */
export class SessionPool {
  readonly #runtime: Runtime;
  readonly #budgetBytes: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param budgetBytes what all sessions together may take; one alone is loaded whatever it takes */
  constructor(runtime: Runtime, budgetBytes: number) {
    this.#runtime = runtime;
    this.#budgetBytes = budgetBytes;
  }

  /** @throws DarkroomError as `Session.run` and `Runtime.load` do */
  async run(graph: PooledGraph, feeds: Readonly<TensorMap>, signal?: AbortSignal): Promise<TensorMap> {
    for (;;) {
      const entry = this.#entries.get(graph.name) ?? await this.#inTurn(() => this.#load(graph));
      const session = await entry.session;
      // While it was loading, someone else's need may have closed it.
      if (this.#entries.get(graph.name) !== entry) continue;
      this.#touch(graph.name, entry);
      return session.run(feeds, signal ? { signal } : {});
    }
  }

  async close(): Promise<void> {
    await this.#makeRoom(Infinity);
  }

  /** One load after the other, so that none counts on room that another takes. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #load(graph: PooledGraph): Promise<Entry> {
    const known = this.#entries.get(graph.name);
    if (known !== undefined) return known;
    await this.#makeRoom(graph.bytes);
    const entry: Entry = { session: this.#runtime.load(graph.build(), { name: graph.name }), bytes: graph.bytes };
    this.#entries.set(graph.name, entry);
    // A failed load is forgotten, so that the next call tries again.
    entry.session.catch(() => { if (this.#entries.get(graph.name) === entry) this.#entries.delete(graph.name); });
    return entry;
  }

  #touch(name: string, entry: Entry): void {
    this.#entries.delete(name);
    this.#entries.set(name, entry);
  }

  async #makeRoom(bytes: number): Promise<void> {
    let used = [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [name, entry] of this.#entries) {
      if (used + bytes <= this.#budgetBytes) return;
      this.#entries.delete(name);
      used -= entry.bytes;
      const session = await entry.session.catch(() => undefined);
      await session?.close();
    }
  }
}
