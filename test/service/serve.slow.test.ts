/** `darkroom serve` as people start it: the built program, the shipped model, a port. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/api/client.ts';
import { decodePng } from '../../src/images/png.ts';

const program = resolve(import.meta.dirname, '../../dist/cli/darkroom.js');
const children: ChildProcess[] = [];
let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'serve-')); });
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Served {
  readonly child: ChildProcess;
  readonly client: Client;
  readonly url: string;
  readonly told: () => string;
}

async function start(...words: string[]): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', join(folder, 'data'), '--model', 'first-light', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let told = '';
  child.stderr!.on('data', (bytes: Buffer) => { told += bytes.toString(); });
  await expect.poll(() => told, { timeout: 60_000 }).toMatch(/Darkroom is at/);
  const url = /Darkroom is at (http:\S+?)\/(\?|\s)/.exec(told)![1]!;
  return { child, url, client: createClient({ baseUrl: url }), told: () => told };
}

async function stop({ child }: Served, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  child.kill(signal);
  const [code] = await once(child, 'exit') as [number | null];
  return code;
}

const pixels = async (client: Client, url: string): Promise<Uint8Array> => decodePng(new Uint8Array(await (await client.file(url)).arrayBuffer())).data;

describe('darkroom serve', () => {
  test('gives the picture that the command gives, on all three surfaces', async () => {
    const served = await start();
    const { client, url } = served;
    await promisify(execFile)(process.execPath, [program, 'generate', 'a red fox on the beach at night', '--seed', '7', '--out', 'fox.png'], { cwd: folder });
    const fox = decodePng(await readFile(join(folder, 'fox.png'))).data;
    const job = await client.finished((await client.submit({ recipe: { prompt: 'a red fox on the beach at night', seed: 7 } })).id);
    expect(await pixels(client, job.pictures[0]!.url)).toEqual(fox);
    const post = async (path: string, body: unknown): Promise<never> => await (await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json() as never;
    const { data: [image] } = await post('/v1/images/generations', { prompt: 'a red fox on the beach at night', seed: 7 }) as { data: [{ b64_json: string }] };
    expect(decodePng(Buffer.from(image.b64_json, 'base64')).data).toEqual(fox);
    const { images: [other] } = await post('/sdapi/v1/txt2img', { prompt: 'a red fox on the beach at night', seed: 7, width: 32, height: 32 }) as { images: [string] };
    expect(decodePng(Buffer.from(other, 'base64')).data).toEqual(fox);
    const again = await client.finished((await client.submit({ recipe: job.pictures[0]!.recipe as never })).id);
    expect(await pixels(client, again.pictures[0]!.url)).toEqual(fox);
    expect(await stop(served)).toBe(0);
  });

  test('connects to nobody', async ({ skip }) => {
    if (process.platform !== 'linux') skip();
    const served = await start();
    await served.client.finished((await served.client.submit({ recipe: { prompt: 'a fox' } })).id);
    const sockets = new Set((await Promise.all((await readdir(`/proc/${served.child.pid}/fd`)).map((fd) => import('node:fs/promises').then(({ readlink }) => readlink(`/proc/${served.child.pid}/fd/${fd}`)).catch(() => '')))).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
    const lines = (await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map((kind) => readFile(`/proc/${served.child.pid}/net/${kind}`, 'utf8').catch(() => '')))).flatMap((text) => text.split('\n').slice(1)).map((line) => line.trim().split(/\s+/)).filter((fields) => sockets.has(fields[9] ?? ''));
    const remotes = lines.map((fields) => fields[2]!.split(':')[0]!);
    for (const remote of remotes) expect(['00000000', '0100007F', '0'.repeat(32), '0000000000000000FFFF00000100007F', '00000000000000000000000001000000']).toContain(remote);
    expect(lines.length).toBeGreaterThan(0);
    expect(await stop(served)).toBe(0);
  });

  test('a stop lets the running job finish; what waits goes on at the next start; a second service is kept out', async () => {
    const served = await start('--quiet');
    const running = await served.client.submit({ recipe: { prompt: 'a red fox', steps: 150, count: 4, seed: 1 } });
    const waiting = await served.client.submit({ recipe: { prompt: 'a blue owl', seed: 2 } });
    await expect.poll(async () => (await served.client.job(running.id)).status, { timeout: 20_000 }).toBe('generating');
    const second = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', join(folder, 'data')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let refusal = '';
    second.stderr!.on('data', (bytes: Buffer) => { refusal += bytes.toString(); });
    expect((await once(second, 'exit'))[0]).toBe(2);
    expect(refusal).toMatch(/Another Darkroom \(process \d+, http/);
    const before = Date.now();
    const events = served.client.watch(running.id);
    await events.next();
    expect(await stop(served)).toBe(0);
    expect(Date.now() - before).toBeLessThan(20_000);
    await events.return(undefined as never).catch(() => undefined);
    const next = await start('--quiet');
    for (const { id } of [running, waiting]) expect(await next.client.finished(id)).toMatchObject({ status: 'completed' });
    expect(await stop(next)).toBe(0);
  });

  test('beyond this machine a token is made, told, and asked for', async () => {
    const served = await start('--host', '0.0.0.0');
    const token = /Bearer (\S+)/.exec(served.told())![1]!;
    const url = served.url.replace('0.0.0.0', '127.0.0.1');
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(await stop(served)).toBe(0);
  });

  test('the index comes back from the files', async () => {
    for (const name of await readdir(join(folder, 'data'))) if (name.startsWith('index.db')) await rm(join(folder, 'data', name));
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'gallery', 'rebuild', '--data', join(folder, 'data'), '--json']);
    const files = (await readdir(join(folder, 'data/pictures'), { recursive: true })).filter((name) => name.endsWith('.png'));
    expect(JSON.parse(stdout)).toEqual({ pictures: files.length });
    expect(files.length).toBeGreaterThan(8);
  });
});
