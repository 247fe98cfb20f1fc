/** `npm run bench -- service`: what the queue, the disk, the gallery and HTTP add to the engine's own time; and fifty clients at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Client, createClient } from '../src/api/client.ts';
import { table } from '../src/cli/format.ts';
import { blankPicture } from '../src/images/picture.ts';
import { writeFileAtomically } from '../src/node/atomic-file.ts';
import { createModelPool, type ModelPool } from '../src/node/generation/model-pool.ts';
import { encodePngAside } from '../src/node/png-encoder.ts';
import { createGeneration } from '../src/pipelines/generate.ts';
import { type Service, openService } from '../src/server/service.ts';
import { openDatabase } from '../src/storage/database.ts';
import { createJobStore } from '../src/storage/job-store.ts';
import { NO_NOTE, pictureIdOf, storedPicture } from '../src/storage/picture-files.ts';
import { createPictureIndex } from '../src/storage/picture-index.ts';
import { fakePool } from '../test/service/fake-pool.ts';
import { listen } from '../test/service/listening.ts';
import { timed } from './timing.ts';

const TURNS = 60;
/** What is compiled and opened first does not count. */
const WARM_TURNS = 10;
const CLIENTS = 50;
const JOBS = 500;
const prompt = 'a red fox on the beach at night';

type Times = readonly number[];

const at = (values: Times, share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN;
const median = (values: Times): number => at(values, 0.5);
const ms = (value: number): string => value.toFixed(2);
const row = (name: string, values: Times, base?: Times): string[] => [name, ms(median(values)), ms(at(values, 0.95)), base === undefined ? '' : ms(median(values) - median(base)), base === undefined ? '' : ms(at(values, 0.95) - at(base, 0.95))];

/** The ways take turns, so that a slow minute of the machine slows all. */
async function inTurns<Name extends string>(ways: Readonly<Record<Name, (turn: number) => Promise<unknown>>>): Promise<Record<Name, number[]>> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = 0; turn < WARM_TURNS + TURNS; turn++) {
    for (const name of names) {
      const spent = await timed(() => ways[name](turn));
      if (turn >= WARM_TURNS) times[name].push(spent);
    }
  }
  return times;
}

/** Hears of the end from the queue itself. */
async function queued({ queue, pool }: Service, seed: number): Promise<void> {
  const { job } = await queue.submit({ recipe: { prompt, seed, model: pool.defaultModel } });
  await new Promise<void>((resolve) => {
    const stop = queue.subscribe((event) => {
      if (event.kind !== 'job' || event.job.id !== job.id || event.job.finishedAt === undefined) return;
      stop();
      resolve();
    }, false);
  });
}

async function withService<T>(pool: ModelPool, use: (service: Service, client: Client) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const service = await openService({ pool, dataFolder: folder, limits: { queue: 2 * JOBS } });
  const server = await listen(service);
  try {
    return await use(service, createClient({ baseUrl: server.url }));
  } finally {
    await server.close();
    await service.close(0);
    await rm(folder, { recursive: true, force: true });
  }
}

/** One job after the other: drawn directly, through the queue, through HTTP. */
async function oneByOne(name: string, pool: ModelPool): Promise<string> {
  const times = await withService(pool, (service, client) => inTurns({
    direct: (turn) => createGeneration({ prompt, seed: turn }, () => pool.open(), turn).pictures(),
    queue: (turn) => queued(service, turn),
    http: async (turn) => client.finished((await client.submit({ recipe: { prompt, seed: turn } })).id),
  }));
  return `${name}\n${table(['', 'median ms', 'p95 ms', 'more, median', 'more, p95'], [row('engine alone', times.direct), row('through the queue', times.queue, times.direct), row('through the queue and HTTP', times.http, times.direct)])}`;
}

/** What the queue's share is made of. */
async function parts(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const { database } = await openDatabase(folder);
  const [store, index] = [createJobStore(database), createPictureIndex(database)];
  const picture = blankPicture(32, 32, [200, 30, 30]);
  const png = await encodePngAside(picture, { parameters: prompt });
  const times = await inTurns({
    'job written down': (turn) => store.save({ id: `j${turn}`, status: 'queued', priority: 0, order: turn, createdAt: turn, attempts: 0, recipe: { prompt, seed: turn }, pictures: [], warnings: [] }),
    'PNG packed': () => encodePngAside(picture, { parameters: prompt }),
    'PNG on the disk': (turn) => writeFileAtomically(join(folder, `${turn}.png`), png),
    'gallery index': (turn) => index.put([storedPicture(pictureIdOf(`j${turn}`, 0, 0), png, NO_NOTE) ?? unreadable()]),
  });
  database.close();
  await rm(folder, { recursive: true, force: true });
  return `Parts of it (a job is written down three times)\n${table(['', 'median ms', 'p95 ms', '', ''], Object.entries(times).map(([name, values]) => row(name, values)))}`;
}

function unreadable(): never {
  throw new TypeError('a picture that was just packed cannot be read');
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldMb(): number {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
}

/** Many clients, small jobs, a model that takes no time: what is left is the service. */
async function manyClients(): Promise<string> {
  return withService(fakePool(), async (_service, client) => {
    await client.finished((await client.submit({ recipe: { prompt } })).id);
    const before = heldMb();
    const waits: number[] = [];
    const began = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, async (_, who) => {
      for (let i = 0; i < JOBS / CLIENTS; i++) waits.push(await timed(async () => client.finished((await client.submit({ recipe: { prompt, seed: who * JOBS + i } }, { idempotencyKey: `${who}-${i}` })).id)));
    }));
    const seconds = (performance.now() - began) / 1000;
    const { total } = await client.gallery({ limit: 1 });
    return `${CLIENTS} clients, ${JOBS} jobs, a model that takes no time\n${waits.length} finished, ${total - 1} in the gallery, ${(JOBS / seconds).toFixed(0)} a second, ${ms(1000 * seconds / JOBS)} ms each; a client waits ${ms(median(waits))} ms (p95 ${ms(at(waits, 0.95))}); memory held grows by ${(heldMb() - before).toFixed(1)} MB.`;
  });
}

export async function benchService(): Promise<void> {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}.\n`);
  const pool = await createModelPool({ models: ['first-light'] });
  console.log(`${await oneByOne('first-light, one job after the other', pool)}\n`);
  console.log(`${await oneByOne('A model that takes no time, one job after the other', fakePool())}\n`);
  console.log(`${await parts()}\n`);
  console.log(await manyClients());
  await pool.close();
}
