import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWritable, writeFileAtomically } from './atomic-file.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'atomic-')); });
afterEach(() => rm(folder, { recursive: true }));

test('writes text, bytes and pieces; makes folders; replaces; leaves nothing else', async () => {
  const path = join(folder, 'a', 'b', 'c.bin');
  await writeFileAtomically(path, 'old');
  await writeFileAtomically(path, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  expect([...await readFile(path)]).toEqual([1, 2, 3]);
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c.bin']);
});

test('a folder, a file on the way and a place that is not writable are named; nothing is left behind', async () => {
  await writeFile(join(folder, 'file'), 'x');
  for (const [path, reason] of [[folder, /it is a folder/], [join(folder, 'file', 'x.png'), /a part of the path is a file|a file is in the way/], ['/proc/nowhere/deep/x.png', /cannot be written/]] as const) {
    await expect(writeFileAtomically(path, 'x')).rejects.toMatchObject({ code: 'io', message: expect.stringMatching(reason) });
    await expect(checkWritable(path)).rejects.toMatchObject({ code: 'io' });
  }
  expect(await readdir(folder)).toEqual(['file']);
});
