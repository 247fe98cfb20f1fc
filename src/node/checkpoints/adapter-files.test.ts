import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAdapters } from './adapter-files.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'adapters-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

test('lists what lies in the folders for adapters, beside the checkpoint and within it', async () => {
  const checkpoint = join(folder, 'model');
  for (const path of ['loras/ink.safetensors', 'loras/wash.safetensors', 'loras/notes.txt', 'loras/a:b.safetensors', 'Lora/ink.safetensors', 'model/loras/own.safetensors', 'other.safetensors']) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), '');
  }
  await mkdir(join(folder, 'loras/folder.safetensors'));
  const own = (await listAdapters(checkpoint)).filter(({ path }) => path.startsWith(folder));
  expect(own.map(({ name }) => name)).toEqual(['ink', 'own', 'wash']);
  expect(own[0]!.path).toBe(join(folder, 'loras/ink.safetensors'));
  expect((await listAdapters(join(folder, 'nowhere/model'))).filter(({ path }) => path.startsWith(folder))).toEqual([]);
});
