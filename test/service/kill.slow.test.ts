/** kill -9 at random moments under load: every job that was accepted is finished in the end, once; every finished picture is there and whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type Client, createClient } from '../../src/api/client.ts';
import { isFinished } from '../../src/api/job.ts';
import { decodePng, readPngText } from '../../src/images/png.ts';
import { recipeFromText } from '../../src/recipe/recipe-text.ts';

const KILLS = Number(process.env['DARKROOM_KILLS'] ?? 40);
const MOST_LIFE_MS = 400;
const TIMEOUT_MS = 900_000;

let folder = '';
let program = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
  // One file, so that a process starts in a moment.
  program = resolve(import.meta.dirname, `../../node_modules/.cache/victim-${process.pid}.mjs`);
  await build({ entryPoints: [join(import.meta.dirname, 'victim.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
});
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  await rm(program, { force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly client: Client;
}

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [program, join(folder, 'data')], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit').then(([code]) => { throw new Error(`the service ended with ${code} before it was ready`); })]) as [Buffer];
  return { child, client: createClient({ baseUrl: line.toString().trim() }) };
}

test(`${KILLS} kills`, async () => {
  const random = createRandom(9);
  /** Every request that was ever made, by its key, and what was answered. */
  const asked = new Map<string, { readonly prompt: string; id?: string }>();
  const submitAll = async (client: Client): Promise<void> => {
    for (const [key, request] of asked) {
      if (request.id !== undefined) continue;
      request.id = (await client.submit({ recipe: { prompt: request.prompt, seed: Number(key), count: 2 } }, { idempotencyKey: key })).id;
    }
  };
  const lives: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, client } = await start();
    for (let i = 0; i < 3; i++) asked.set(String(asked.size), { prompt: `job ${asked.size}` });
    const load = submitAll(client).catch(() => undefined);
    const life = random.uniform() * MOST_LIFE_MS;
    lives.push(life);
    await sleep(life);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await load;
  }
  const { child, client } = await start();
  await submitAll(client);
  const jobs = [];
  for (const { id } of asked.values()) {
    let job = await client.job(id!);
    while (!isFinished(job.status)) {
      await sleep(10);
      job = await client.job(id!);
    }
    jobs.push(job);
  }
  expect(jobs.every(({ status }) => status === 'completed')).toBe(true);
  const gallery = new Map<string, string>();
  for (let cursor: string | undefined; ;) {
    const page = await client.gallery({ limit: 200, ...(cursor !== undefined && { cursor }) });
    for (const { id, job_id: job } of page.pictures) gallery.set(id, job!);
    ({ cursor } = page);
    if (cursor === undefined) break;
  }
  for (const job of jobs) {
    expect([...gallery.values()].filter((id) => id === job.id)).toHaveLength(2);
    for (const [i, picture] of job.pictures.entries()) {
      const png = new Uint8Array(await (await client.file(picture.url)).arrayBuffer());
      expect(decodePng(png)).toMatchObject({ width: 32 });
      expect(recipeFromText(readPngText(png))).toMatchObject({ prompt: job.recipe.prompt, seed: job.recipe.seed! + i });
    }
  }
  const files = (await readdir(join(folder, 'data/pictures'), { recursive: true })).filter((name) => name.endsWith('.png'));
  expect(files.toSorted().map((name) => name.replace(/^.*[/\\]|\.png$/g, ''))).toEqual([...gallery.keys()].toSorted());
  console.log(`${asked.size} jobs, ${jobs.filter(({ attempts }) => attempts > 1).length} run again`);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit') as [number];
  expect(code).toBe(0);
}, TIMEOUT_MS);
