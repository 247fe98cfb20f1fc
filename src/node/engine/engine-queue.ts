/** Runs jobs on the engine process one after the other: cancels them, and starts a fresh process after one has died. */
import { DarkroomError } from '../../base/errors.ts';
import type { DeviceReport } from '../../runtime/runtime.ts';
import { EngineChild } from './engine-child.ts';
import type { Request } from './protocol.ts';

/** Work for the engine process. It may exchange several requests with the child. */
type Work<Value> = (child: EngineChild) => Promise<Value>;

interface Job {
  /** Names the session in errors. */
  readonly label: string;
  readonly signal: AbortSignal | undefined;
  /** Does the work and resolves the caller's promise; rejects when the work fails or was cancelled meanwhile. */
  start(child: EngineChild): Promise<void>;
  reject(error: unknown): void;
  /** Its place in the queue no longer hangs on the signal. */
  stopListening(): void;
}

export interface EngineQueueOptions {
  readonly open: Extract<Request, { kind: 'open' }>;
  /** How long a cancelled run may go on before the process is killed, in milliseconds. */
  readonly graceMs: number;
}

/** Owns the engine process, at most one at a time. */
export class EngineQueue {
  readonly #options: EngineQueueOptions;
  readonly #jobs: Job[] = [];
  #child: EngineChild | undefined;
  #report: DeviceReport | undefined;
  #busy = false;
  #closed = false;

  constructor(options: EngineQueueOptions) {
    this.#options = options;
  }

  /** Of the process now running, for tests. */
  get processId(): number | undefined {
    return this.#child?.processId;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Starts the process and asks it for its device. @throws DarkroomError code 'device' when that is refused */
  open(): Promise<DeviceReport> {
    return this.submit('engine', async () => this.#report!);
  }

  /**
   * Queues work for the engine process.
   * @throws DarkroomError code 'cancelled' when the signal fires, 'engine' when the process dies before the work is done
   */
  submit<Value>(label: string, work: Work<Value>, signal?: AbortSignal): Promise<Value> {
    if (this.#closed) return Promise.reject(new DarkroomError('usage', `${label}: the runtime is closed.`));
    if (signal?.aborted) return Promise.reject(cancelled(label, signal));
    return new Promise<Value>((resolve, reject) => {
      const onAbort = (): void => this.#leaveQueue(job);
      // A training loop gives every step the same signal: listeners must not pile up on it.
      const stopListening = (): void => signal?.removeEventListener('abort', onAbort);
      const job: Job = {
        label,
        signal,
        start: async (child) => {
          const value = await work(child);
          if (signal?.aborted) throw cancelled(label, signal);
          resolve(value);
        },
        reject,
        stopListening,
      };
      this.#jobs.push(job);
      signal?.addEventListener('abort', onAbort);
      void this.#drain();
    });
  }

  /** Ends the process. Work that is still waiting is rejected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#rejectWaiting(closedUnder);
    if (this.#busy) await this.#child?.kill();
    else await this.#child?.stop(this.#options.graceMs);
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) await this.#perform(job);
    this.#busy = false;
  }

  async #perform(job: Job): Promise<void> {
    job.stopListening();
    let graceOver: NodeJS.Timeout | undefined;
    let killed = false;
    const onAbort = (): void => {
      graceOver = setTimeout(() => {
        killed = true;
        void this.#child?.kill();
      }, this.#options.graceMs);
    };
    job.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await job.start(await this.#liveChild());
    } catch (error) {
      const died = this.#child?.death;
      if (job.signal?.aborted) job.reject(cancelled(job.label, job.signal));
      else if (this.#closed) job.reject(closedUnder(job.label));
      else job.reject(died !== undefined && error === died ? named(job.label, died) : error);
      // Nobody asked for this death: calls that wait may rest on what the process held.
      if (died !== undefined && !killed && !this.#closed) this.#rejectWaiting((label) => named(label, died));
    } finally {
      clearTimeout(graceOver);
      job.signal?.removeEventListener('abort', onAbort);
    }
  }

  /** The process, started and opened when there is none or the last one died. */
  async #liveChild(): Promise<EngineChild> {
    if (this.#child !== undefined && this.#child.death === undefined) return this.#child;
    const child = new EngineChild();
    this.#child = child;
    try {
      // After a restart the device is the one that was picked first: a run must not move to another one unseen.
      const device = this.#report?.device ?? this.#options.open.device;
      const report = await child.exchange<'open'>({ ...this.#options.open, device });
      this.#report ??= report;
    } catch (error) {
      if (child.death === undefined) await child.stop(this.#options.graceMs);
      throw error;
    }
    return child;
  }

  #leaveQueue(job: Job): void {
    const place = this.#jobs.indexOf(job);
    if (place < 0) return;
    this.#jobs.splice(place, 1);
    job.stopListening();
    job.reject(cancelled(job.label, job.signal));
  }

  #rejectWaiting(error: (label: string) => DarkroomError): void {
    for (const job of this.#jobs.splice(0)) {
      job.stopListening();
      job.reject(error(job.label));
    }
  }
}

function cancelled(label: string, signal: AbortSignal | undefined): DarkroomError {
  return new DarkroomError('cancelled', `${label}: cancelled.`, {}, signal?.reason);
}

function closedUnder(label: string): DarkroomError {
  return new DarkroomError('cancelled', `${label}: the runtime was closed.`);
}

function named(label: string, death: DarkroomError): DarkroomError {
  return new DarkroomError('engine', `${label}: ${death.message}`, { ...death.details, session: label }, death);
}
