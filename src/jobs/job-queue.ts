/** The queue: takes jobs, runs them one after the other, tells how they are doing, and outlives crashes. What a job does is the worker's business. */
import { DarkroomError } from '../base/errors.ts';
import { type ServiceErrorCode, ServiceError } from '../api/error.ts';
import { isFinished } from '../api/job.ts';
import { type DurationEstimate, createDurationEstimate } from './duration-estimate.ts';
import { type JobFilter, type JobRecord, goesBefore } from './job-record.ts';
import type { JobSubmission, PreviewInterest, QueueEvent, QueueOptions, Standing, StepReport, WorkContext } from './queue-contract.ts';

/** One job, or several at once. */
interface Running {
  /** Those that are still wanted. */
  jobs: readonly JobRecord[];
  readonly abort: AbortController;
  /** Why it was stopped, if it was. */
  stopped?: 'cancelled' | 'closing';
  report?: StepReport;
}

/** How often finished jobs are swept. */
const PRUNE_EVERY = 100;

/** Kinds of jobs that take alike long. */
function kindsOf({ recipe }: JobRecord): string[] {
  const model = typeof recipe.model === 'string' ? recipe.model : recipe.model?.id ?? '';
  const size = `${recipe.width ?? ''}x${recipe.height ?? ''}`;
  const edit = `${recipe.init === undefined ? '' : 'init'}${recipe.expand === undefined ? '' : 'expand'}${recipe.upscale?.factor ?? ''}${recipe.strength ?? ''}`;
  return [`${model} ${size} ${recipe.count ?? 1} ${recipe.steps ?? ''} ${edit}`, `${model} ${size}`, model, ''];
}

/** Owns the waiting and the running job; everything else is in the store. */
export class JobQueue {
  readonly #options: QueueOptions;
  readonly #durations: DurationEstimate = createDurationEstimate();
  readonly #listeners = new Set<{ readonly listener: (event: QueueEvent) => void; readonly previews: PreviewInterest }>();
  readonly #idempotent = new Map<string, Promise<unknown>>();
  /** In the order in which they will run. */
  #waiting: JobRecord[] = [];
  #running: Running | undefined;
  #loop: Promise<void> | undefined;
  #order = 0;
  /** Accepted, but not yet on the disk. */
  #arriving = 0;
  #closing = false;
  #finishedSincePrune = 0;
  /** Ended, but not yet on the disk. */
  readonly #finishing = new Map<string, JobRecord>();

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Takes up what the last process left. Call it once, before anything else. */
  async start(): Promise<void> {
    const { store, recover, mostAttempts = 3, now } = this.#options;
    for (const left of (await store.unfinished()).toSorted(goesBefore)) {
      this.#order = Math.max(this.#order, left.order + 1);
      const pictures = left.status === 'generating' ? await recover?.(left) : undefined;
      if (pictures !== undefined) await store.save({ ...left, status: 'completed', pictures, finishedAt: now() });
      else if (left.attempts >= mostAttempts) await store.save({ ...left, status: 'failed', finishedAt: now(), error: { code: 'engine', message: `The service ended ${left.attempts} times while it worked on this job: it is not tried again.` } });
      else this.#waiting.push({ ...left, status: 'queued' });
    }
    this.#waiting.sort(goesBefore);
    this.#wake();
  }

  get size(): { readonly waiting: number; readonly running: number } {
    return { waiting: this.#waiting.length, running: this.#running?.jobs.length ?? 0 };
  }

  /**
   * The job is on the disk when this resolves.
   * @returns made: false when the same idempotency key had made it before
   * @throws ServiceError 'queue-full', 'conflict'
   */
  async submit(submission: JobSubmission): Promise<{ readonly job: JobRecord; readonly made: boolean }> {
    const { idempotency } = submission;
    if (idempotency === undefined) return { job: await this.#take(submission), made: true };
    // One after the other for one key, so that two at once do not both find nothing.
    const before = this.#idempotent.get(idempotency.key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(async () => {
      const known = await this.#options.store.byIdempotencyKey(idempotency.key);
      if (known === undefined) return { job: await this.#take(submission), made: true };
      if (known.idempotency?.fingerprint !== idempotency.fingerprint) throw new ServiceError('conflict', 'This Idempotency-Key was used for another request before. Use a new key for each request.');
      return { job: this.#live(known.id) ?? known, made: false };
    });
    this.#idempotent.set(idempotency.key, mine);
    try {
      return await mine;
    } finally {
      if (this.#idempotent.get(idempotency.key) === mine) this.#idempotent.delete(idempotency.key);
    }
  }

  async get(id: string): Promise<JobRecord | undefined> {
    return this.#live(id) ?? this.#options.store.get(id);
  }

  /** Running, then waiting in their order, then finished ones, the latest first. */
  async list(filter: JobFilter): Promise<readonly JobRecord[]> {
    const live = [...this.#running?.jobs ?? [], ...this.#waiting].filter((job) => (filter.status === undefined || job.status === filter.status) && (filter.clientId === undefined || job.clientId === filter.clientId));
    const room = Math.max(0, filter.limit - live.length);
    const past = room === 0 || (filter.status !== undefined && !isFinished(filter.status)) ? [] : await this.#options.store.finished({ ...filter, limit: room });
    return [...live.slice(0, filter.limit), ...past];
  }

  standing(job: JobRecord): Standing {
    const running = this.#isRunning(job.id) ? this.#running : undefined;
    const left = this.#secondsLeft();
    if (running !== undefined) return { ...running.report && { step: running.report.step, steps: running.report.steps }, ...(left !== undefined && { etaSeconds: left }) };
    const position = this.#waiting.findIndex(({ id }) => id === job.id);
    if (position < 0) return {};
    const ahead = [left ?? (this.#running ? undefined : 0), ...this.#waiting.slice(0, position + 1).map((each) => this.#durations.estimate(kindsOf(each)))];
    return { position, ...(ahead.every((seconds) => seconds !== undefined) && { etaSeconds: ahead.reduce((sum: number, seconds) => sum + (seconds as number), 0) }) };
  }

  /** @throws ServiceError 'not-found', 'conflict' when it is finished */
  async cancel(id: string): Promise<JobRecord> {
    const waiting = this.#waiting.find((job) => job.id === id);
    if (waiting !== undefined) {
      this.#waiting = this.#waiting.filter((job) => job !== waiting);
      return this.#finish({ ...waiting, status: 'cancelled' });
    }
    const running = this.#running?.jobs.find((job) => job.id === id);
    if (running !== undefined) return this.#cancelRunningJob(running);
    throw await this.#gone(id, 'cancelled');
  }

  /** In company it leaves the others at work; alone it is stopped, and cancelled when the worker has let go. */
  async #cancelRunningJob(job: JobRecord): Promise<JobRecord> {
    const running = this.#running as Running;
    if (running.jobs.length === 1) {
      this.cancelRunning();
      return job;
    }
    return this.#finish({ ...job, status: 'cancelled' });
  }

  #isRunning(id: string): boolean {
    return this.#running?.jobs.some((job) => job.id === id) ?? false;
  }

  /** Everything that waits, and what runs. */
  async cancelAll(): Promise<void> {
    for (const { id } of this.#waiting) await this.cancel(id).catch(() => undefined);
    this.cancelRunning();
  }

  cancelRunning(): void {
    if (this.#running === undefined) return;
    this.#running.stopped ??= 'cancelled';
    this.#running.abort.abort();
  }

  /** The job at work (of several the first), and what it last said. */
  get current(): { readonly job: JobRecord; readonly report?: StepReport } | undefined {
    const [job] = this.#running?.jobs ?? [];
    return job && { job, ...(this.#running?.report && { report: this.#running.report }) };
  }

  /** @throws ServiceError 'not-found', 'conflict' when it does not wait */
  async prioritise(id: string, priority: number | 'first'): Promise<JobRecord> {
    const waiting = this.#waiting.find((job) => job.id === id);
    if (waiting === undefined) throw await this.#gone(id, 'moved');
    const moved = priority === 'first'
      ? { ...waiting, priority: Math.max(...this.#waiting.map((job) => job.priority)), order: Math.min(...this.#waiting.map((job) => job.order)) - 1 }
      : { ...waiting, priority };
    await this.#options.store.save(moved);
    // It may have begun meanwhile.
    if (!this.#waiting.some((job) => job.id === id)) throw await this.#gone(id, 'moved');
    this.#waiting = this.#waiting.map((job) => (job.id === id ? moved : job)).sort(goesBefore);
    this.#tell({ kind: 'job', job: moved });
    return moved;
  }

  /**
   * Hears of everything that happens from now on.
   * @param previews nobody makes previews that nobody sees
   * @returns stops it
   */
  subscribe(listener: (event: QueueEvent) => void, previews: PreviewInterest): () => void {
    const entry = { listener, previews };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** Stops taking jobs; the running one may finish within the grace, else it is queued again for the next process. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    const timer = setTimeout(() => {
      if (this.#running === undefined) return;
      this.#running.stopped ??= 'closing';
      this.#running.abort.abort();
    }, graceMs);
    await this.#loop;
    clearTimeout(timer);
  }

  #live(id: string): JobRecord | undefined {
    return this.#finishing.get(id) ?? this.#running?.jobs.find((job) => job.id === id) ?? this.#waiting.find((job) => job.id === id);
  }

  async #gone(id: string, done: string): Promise<ServiceError> {
    const known = this.#live(id) ?? await this.#options.store.get(id);
    return known === undefined ? new ServiceError('not-found', `There is no job ${id}.`) : new ServiceError('conflict', `The job ${id} is ${known.status} already: it cannot be ${done}.`);
  }

  async #take({ recipe, clientId, priority = 0, collection, idempotency }: JobSubmission): Promise<JobRecord> {
    const { store, mostWaiting, now, newId } = this.#options;
    if (this.#closing) throw new ServiceError('queue-full', 'The service is about to stop and takes no more jobs.');
    if (this.#waiting.length + this.#arriving >= mostWaiting) throw new ServiceError('queue-full', `The queue is full: ${mostWaiting} jobs wait. Try again later.`);
    const job: JobRecord = {
      id: newId(), status: 'queued', priority, order: this.#order++, createdAt: now(), attempts: 0, recipe, pictures: [], warnings: [],
      ...(clientId !== undefined && { clientId }), ...(collection !== undefined && { collection }), ...(idempotency && { idempotency }),
    };
    this.#arriving++;
    await store.save(job).finally(() => this.#arriving--);
    this.#waiting = [...this.#waiting, job].sort(goesBefore);
    this.#tell({ kind: 'job', job });
    this.#wake();
    return job;
  }

  #wake(): void {
    if (this.#loop !== undefined || this.#closing) return;
    this.#loop = this.#drain().finally(() => {
      this.#loop = undefined;
      if (this.#waiting.length > 0 && !this.#closing) this.#wake();
    });
  }

  async #drain(): Promise<void> {
    while (!this.#closing) {
      const first = this.#waiting.shift();
      if (first === undefined) return;
      // What was begun before and did not end well runs by itself, so that one job does not spoil others.
      const fresh = this.#waiting.filter(({ attempts }) => attempts === 0);
      const others = first.attempts > 0 ? [] : this.#options.companions?.(first, fresh) ?? [];
      const taken = new Set(others.map(({ id }) => id));
      this.#waiting = this.#waiting.filter(({ id }) => !taken.has(id));
      await this.#run([first, ...others]);
    }
  }

  async #run(waiting: readonly JobRecord[]): Promise<void> {
    const { store, worker, now } = this.#options;
    const startedAt = now();
    const jobs = waiting.map((job): JobRecord => ({ ...job, status: 'generating', startedAt, attempts: job.attempts + 1 }));
    const running: Running = { jobs, abort: new AbortController() };
    this.#running = running;
    try {
      for (const job of jobs) {
        await store.save(job);
        this.#tell({ kind: 'job', job });
      }
      const outcomes = await worker(jobs, this.#context(running, jobs));
      for (const job of jobs) this.#durations.learn(kindsOf(job), (now() - startedAt) / 1000 / jobs.length);
      for (const [i, job] of jobs.entries()) if (running.jobs.includes(job)) await this.#finish({ ...job, status: 'completed', pictures: outcomes[i]?.pictures ?? [], warnings: outcomes[i]?.warnings ?? [] });
    } catch (error) {
      await this.#failed(running, waiting, error);
    } finally {
      this.#running = undefined;
    }
  }

  /** @param waiting the jobs as they were before they ran */
  async #failed({ jobs, stopped }: Running, waiting: readonly JobRecord[], error: unknown): Promise<void> {
    const { store, onBug } = this.#options;
    if (stopped === 'closing') {
      for (const job of waiting.filter(({ id }) => jobs.some((each) => each.id === id))) await store.save({ ...job, status: 'queued' }).catch((failure: unknown) => onBug?.(failure, job));
      return;
    }
    if (stopped === undefined && waiting.length > 1) {
      this.#waiting = [...this.#waiting, ...jobs.map((job): JobRecord => ({ ...job, status: 'queued' }))].sort(goesBefore);
      return;
    }
    const told = toldError(error);
    for (const job of jobs) {
      if (told.code === 'bug' && stopped === undefined) onBug?.(error, job);
      await this.#finish(stopped === 'cancelled' ? { ...job, status: 'cancelled' } : { ...job, status: 'failed', error: told });
    }
  }

  #context(running: Running, all: readonly JobRecord[]): WorkContext {
    return {
      signal: running.abort.signal, isWanted: (job) => running.jobs.includes(job),
      step: (report) => {
        running.report = report;
        for (const job of running.jobs) this.#tell({ kind: 'step', job, ...report });
      },
      previewWanted: () => [...this.#listeners].some(({ previews }) => running.jobs.some(({ id }) => wants(previews, id))),
      preview: (step, pictures) => all.forEach((job, i) => {
        if (running.jobs.includes(job)) this.#tell({ kind: 'preview', job, step, pictures: pictures[i] ?? [] });
      }),
    };
  }

  /** Told only when it is on the disk; a disk that fails must not stop the queue. */
  async #finish(job: JobRecord): Promise<JobRecord> {
    const { store, now, keepFinished = 1000, onBug } = this.#options;
    const finished = { ...job, finishedAt: now() };
    this.#finishing.set(job.id, finished);
    if (this.#running !== undefined) this.#running.jobs = this.#running.jobs.filter(({ id }) => id !== job.id);
    await store.save(finished).catch((error: unknown) => onBug?.(error, finished));
    this.#finishing.delete(job.id);
    this.#tell({ kind: 'job', job: finished });
    if (++this.#finishedSincePrune >= PRUNE_EVERY) {
      this.#finishedSincePrune = 0;
      await store.prune(keepFinished).catch((error: unknown) => onBug?.(error, finished));
    }
    return finished;
  }

  /** Of the running job: by its own pace once it has one, before that by what such jobs took. */
  #secondsLeft(): number | undefined {
    const { jobs: [job], report } = this.#running ?? { jobs: [] };
    if (job === undefined) return undefined;
    const spent = (this.#options.now() - (job.startedAt as number)) / 1000;
    if (report !== undefined && report.step > 0) return (spent / report.step) * (report.steps - report.step);
    const whole = this.#durations.estimate(kindsOf(job));
    return whole === undefined ? undefined : Math.max(0, whole - spent);
  }

  #tell(event: QueueEvent): void {
    for (const { listener, previews } of this.#listeners) {
      if (event.kind === 'preview' && !wants(previews, event.job.id)) continue;
      listener(event);
    }
  }
}

const wants = (previews: PreviewInterest, job: string): boolean => (typeof previews === 'function' ? previews() : previews === true || previews === job);

/** Words of users' errors reach users; those of bugs do not. */
function toldError(error: unknown): { code: string; message: string } {
  if (error instanceof DarkroomError || error instanceof ServiceError) return { code: error.code satisfies ServiceErrorCode, message: error.message };
  return { code: 'bug', message: 'Something went wrong inside Darkroom; the log of the service says what.' };
}
