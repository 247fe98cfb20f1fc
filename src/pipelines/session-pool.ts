/** Sessions by name, made when first needed, and closed again, the longest unused first, when their memory is wanted for others. */
import type { ModelBytes, Runtime, Session, SessionMemory, TensorMap } from '../runtime/runtime.ts';

export interface PooledGraph {
  /** Which graph it is: the same name is the same graph. */
  readonly name: string;
  /** Estimate of what it takes while it is loaded. */
  readonly heldBytes: number;
  /** Estimate of what it takes besides while it runs, or while it is being loaded: gone afterwards. */
  readonly passingBytes: number;
  readonly memory: SessionMemory;
  build(): ModelBytes;
}

interface Entry {
  readonly session: Promise<Session>;
  readonly graph: PooledGraph;
}

/** Owns its sessions; the engine stays when it is closed. */
export class SessionPool {
  readonly #runtime: Runtime;
  readonly #budgetBytes: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param budgetBytes what all sessions together may hold, with what one of them takes while it runs; one alone is loaded whatever it takes */
  constructor(runtime: Runtime, budgetBytes: number) {
    this.#runtime = runtime;
    this.#budgetBytes = budgetBytes;
  }

  /** Whether the graph can be run without others being closed for it. */
  hasRoomFor(graph: PooledGraph): boolean {
    return this.#needWith(graph) <= this.#budgetBytes;
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
    for (const [name, entry] of this.#entries) await this.#close(name, entry);
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
    for (const [name, entry] of this.#entries) if (!this.hasRoomFor(graph)) await this.#close(name, entry);
    const entry: Entry = { session: this.#runtime.load(graph.build(), { name: graph.name, memory: graph.memory }), graph };
    this.#entries.set(graph.name, entry);
    // A failed load is forgotten, so that the next call tries again.
    entry.session.catch(() => { if (this.#entries.get(graph.name) === entry) this.#entries.delete(graph.name); });
    return entry;
  }

  #touch(name: string, entry: Entry): void {
    this.#entries.delete(name);
    this.#entries.set(name, entry);
  }

  /** What all that is loaded holds, the graph too, and what the one takes besides that takes most while it runs. */
  #needWith(graph: PooledGraph): number {
    const all = [graph, ...[...this.#entries.values()].map((entry) => entry.graph).filter(({ name }) => name !== graph.name)];
    return all.reduce((sum, { heldBytes }) => sum + heldBytes, 0) + Math.max(...all.map(({ passingBytes }) => passingBytes));
  }

  async #close(name: string, entry: Entry): Promise<void> {
    this.#entries.delete(name);
    const session = await entry.session.catch(() => undefined);
    await session?.close();
  }
}
