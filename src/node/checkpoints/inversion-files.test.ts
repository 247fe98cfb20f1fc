import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { float32 } from '../../base/tensor-data.ts';
import { saveWeightsFile } from '../weights-file.ts';
import { readInversions } from './inversion-files.ts';

let folder = '';
const save = async (path: string, width: number, first: number): Promise<void> => {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await saveWeightsFile(join(folder, path), { tensors: new Map([['emb_params', float32(Float32Array.from({ length: width }, (_, i) => first + i), [1, width])]]), metadata: {} });
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inversions-'));
  await save('embeddings/ink.safetensors', 3, 1);
  await save('embeddings/xl-only.safetensors', 5, 1);
  await save('mine/ink.safetensors', 3, 7);
  await save('mine/wash.safetensors', 3, 9);
  await writeFile(join(folder, 'embeddings/old.pt'), 'pickled');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what lies in embeddings beside the checkpoint is there, and what is for other models is not', async () => {
  expect((await readInversions(join(folder, 'model'), [], [3])).map(({ name }) => name)).toEqual(['ink']);
});

test('named files and folders come first', async () => {
  const read = await readInversions(join(folder, 'model'), [join(folder, 'mine')], [3]);
  expect(read.map(({ name, vectors }) => [name, vectors[0]?.[0]])).toEqual([['ink', 7], ['wash', 9]]);
});

test('what was named and does not fit is refused', async () => {
  await expect(readInversions(folder, [join(folder, 'embeddings/xl-only.safetensors')], [3])).rejects.toMatchObject({ code: 'weights', message: expect.stringContaining('another kind of model') });
  await expect(readInversions(folder, [join(folder, 'mine')], [4])).rejects.toMatchObject({ code: 'weights', message: expect.stringContaining('holds no textual inversion') });
  await expect(readInversions(folder, [join(folder, 'nowhere.safetensors')], [3])).rejects.toMatchObject({ code: 'io' });
  await expect(readInversions(folder, [join(folder, 'embeddings/old.pt')], [3])).rejects.toMatchObject({ code: 'weights', message: expect.stringMatching(/pickle/i) });
});
