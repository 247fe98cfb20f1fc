/** `models pull` against a server that speaks the Hub's routes: listing, resolving, redirects to a storage, ranges, permission, breaks. */
import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCheckpoint } from './open-checkpoint.ts';
import { type PullProgress, type PullRequest, type PulledModel, pullModel } from './pull-model.ts';

const golden = fileURLToPath(new URL('../../../test/golden/stable-diffusion/sd1-inpaint/', import.meta.url));
const COMMIT = 'c0ffee'.padEnd(40, '0');
const decoys = ['safety_checker/model.safetensors', 'unet/diffusion_pytorch_model.bin', 'unet/diffusion_pytorch_model.non_ema.safetensors', 'vae/diffusion_flax_model.msgpack', 'v1-5-pruned.ckpt', 'README.md'];

interface Behaviour {
  /** Large files are on another origin. */
  storage?: string;
  token?: string;
  /** Answers break off after so many bytes, so many times. */
  breakAfter?: { readonly bytes: number; times: number };
  damaged?: string;
  ignoresRanges?: boolean;
  listing?: unknown;
}

const log: { origin: string; url: string; authorization: string | undefined; range: string | undefined }[] = [];
let files: Map<string, Buffer>;
let behaviour: Behaviour;
let hub: Server;
let storage: Server;
let cache: string;

const isLarge = (path: string): boolean => path.endsWith('.safetensors');
const etagOf = (path: string, bytes: Buffer): string => (isLarge(path) ? createHash('sha256').update(bytes) : createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes)).digest('hex');
const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function sendFile(path: string, request: IncomingMessage, response: ServerResponse): void {
  const whole = files.get(path);
  if (whole === undefined) { response.writeHead(404).end(); return; }
  const bytes = behaviour.damaged === path ? Buffer.from(whole.map((byte) => byte ^ 1)) : whole;
  const from = behaviour.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from });
  const breaking = behaviour.breakAfter;
  if (breaking === undefined || breaking.times === 0 || bytes.length - from <= breaking.bytes) { response.end(bytes.subarray(from)); return; }
  breaking.times -= 1;
  response.write(bytes.subarray(from, from + breaking.bytes), () => setTimeout(() => response.destroy(), 20));
}

function answer(origin: 'hub' | 'storage') {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    log.push({ origin, url: request.url ?? '', authorization: request.headers.authorization, range: request.headers.range });
    if (origin === 'storage') return sendFile(decodeURIComponent(pathname.slice(1)), request, response);
    if (behaviour.token !== undefined && request.headers.authorization !== `Bearer ${behaviour.token}`) { response.writeHead(401).end(); return; }
    if (pathname === '/api/models/tiny/model/revision/main') {
      const siblings = [...files].map(([path, bytes]) => ({ rfilename: path, size: bytes.length, blobId: etagOf('', bytes), ...(isLarge(path) && { lfs: { sha256: etagOf(path, bytes), size: bytes.length } }) }));
      response.end(JSON.stringify(behaviour.listing ?? { sha: COMMIT, siblings }));
      return;
    }
    const path = decodeURIComponent(pathname.replace(`/tiny/model/resolve/${COMMIT}/`, ''));
    if (behaviour.storage !== undefined && isLarge(path)) { response.writeHead(302, { location: `${behaviour.storage}/${encodeURIComponent(path)}` }).end(); return; }
    sendFile(path, request, response);
  };
}

beforeAll(async () => {
  [hub, storage] = [createServer(answer('hub')), createServer(answer('storage'))];
  for (const server of [hub, storage]) await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
});
afterAll(() => { for (const server of [hub, storage]) { server.closeAllConnections(); server.close(); } });
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'darkroom-hub-'));
  behaviour = {};
  log.length = 0;
  files = new Map();
  for (const entry of await readdir(golden, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) files.set(relative(golden, join(entry.parentPath, entry.name)), await readFile(join(entry.parentPath, entry.name)));
  }
  for (const path of decoys) files.set(path, Buffer.from(path));
});
afterEach(() => rm(cache, { recursive: true }));

async function pull(request: Partial<PullRequest> = {}, environment: Record<string, string> = {}): Promise<{ result: PulledModel; progress: PullProgress[] }> {
  const progress: PullProgress[] = [];
  const run = pullModel({ repository: 'tiny/model', environment: { HF_ENDPOINT: originOf(hub), HF_HUB_CACHE: cache, HF_TOKEN_PATH: join(cache, 'none'), ...environment }, ...request });
  for (;;) {
    const next = await run.next();
    if (next.done) return { result: next.value, progress };
    progress.push(next.value);
  }
}

const unet = 'unet/diffusion_pytorch_model.fp16.safetensors';

describe('a whole checkpoint', () => {
  test('only what is needed comes, lies as Python lays it, and opens by its name', async () => {
    const { result, progress } = await pull();
    expect(result.files.map(({ path }) => path).filter((path) => decoys.includes(path) || path === 'goldens.safetensors')).toEqual([]);
    expect(progress.at(-1)).toMatchObject({ receivedBytes: progress[0]!.totalBytes });
    const folder = join(cache, 'models--tiny--model');
    expect(await readFile(join(folder, 'refs', 'main'), 'utf8')).toBe(COMMIT);
    const link = join(folder, 'snapshots', COMMIT, unet);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readlink(link)).toBe(`../../../blobs/${etagOf(unet, files.get(unet)!)}`);
    expect((await openCheckpoint('tiny/model', { HF_HUB_CACHE: cache }))?.family).toBe('sd1');
    expect(log.every(({ url }) => url.startsWith('/api/models/tiny/model/') || url.startsWith('/tiny/model/resolve/'))).toBe(true);
  });

  test('what is there is not fetched again', async () => {
    await pull();
    log.length = 0;
    await pull();
    expect(log.map(({ url }) => url)).toEqual(['/api/models/tiny/model/revision/main?blobs=true']);
  });

  test('full precision is taken where it is asked for and there', async () => {
    files.set('unet/diffusion_pytorch_model.safetensors', Buffer.from('whole'));
    expect((await pull({ precision: 'full' })).result.files.map(({ path }) => path)).toContain('unet/diffusion_pytorch_model.safetensors');
    expect((await pull()).result.files.map(({ path }) => path)).toContain(unet);
  });

  test('shards come with their index', async () => {
    files.delete(unet);
    for (const path of ['unet/diffusion_pytorch_model.safetensors.index.fp16.json', 'unet/diffusion_pytorch_model-00001-of-00002.fp16.safetensors', 'unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors', 'unet/diffusion_pytorch_model-00001-of-00003.safetensors']) files.set(path, Buffer.from(path));
    const paths = (await pull()).result.files.map(({ path }) => path).filter((path) => path.startsWith('unet/'));
    expect(paths).toEqual(['unet/config.json', 'unet/diffusion_pytorch_model.safetensors.index.fp16.json', 'unet/diffusion_pytorch_model-00001-of-00002.fp16.safetensors', 'unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors']);
  });
});

describe('breaks', () => {
  test('a broken download goes on by ranges', async () => {
    behaviour.breakAfter = { bytes: 20_000, times: 2 };
    await pull();
    expect(log.filter(({ range }) => range !== undefined)).not.toHaveLength(0);
    expect(await readFile(join(cache, 'models--tiny--model', 'snapshots', COMMIT, unet))).toEqual(files.get(unet));
  });

  test('a server without ranges sends all again', async () => {
    behaviour = { breakAfter: { bytes: 20_000, times: 1 }, ignoresRanges: true };
    await pull();
    expect(await readFile(join(cache, 'models--tiny--model', 'snapshots', COMMIT, unet))).toEqual(files.get(unet));
  });

  test('a pull that was stopped is gone on with by the next', async () => {
    const partial = join(cache, 'models--tiny--model', 'blobs', `${etagOf(unet, files.get(unet)!)}.incomplete`);
    await pull({ files: ['model_index.json'] });
    await writeFile(partial, files.get(unet)!.subarray(0, 1000));
    await pull();
    expect(log.find(({ url }) => url.includes('diffusion_pytorch_model.fp16') && url.includes('unet'))?.range).toBe('bytes=1000-');
  });

  test('cancelling is answered at once and leaves no ref', async () => {
    const stop = new AbortController();
    const run = pullModel({ repository: 'tiny/model', environment: { HF_ENDPOINT: originOf(hub), HF_HUB_CACHE: cache }, signal: stop.signal });
    await run.next();
    stop.abort();
    await expect((async () => { while (!(await run.next()).done); })()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(readFile(join(cache, 'models--tiny--model', 'refs', 'main'))).rejects.toThrow();
  });

  test.each([unet, 'model_index.json'])('%s with another checksum is deleted and told', async (path) => {
    behaviour.damaged = path;
    await expect(pull()).rejects.toMatchObject({ code: 'weights', message: expect.stringMatching(/arrived damaged/) });
    expect((await readdir(join(cache, 'models--tiny--model', 'blobs'))).filter((name) => name.endsWith('.incomplete'))).toEqual([]);
  });
});

describe('permission and storage', () => {
  test('the token goes to the Hub and not to the storage that it redirects to', async () => {
    behaviour = { token: 'secret', storage: originOf(storage) };
    await pull({}, { HF_TOKEN: 'secret' });
    expect(log.filter(({ origin }) => origin === 'storage').length).toBeGreaterThan(0);
    expect(log.every(({ origin, authorization }) => authorization === (origin === 'hub' ? 'Bearer secret' : undefined))).toBe(true);
  });

  test('without permission it says what to do', async () => {
    behaviour = { token: 'secret' };
    await expect(pull()).rejects.toMatchObject({ code: 'model', message: expect.stringContaining('set HF_TOKEN') });
    await expect(pull({}, { HF_TOKEN: 'wrong' })).rejects.toMatchObject({ message: expect.stringContaining('accept its terms') });
  });
});

describe('refusals', () => {
  test.each([
    [{ repository: '../etc' }, {}, 'usage', /ORG\/NAME/],
    [{ revision: '../main' }, {}, 'usage', /is not a revision/],
    [{ revision: 'nowhere' }, {}, 'model', /has no tiny\/model at nowhere/],
    [{ files: ['x'] }, {}, 'usage', /has no file 'x'/],
    [{}, { HF_HUB_OFFLINE: '1' }, 'usage', /HF_HUB_OFFLINE/],
    [{}, { HF_ENDPOINT: 'file:///etc' }, 'usage', /HF_ENDPOINT/],
    [{}, { HF_ENDPOINT: 'http://127.0.0.1:9' }, 'io', /does not answer/],
  ])('%j %j', async (request, environment, code, message) => {
    await expect(pull(request, environment as Record<string, string>)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('a repository of single files is told how to take one', async () => {
    files = new Map([['anything-v5.safetensors', Buffer.from('x')]]);
    await expect(pull()).rejects.toMatchObject({ code: 'model', message: expect.stringContaining('--file anything-v5.safetensors') });
    const { result } = await pull({ files: ['anything-v5.safetensors'] });
    expect(await readFile(join(result.folder, 'anything-v5.safetensors'), 'utf8')).toBe('x');
  });

  test('pickles are not downloaded', async () => {
    files.delete(unet);
    files.delete('unet/diffusion_pytorch_model.non_ema.safetensors');
    await expect(pull()).rejects.toMatchObject({ code: 'model', message: expect.stringContaining('pickled ones are not downloaded') });
  });

  test('a listing that would leave the cache, or is none, is not followed', async () => {
    behaviour.listing = { sha: COMMIT, siblings: [{ rfilename: '../../evil', size: 1, blobId: 'a'.repeat(40) }, { rfilename: 'model_index.json', size: 1, blobId: '../x' }] };
    await expect(pull()).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('does not answer as the Hub does') });
    behaviour.listing = { sha: COMMIT, siblings: [{ rfilename: '../../evil', size: 1, blobId: 'a'.repeat(40) }] };
    await expect(pull({ files: ['../../evil'] })).rejects.toMatchObject({ code: 'usage' });
  });
});
