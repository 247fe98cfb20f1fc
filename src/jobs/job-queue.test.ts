/** The queue by itself, with a store in memory and workers that do as they are told. */
import { describe, expect, test } from 'vitest';
import { DarkroomError } from '../base/errors.ts';
import { createDurationEstimate } from './duration-estimate.ts';
import { JobQueue } from './job-queue.ts';
import type { JobRecord, JobStore } from './job-record.ts';
import type { JobOutcome, QueueEvent, QueueOptions, WorkContext } from './queue-contract.ts';

/** A worker of one job at a time. */
type Worker = (job: JobRecord, context: Omit<WorkContext, 'preview'> & { preview(step: number, pictures: readonly string[]): void }) => Promise<JobOutcome>;

function memoryStore(records = new Map<string, JobRecord>()): JobStore & { readonly records: Map<string, JobRecord> } {
  const all = (test_: (job: JobRecord) => boolean): JobRecord[] => [...records.values()].filter(test_);
  return {
    records, save: async (job) => void records.set(job.id, job), get: async (id) => records.get(id), byIdempotencyKey: async (key) => all((job) => job.idempotency?.key === key)[0],
    unfinished: async () => all(({ status }) => status === 'queued' || status === 'generating'), finished: async ({ limit }) => all(({ finishedAt }) => finishedAt !== undefined).slice(0, limit),
    prune: async (keep) => { for (const { id } of all(({ finishedAt }) => finishedAt !== undefined).toSorted((a, b) => b.finishedAt! - a.finishedAt!).slice(keep)) records.delete(id); },
  };
}

let clock = 0;
function queueWith(worker: Worker, options: Partial<QueueOptions> = {}): { queue: JobQueue; store: ReturnType<typeof memoryStore>; events: QueueEvent[]; done: (id: string) => Promise<JobRecord> } {
  const store = (options.store as ReturnType<typeof memoryStore> | undefined) ?? memoryStore();
  let id = store.records.size;
  const queue = new JobQueue({ worker: (jobs, context) => Promise.all(jobs.map((job) => worker(job, { ...context, preview: (step, pictures) => context.preview(step, jobs.map(() => pictures)) }))), mostWaiting: 100, now: () => (clock += 10), newId: () => `j${id++}`, ...options, store });
  const events: QueueEvent[] = [];
  queue.subscribe((event) => void events.push(event), false);
  const done = (wanted: string): Promise<JobRecord> => new Promise((resolve) => {
    const look = (event: QueueEvent): void => { if (event.kind === 'job' && event.job.id === wanted && event.job.finishedAt !== undefined) resolve(event.job); };
    events.forEach(look);
    queue.subscribe(look, false);
  });
  return { queue, store, events, done };
}

const quick: Worker = async ({ id }) => ({ pictures: [`${id}-1`], warnings: [] });
/** Runs until it is let go or stopped. */
function held(): { worker: Worker; letGo: () => void } {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => { letGo = resolve; });
  return {
    letGo,
    worker: async ({ id }, { signal }) => {
      await Promise.race([gate, new Promise((_, reject) => { signal.addEventListener('abort', () => reject(new DarkroomError('cancelled', 'Cancelled.')), { once: true }); })]);
      return { pictures: [`${id}-1`], warnings: ['w'] };
    },
  };
}
const recipe = { prompt: 'a' };

describe('a job', () => {
  test('is on the disk before it is accepted, and goes from queued to generating to completed', async () => {
    const { queue, store, events, done } = queueWith(quick);
    const { job } = await queue.submit({ recipe, clientId: 'me' });
    expect(store.records.get(job.id)).toBeDefined();
    expect(await done(job.id)).toMatchObject({ status: 'completed', pictures: ['j0-1'], attempts: 1, clientId: 'me' });
    expect(events.map((event) => event.job.status)).toEqual(['queued', 'generating', 'completed']);
  });

  test('that fails says why; that breaks Darkroom does not show its insides', async () => {
    const bugs: unknown[] = [];
    const { queue, done } = queueWith(async ({ recipe: { prompt } }) => { throw prompt === 'user' ? new DarkroomError('not-finite', 'Step 3 held NaN.') : new TypeError('undefined is not a function'); }, { onBug: (error) => void bugs.push(error) });
    expect(await done((await queue.submit({ recipe: { prompt: 'user' } })).job.id)).toMatchObject({ status: 'failed', error: { code: 'not-finite', message: 'Step 3 held NaN.' } });
    expect(await done((await queue.submit({ recipe })).job.id)).toMatchObject({ status: 'failed', error: { code: 'bug', message: expect.not.stringMatching(/undefined/) } });
    expect(bugs).toHaveLength(1);
  });

  test('is not accepted when the disk fails; the queue goes on when the disk fails later', async () => {
    const store = memoryStore();
    const { save } = store;
    let broken = true;
    const failing = { ...store, save: async (job: JobRecord) => { if (broken) throw new Error('disk full'); return save(job); } };
    const bugs: unknown[] = [];
    const { queue, done } = queueWith(quick, { store: failing, onBug: (error) => void bugs.push(error) });
    await expect(queue.submit({ recipe })).rejects.toThrow('disk full');
    expect(queue.size).toEqual({ waiting: 0, running: 0 });
    broken = false;
    const { job } = await queue.submit({ recipe });
    broken = true;
    await done(job.id);
    broken = false;
    expect(await done((await queue.submit({ recipe })).job.id)).toMatchObject({ status: 'completed' });
  });

  test('that runs can be cancelled, and so can one that waits', async () => {
    const { worker } = held();
    const { queue, done } = queueWith(worker);
    const { job: first } = await queue.submit({ recipe });
    const { job: second } = await queue.submit({ recipe });
    await queue.cancel(second.id);
    expect(await done(second.id)).toMatchObject({ status: 'cancelled', attempts: 0 });
    await queue.cancel(first.id);
    expect(await done(first.id)).toMatchObject({ status: 'cancelled', attempts: 1 });
    await expect(queue.cancel(first.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(queue.cancel('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('after a crash', () => {
  const left = (id: string, more: Partial<JobRecord>): JobRecord => ({ id, status: 'queued', priority: 0, order: 0, createdAt: 0, attempts: 0, recipe: { prompt: id }, pictures: [], warnings: [], ...more });

  test('what waited goes on in its order, what ran runs again, what had finished is finished, what crashes again and again is given up', async () => {
    const records = [left('later', { order: 3 }), left('urgent', { order: 4, priority: 1 }), left('interrupted', { order: 1, status: 'generating', attempts: 1 }), left('made', { order: 0, status: 'generating', attempts: 1 }), left('deadly', { order: 2, status: 'generating', attempts: 3 })];
    const order: string[] = [];
    const { queue, store, done } = queueWith(async ({ id }) => { order.push(id); return { pictures: [id], warnings: [] }; }, { store: memoryStore(new Map(records.map((job) => [job.id, job]))), recover: async ({ id }) => (id === 'made' ? ['made-1'] : undefined) });
    await queue.start();
    await done('later');
    expect(order).toEqual(['urgent', 'interrupted', 'later']);
    expect(store.records.get('made')).toMatchObject({ status: 'completed', pictures: ['made-1'] });
    expect(store.records.get('interrupted')).toMatchObject({ status: 'completed', attempts: 2 });
    expect(store.records.get('deadly')).toMatchObject({ status: 'failed', error: { code: 'engine', message: expect.stringMatching(/ended 3 times/) } });
    expect((await queue.submit({ recipe })).job.order).toBe(5);
  });

  test('a stop with grace lets the running job finish; without, it is queued again and nothing is counted against it', async () => {
    const patient = held();
    const a = queueWith(patient.worker);
    const { job } = await a.queue.submit({ recipe });
    const { job: waiting } = await a.queue.submit({ recipe });
    const closing = a.queue.close(5000);
    await expect(a.queue.submit({ recipe })).rejects.toMatchObject({ code: 'queue-full' });
    patient.letGo();
    await closing;
    expect([a.store.records.get(job.id)!.status, a.store.records.get(waiting.id)!.status]).toEqual(['completed', 'queued']);
    const b = queueWith(held().worker);
    const { job: cut } = await b.queue.submit({ recipe });
    await b.queue.close(1);
    expect(b.store.records.get(cut.id)).toMatchObject({ status: 'queued', attempts: 0 });
  });
});

describe('telling', () => {
  test('places, steps and times: learned from the jobs before', async () => {
    const { worker, letGo } = held();
    const { queue, done } = queueWith(async (job, context) => {
      context.step({ step: 1, steps: 4, noise: 0.5 });
      return worker(job, context);
    });
    const { job: first } = await queue.submit({ recipe });
    const { job: second } = await queue.submit({ recipe });
    expect(queue.standing(first)).toMatchObject({ step: 1, steps: 4, etaSeconds: expect.any(Number) });
    expect(queue.standing(second)).toEqual({ position: 0 });
    letGo();
    await done(second.id);
    const again = held();
    expect(again).toBeDefined();
    expect(queue.standing((await queue.submit({ recipe })).job).etaSeconds).toBeGreaterThanOrEqual(0);
  });

  test('looks are made only while somebody wants them', async () => {
    const wanted: boolean[] = [];
    const { queue, done } = queueWith(async (_job, context) => {
      wanted.push(context.previewWanted());
      if (context.previewWanted()) context.preview(1, ['data:,']);
      return { pictures: [], warnings: [] };
    });
    await done((await queue.submit({ recipe })).job.id);
    const seen: string[] = [];
    let interested = false;
    const stop = queue.subscribe(({ kind }) => void seen.push(kind), () => interested);
    await done((await queue.submit({ recipe })).job.id);
    interested = true;
    await done((await queue.submit({ recipe })).job.id);
    stop();
    await done((await queue.submit({ recipe })).job.id);
    expect(wanted).toEqual([false, false, true, false]);
    expect(seen.filter((kind) => kind === 'preview')).toHaveLength(1);
  });

  test('finished jobs are forgotten in the end', async () => {
    const { queue, store, done } = queueWith(quick, { keepFinished: 10 });
    let last = '';
    for (let i = 0; i < 100; i++) ({ job: { id: last } } = await queue.submit({ recipe }));
    await done(last);
    await expect.poll(() => store.records.size).toBe(10);
  });

  test('durations are those of the narrowest kind that is known', () => {
    const durations = createDurationEstimate();
    expect(durations.estimate(['a', ''])).toBeUndefined();
    durations.learn(['a', ''], 10);
    durations.learn(['b', ''], 20);
    expect([durations.estimate(['a', '']), durations.estimate(['b', '']), durations.estimate(['c', ''])]).toEqual([10, 20, 14]);
  });
});

describe('jobs alike', () => {
  const all = (_first: JobRecord, waiting: readonly JobRecord[]): readonly JobRecord[] => waiting.filter(({ recipe: { prompt } }) => prompt === 'a');

  test('run together; one can be cancelled without the others', async () => {
    const gate = held();
    const { queue, done, events } = queueWith(gate.worker, { companions: all });
    const jobs = [];
    for (const prompt of ['first', 'a', 'a', 'b', 'a']) jobs.push((await queue.submit({ recipe: { prompt } })).job.id);
    gate.letGo();
    for (const id of jobs) expect(await done(id)).toMatchObject({ status: 'completed', attempts: 1 });
    const begun = events.filter((event) => event.kind === 'job' && event.job.status === 'generating').map(({ job }) => [job.id, (job as JobRecord).startedAt]);
    const startedAt = new Map(begun as [string, number][]);
    expect(startedAt.get(jobs[1]!)).toBe(startedAt.get(jobs[4]!));
    expect(startedAt.get(jobs[3]!)).not.toBe(startedAt.get(jobs[1]!));
  });

  test('a cancelled one leaves the others at work', async () => {
    const blocker = held();
    const gate = held();
    const { queue, done } = queueWith(async (job, context) => (job.recipe.prompt === 'first' ? blocker.worker(job, context) : gate.worker(job, context)), { companions: all });
    await queue.submit({ recipe: { prompt: 'first' } });
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push((await queue.submit({ recipe })).job.id);
    blocker.letGo();
    await expect.poll(() => queue.size).toEqual({ waiting: 0, running: 3 });
    await queue.cancel(ids[1]!);
    expect(await done(ids[1]!)).toMatchObject({ status: 'cancelled' });
    expect(queue.size).toEqual({ waiting: 0, running: 2 });
    gate.letGo();
    for (const id of [ids[0]!, ids[2]!]) expect(await done(id)).toMatchObject({ status: 'completed', pictures: [`${id}-1`] });
  });

  test('one that fails does not spoil the others: each runs again by itself', async () => {
    const blocker = held();
    const { queue, done } = queueWith(async (job, context) => {
      if (job.recipe.prompt === 'first') return blocker.worker(job, context);
      if (job.recipe.seed === 1) throw new DarkroomError('not-finite', 'NaN.');
      return { pictures: [job.id], warnings: [] };
    }, { companions: all });
    await queue.submit({ recipe: { prompt: 'first' } });
    const ids = [];
    for (const seed of [0, 1, 2]) ids.push((await queue.submit({ recipe: { prompt: 'a', seed } })).job.id);
    blocker.letGo();
    expect((await Promise.all(ids.map(done))).map(({ status, attempts }) => [status, attempts])).toEqual([['completed', 2], ['failed', 2], ['completed', 2]]);
  });
});
