/** The Node engine: ONNX Runtime in a process of its own, so that a run can be cancelled and a crash survived. */
import { resolve } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { DeviceName, DeviceReport, ModelBytes, Runtime, Session, SessionOptions } from '../../runtime/runtime.ts';
import { EngineQueue } from './engine-queue.ts';
import { EngineSession } from './engine-session.ts';

export interface RuntimeOptions {
  /** Default 'auto'. */
  readonly device?: DeviceName;
  /** CPU threads; default: one per physical core. */
  readonly threads?: number;
  /** How long a cancelled run may go on before its process is killed, in milliseconds; default 2000. */
  readonly graceMs?: number;
  /**
   * Whether engine threads wait busily for the next operator within a run; default true. Measured on 2 shared cores,
   * medians of 4, training-like graphs: 240 small operators 4.0 ms with and 5.6 ms without, 36 large matrix products
   * 94 ms and 101 ms. Between runs nobody waits busily either way, which cost nothing measurable.
   */
  readonly spin?: boolean;
}

/**
 * Starts an engine process and picks its device. An idle engine does not keep the program alive, and it ends with it.
 * @throws DarkroomError code 'device' when the wanted device does not answer, 'usage' for a bad thread count
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<NodeRuntime> {
  const { device = 'auto', threads = 0, graceMs = 2000, spin = true } = options;
  if (!Number.isSafeInteger(threads) || threads < 0) {
    throw new DarkroomError('usage', `threads: expected a whole number from 1, got ${threads}.`, { threads });
  }
  const queue = new EngineQueue({ open: { kind: 'open', device, threads, spin }, graceMs });
  return new NodeRuntime(queue, await queue.open());
}

/** Owns the engine process and numbers its sessions. */
export class NodeRuntime implements Runtime {
  readonly report: DeviceReport;
  readonly #queue: EngineQueue;
  #sessions = 0;

  constructor(queue: EngineQueue, report: DeviceReport) {
    this.#queue = queue;
    this.report = report;
  }

  /** The engine process now running; undefined before the first and after the last. */
  get processId(): number | undefined {
    return this.#queue.processId;
  }

  load(model: ModelBytes, options: SessionOptions = {}): Promise<Session> {
    this.#sessions += 1;
    return EngineSession.load(this.#queue, {
      kind: 'load',
      session: this.#sessions,
      name: options.name ?? `session ${this.#sessions}`,
      // The process may have another working directory.
      model: model.externalDataFolder === undefined ? model : { ...model, externalDataFolder: resolve(model.externalDataFolder) },
      state: options.state ?? {},
      optimization: options.optimization ?? 'all',
      memory: options.memory ?? 'ample',
    });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
