/** What is on the disk is the truth; everything else can be made again from it. */
import { mkdtemp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blankPicture } from '../images/picture.ts';
import { encodePng } from '../images/png.ts';
import { recipeToText } from '../recipe/recipe-text.ts';
import { parseRecipe } from '../recipe/recipe.ts';
import { openDatabase } from './database.ts';
import { lockFolder, runningService } from './folder-lock.ts';
import { createFolderStore } from './folder-store.ts';
import { createGallery, type Gallery } from './gallery.ts';
import { createInputs } from './inputs.ts';
import { createJobStore } from './job-store.ts';
import { pictureIdOf } from './picture-files.ts';
import { rebuildGallery, tidyInputs } from './rebuild.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'storage-')); });
afterEach(() => rm(folder, { recursive: true }));

const png = (prompt: string, seed: number): Uint8Array => encodePng(blankPicture(6, 4, [seed, 2, 3]), recipeToText(parseRecipe({ version: 2, prompt, model: { id: 'm' }, seed, steps: 2, guidance: 2, sampler: 'euler', width: 6, height: 4 })));
const at = Date.UTC(2026, 10, 24, 22, 15, 30);

async function withGallery<T>(use: (gallery: Gallery) => Promise<T>): Promise<T> {
  const { database, fresh } = await openDatabase(folder);
  const gallery = createGallery(createFolderStore(folder), database);
  await gallery.mend(fresh);
  const result = await use(gallery);
  database.close();
  return result;
}

describe('the gallery', () => {
  test('names pictures by time, job and place', () => {
    expect(pictureIdOf('j1', at, 0)).toBe('20261124-221530-j1-1');
  });

  test('comes back from its files alone, with what people said of it', async () => {
    const [a, b] = [pictureIdOf('j1', at, 0), pictureIdOf('j1', at, 1)];
    const before = await withGallery(async (gallery) => {
      await gallery.add(a, png('a fox', 1), { collections: ['animals'] });
      await gallery.add(b, png('an owl', 2));
      await gallery.change(a, { favourite: true, tags: ['best'] });
      await gallery.change(b, { trashed: true });
      return [await gallery.get(a), await gallery.get(b)];
    });
    for (const name of await readdir(folder)) if (name.startsWith('index.db')) await rm(join(folder, name));
    expect(await withGallery(async (gallery) => [await gallery.get(a), await gallery.get(b)])).toEqual(before);
    expect(await rebuildGallery(folder)).toEqual({ pictures: 2 });
    expect(await withGallery((gallery) => gallery.find({ text: 'best' }))).toMatchObject({ total: 1, pictures: [{ id: a, note: { favourite: true, collections: ['animals'] } }] });
  });

  test('notices files that came or went while nobody looked, and leaves what is no picture', async () => {
    const [kept, gone, late] = [0, 1, 2].map((i) => pictureIdOf('j2', at, i)) as [string, string, string];
    await withGallery(async (gallery) => {
      await gallery.add(kept, png('a', 1));
      await gallery.add(gone, png('b', 2));
    });
    const place = join(folder, 'pictures/2026/11');
    await rm(join(place, `${gone}.png`));
    await writeFile(join(place, `${late}.png`), png('c', 3));
    await writeFile(join(place, `${pictureIdOf('j2', at, 3)}.png`), png('d', 4).subarray(0, 60));
    await writeFile(join(place, 'holiday.png'), png('e', 5));
    await writeFile(join(place, '.hidden.partial'), 'x');
    expect((await withGallery((gallery) => gallery.find({}))).pictures.map(({ id }) => id)).toEqual([late, kept]);
  });

  test('a damaged index is set aside and made again', async () => {
    const id = pictureIdOf('j3', at, 0);
    await withGallery((gallery) => gallery.add(id, png('a', 1)));
    await writeFile(join(folder, 'index.db'), 'this is no database, and long enough to be looked at as one'.repeat(100));
    for (const suffix of ['-wal', '-shm']) await rm(join(folder, `index.db${suffix}`), { force: true });
    expect(await withGallery((gallery) => gallery.get(id))).toMatchObject({ id });
    expect(await readdir(folder)).toContain('index.db.damaged');
  });

  test('what the trash held is gone for good, the rest stays', async () => {
    const [a, b] = [pictureIdOf('j4', at, 0), pictureIdOf('j4', at, 1)];
    await withGallery(async (gallery) => {
      await gallery.add(a, png('a', 1));
      await gallery.add(b, png('b', 2));
      await gallery.change(a, { trashed: true });
      expect(await gallery.emptyTrash()).toBe(1);
    });
    expect((await readdir(join(folder, 'pictures/2026/11'))).toSorted()).toEqual([`${b}.png`]);
  });
});

describe('blobs', () => {
  test.each(['../a', 'a/../b', '/etc/passwd', '.hidden', 'a//b', 'a/', '', 'a\\b', 'a\0'])('%j is no key', async (key) => {
    const store = createFolderStore(folder);
    expect(() => store.put(key, new Uint8Array())).toThrow(/no key/);
  });

  test('come back, are listed in order, and go', async () => {
    const store = createFolderStore(folder);
    for (const key of ['b/2', 'a/1', 'b/1']) await store.put(key, Uint8Array.of(1, 2));
    await mkdir(join(folder, 'empty'));
    const keys: string[] = [];
    for await (const { key, sizeBytes } of store.list('b/')) keys.push(`${key} ${sizeBytes}`);
    expect(keys).toEqual(['b/1 2', 'b/2 2']);
    await store.delete('b/1');
    await store.delete('b/1');
    expect([await store.get('b/1'), await store.has('b/2'), await store.get('b')]).toEqual([undefined, true, undefined]);
  });
});

test('inputs are known by their pixels', async () => {
  const inputs = createInputs(createFolderStore(folder));
  const picture = { width: 2, height: 1, channels: 4 as const, data: Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 200) };
  const hash = await inputs.put(picture);
  expect(await inputs.put(picture)).toBe(hash);
  expect(await inputs.get(hash)).toEqual(picture);
  expect(await inputs.get('0'.repeat(64))).toBeUndefined();
  expect(await inputs.get('../index.db')).toBeUndefined();
});

test('inputs that no recipe and no job names are tidied away', async () => {
  const inputs = createInputs(createFolderStore(folder));
  const [named, waiting, idle] = await Promise.all([1, 2, 3].map((tone) => inputs.put(blankPicture(2, 2, [tone, 0, 0])))) as [string, string, string];
  const recipe = parseRecipe({ version: 2, prompt: 'a', model: { id: 'm' }, seed: 1, steps: 2, guidance: 2, sampler: 'euler', width: 6, height: 4, mode: 'image-to-image', init: { hash: named, width: 2, height: 2 } });
  await withGallery((gallery) => gallery.add(pictureIdOf('j5', at, 0), encodePng(blankPicture(6, 4, [1, 2, 3]), recipeToText(recipe))));
  const { database } = await openDatabase(folder);
  await createJobStore(database).save({ id: 'j6', status: 'queued', priority: 0, order: 0, createdAt: 5, attempts: 0, recipe: { prompt: 'a', init: { hash: waiting } }, pictures: [], warnings: [] });
  database.close();
  expect(await tidyInputs(folder)).toEqual({ deleted: 1 });
  expect([await inputs.get(named), await inputs.get(waiting), await inputs.get(idle)].map((picture) => picture !== undefined)).toEqual([true, true, false]);
});

test('many askers at once meet the same settings: nobody waits for the disk at every write', async () => {
  const { database } = await openDatabase(folder);
  const asked = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
    const pragma = i % 2 === 0 ? 'synchronous' : 'busy_timeout';
    return (await database.execute(`pragma ${pragma}`)).rows[0]?.[i % 2 === 0 ? 'synchronous' : 'timeout'];
  }));
  database.close();
  expect(new Set(asked)).toEqual(new Set([1, 5000]));
});

test('jobs survive', async () => {
  const { database } = await openDatabase(folder);
  const store = createJobStore(database);
  const job = { id: 'j1', status: 'queued' as const, priority: 0, order: 0, createdAt: 5, attempts: 0, recipe: { prompt: 'a' }, pictures: [], warnings: [], clientId: 'me', idempotency: { key: 'k', fingerprint: 'f' } };
  await store.save(job);
  database.close();
  const again = await openDatabase(folder);
  expect(again.fresh).toBe(false);
  const reopened = createJobStore(again.database);
  expect([await reopened.unfinished(), await reopened.byIdempotencyKey('k'), await reopened.get('j2')]).toEqual([[job], job, undefined]);
  for (let i = 0; i < 5; i++) await reopened.save({ ...job, id: `d${i}`, status: 'completed', finishedAt: i, idempotency: { key: `k${i}`, fingerprint: 'f' } });
  await reopened.prune(2);
  expect((await reopened.finished({ limit: 10, clientId: 'me' })).map(({ id }) => id)).toEqual(['d4', 'd3']);
  expect(await reopened.finished({ limit: 10, status: 'failed' })).toEqual([]);
  again.database.close();
  expect((await readFile(join(folder, 'index.db'))).length).toBeGreaterThan(0);
});

describe('the lock of a data folder', () => {
  test('keeps a second service out, tells where the first is, and goes with it', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/Another Darkroom \(process \d+\) works in/) });
    await lock.announce({ url: 'http://127.0.0.1:1/', token: 't' });
    expect(await runningService(folder)).toEqual({ pid: process.pid, url: 'http://127.0.0.1:1/', token: 't' });
    if (process.platform !== 'win32') expect((await stat(join(folder, 'service.lock'))).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await runningService(folder)).toBeUndefined();
  });

  test.each(['{"pid": 999999999}', '{"pid": 1.5e300}', 'rubbish', '', '{"pid": -1}', `{"pid": ${process.pid}}`])('one that nobody holds is taken over: %s', async (text) => {
    await writeFile(join(folder, 'service.lock'), text);
    await (await lockFolder(folder)).release();
  });
});
