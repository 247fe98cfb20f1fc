/** `node --import tsx bench/service.ts`: what the queue, the gallery and HTTP add to a job, beside the same picture drawn by the same warm engine without them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../src/api/client.ts';
import { createModelPool } from '../src/node/generation/model-pool.ts';
import { createGeneration } from '../src/pipelines/generate.ts';
import { openService } from '../src/server/service.ts';
import { listen } from '../test/service/listening.ts';

const TURNS = 40;
const prompt = 'a red fox on the beach at night';

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const pool = await createModelPool({ models: ['first-light'] });
const service = await openService({ pool, dataFolder: folder });
const server = await listen(service);
const client = createClient({ baseUrl: server.url });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const direct = (seed: number): Promise<unknown> => createGeneration({ prompt, seed }, () => pool.open(), seed).pictures();
const queued = async (seed: number): Promise<void> => {
  const { job } = await service.queue.submit({ recipe: { prompt, seed, model: 'first-light' } });
  await new Promise<void>((resolve) => {
    const stop = service.queue.subscribe((event) => {
      if (event.kind !== 'job' || event.job.id !== job.id || event.job.finishedAt === undefined) return;
      stop();
      resolve();
    }, false);
  });
};
const overHttp = async (seed: number): Promise<unknown> => client.finished((await client.submit({ recipe: { prompt, seed } })).id);

const ways = { direct, queued, overHttp };
const times: Record<keyof typeof ways, number[]> = { direct: [], queued: [], overHttp: [] };
for (let turn = 0; turn < TURNS; turn++) {
  // They take turns, so that a slow minute of the machine slows all.
  for (const [name, way] of Object.entries(ways) as [keyof typeof ways, (seed: number) => Promise<unknown>][]) {
    const ms = await timed(() => way(turn));
    if (turn >= 5) times[name].push(ms);
  }
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
for (const name of Object.keys(ways) as (keyof typeof ways)[]) console.log(`${name.padEnd(9)} ${median(times[name]).toFixed(1)} ms, ${(median(times[name]) - median(times.direct)).toFixed(1)} ms more than direct`);
await server.close();
await service.close(0);
await rm(folder, { recursive: true, force: true });
