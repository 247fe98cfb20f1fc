/** Fifty clients on loopback and five hundred small jobs: nothing lost, nothing doubled, order kept, memory flat, and little added to the engine's own time. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../src/api/client.ts';
import type { Job } from '../../src/api/job.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { type Listening, listen } from './listening.ts';

const CLIENTS = 50;
const JOBS_EACH = 10;

let fixture: Fixture;
let server: Listening;
beforeAll(async () => {
  fixture = await startFixture({ limits: { queue: 1000 } });
  server = await listen(fixture.service);
});
afterAll(async () => {
  await server.close();
  await fixture.close();
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held, and what is held outside of the heap. */
const heldMb = (): number => {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

test(`${CLIENTS} clients × ${JOBS_EACH} jobs`, async () => {
  const started: string[] = [];
  fixture.service.queue.subscribe((event) => { if (event.kind === 'job' && event.job.status === 'generating') started.push(event.job.id); }, false);
  const arrived: { id: string; order: number }[] = [];
  fixture.service.queue.subscribe((event) => { if (event.kind === 'job' && event.job.status === 'queued') arrived.push({ id: event.job.id, order: event.job.order }); }, false);
  const client = createClient({ baseUrl: server.url });
  await client.finished((await client.submit({ recipe: { prompt: 'warm' } })).id);
  const before = heldMb();
  const jobs: Job[] = [];
  await Promise.all(Array.from({ length: CLIENTS }, async (_, who) => {
    for (let i = 0; i < JOBS_EACH; i++) {
      const job = await client.submit({ recipe: { prompt: `client ${who} job ${i}`, seed: who * 1000 + i }, client_id: `c${who}` }, { idempotencyKey: `${who}-${i}` });
      // Half of them watch, half of them ask.
      if (who % 2 === 0) jobs.push(await client.finished(job.id));
      else {
        for (let now = job; ; now = await client.job(job.id)) {
          if (now.status === 'completed' || now.status === 'failed') { jobs.push(now); break; }
          await new Promise((resolve) => { setTimeout(resolve, 100); });
        }
      }
    }
  }));
  expect(jobs).toHaveLength(CLIENTS * JOBS_EACH);
  expect(jobs.every(({ status, pictures, attempts }) => status === 'completed' && pictures.length === 1 && attempts === 1)).toBe(true);
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
  expect(new Set(jobs.flatMap(({ pictures }) => pictures.map(({ id }) => id))).size).toBe(jobs.length);
  for (const job of jobs) expect(job.pictures[0]!.recipe).toMatchObject({ prompt: job.recipe.prompt, seed: job.recipe.seed });
  expect((await client.gallery({ limit: 1 })).total).toBe(jobs.length + 1);
  const byArrival = arrived.toSorted((a, b) => a.order - b.order).map(({ id }) => id);
  expect(started).toEqual(byArrival);
  expect(fixture.service.queue.size).toEqual({ waiting: 0, running: 0 });
  expect(heldMb() - before).toBeLessThan(16);
});

test('what the queue adds to a job is a few milliseconds', async () => {
  const { queue } = fixture.service;
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const began = performance.now();
    const { job } = await queue.submit({ recipe: { prompt: 'a', model: 'fake', seed: i, steps: 1 } });
    await new Promise<void>((resolve) => {
      const stop = queue.subscribe((event) => {
        if (event.kind !== 'job' || event.job.id !== job.id || event.job.status !== 'completed') return;
        stop();
        resolve();
      }, false);
    });
    times.push(performance.now() - began);
  }
  const median = times.toSorted((a, b) => a - b)[50]!;
  console.log(`queue, gallery and fake engine: median ${median.toFixed(2)} ms a job`);
  expect(median).toBeLessThan(50);
});
