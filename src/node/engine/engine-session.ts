/** A session in the engine process, as its user sees it: checks feeds, loads itself again after a restart where it can. */
import { DarkroomError } from '../../base/errors.ts';
import type { Session, SessionOptions, TensorInfo, TensorMap } from '../../runtime/runtime.ts';
import { checkTensors, listNames } from '../../runtime/check-tensors.ts';
import type { EngineChild } from './engine-child.ts';
import type { EngineQueue } from './engine-queue.ts';
import type { LoadRequest, LoadedModel } from './protocol.ts';

type State = NonNullable<SessionOptions['state']>;

/** Owns one session. Its model and constant state are kept here, by reference, to survive a restart of the process. */
export class EngineSession implements Session {
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly #queue: EngineQueue;
  readonly #number: number;
  readonly #stateInputs: readonly TensorInfo[];
  readonly #defaultFetches: readonly string[];
  /** What loads the session again; undefined when its state changes from run to run and cannot be restored. */
  #reload: LoadRequest | undefined;
  #loadedIn: EngineChild;
  #closed = false;

  private constructor(queue: EngineQueue, request: LoadRequest, model: LoadedModel, loadedIn: EngineChild) {
    this.#queue = queue;
    this.#number = request.session;
    this.#loadedIn = loadedIn;
    this.name = request.name;
    this.inputs = model.inputs.filter(({ name }) => !(name in request.state));
    this.outputs = model.outputs;
    this.#stateInputs = model.inputs.filter(({ name }) => name in request.state);
    const replacing = new Set(Object.values(request.state).map(({ from }) => from));
    this.#defaultFetches = model.outputs.map(({ name }) => name).filter((name) => !replacing.has(name));
    const changing = Object.values(request.state).some(({ from }) => from !== undefined);
    this.#reload = changing ? undefined : request;
  }

  /** @throws DarkroomError code 'engine' when the graph is refused, 'usage' when state does not fit it */
  static load(queue: EngineQueue, request: LoadRequest): Promise<EngineSession> {
    return queue.submit(request.name, async (child) => {
      return new EngineSession(queue, request, await child.exchange<'load'>(request), child);
    });
  }

  async run(feeds: Readonly<TensorMap>, options: { readonly fetches?: readonly string[]; readonly signal?: AbortSignal } = {}): Promise<TensorMap> {
    checkTensors(this.name, this.inputs, feeds);
    const fetches = options.fetches ?? this.#defaultFetches;
    this.#checkNames(fetches, this.outputs, 'output');
    return this.#submit((child) => child.exchange<'run'>({ kind: 'run', session: this.#number, feeds, fetches }), options.signal);
  }

  async readState(names: readonly string[] = this.#stateInputs.map(({ name }) => name)): Promise<TensorMap> {
    this.#checkNames(names, this.#stateInputs, 'state');
    return this.#submit((child) => child.exchange<'readState'>({ kind: 'readState', session: this.#number, names }));
  }

  async writeState(values: Readonly<TensorMap>): Promise<void> {
    const names = Object.keys(values);
    this.#checkNames(names, this.#stateInputs, 'state');
    checkTensors(`state of ${this.name}`, this.#stateInputs.filter(({ name }) => names.includes(name)), values);
    await this.#submit(async (child) => {
      await child.exchange<'writeState'>({ kind: 'writeState', session: this.#number, values });
      if (this.#reload !== undefined) this.#reload = { ...this.#reload, state: withValues(this.#reload.state, values) };
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#reload = undefined;
    const home = this.#loadedIn;
    if (home.death !== undefined || this.#queue.closed) return;
    await this.#queue.submit(this.name, async () => {
      if (home.death === undefined) await home.exchange<'release'>({ kind: 'release', session: this.#number });
    });
  }

  #submit<Value>(work: (child: EngineChild) => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    if (this.#closed) return Promise.reject(new DarkroomError('usage', `${this.name}: the session is closed.`));
    return this.#queue.submit(this.name, async (child) => {
      if (child !== this.#loadedIn) await this.#loadAgain(child);
      return work(child);
    }, signal);
  }

  async #loadAgain(child: EngineChild): Promise<void> {
    if (this.#reload === undefined) {
      const message = `${this.name}: the engine was restarted and the state of this session is lost: load it again from its last checkpoint.`;
      throw new DarkroomError('engine', message, { session: this.name });
    }
    await child.exchange<'load'>(this.#reload);
    this.#loadedIn = child;
  }

  #checkNames(names: readonly string[], known: readonly TensorInfo[], what: string): void {
    const unknown = names.find((name) => !known.some((info) => info.name === name));
    if (unknown === undefined) return;
    const message = `${this.name}: there is no ${what} '${unknown}'; it has ${listNames(known.map(({ name }) => name))}.`;
    throw new DarkroomError('usage', message, { session: this.name, name: unknown });
  }
}

function withValues(state: State, values: Readonly<TensorMap>): State {
  const changed = Object.entries(values).map(([name, value]) => [name, { ...state[name], value }] as const);
  return { ...state, ...Object.fromEntries(changed) };
}
