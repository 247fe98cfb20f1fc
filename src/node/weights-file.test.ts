import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { float32 } from '../base/tensor-data.ts';
import { readSafetensorsHeader } from '../weights/safetensors-header.ts';
import type { Weights } from '../weights/weights.ts';
import { loadWeightsFile, openWeightsFile, saveWeightsFile } from './weights-file.ts';

const weights: Weights = { tensors: new Map([['w', float32([1, 2, 3])]]), metadata: { made: 'here' } };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-weights-'));
});

describe('weights files', () => {
  test('weights survive saving and loading, and nothing else is left in the folder', async () => {
    const path = join(folder, 'a.safetensors');
    await saveWeightsFile(path, weights);
    await saveWeightsFile(path, weights);
    expect(await loadWeightsFile(path)).toEqual(weights);
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  test('an open file gives the byte range of each tensor', async () => {
    const path = join(folder, 'a.safetensors');
    await saveWeightsFile(path, weights);
    const file = await openWeightsFile(path);
    const { offset, length } = (await readSafetensorsHeader(file)).tensors.get('w')!;
    await file.close();
    expect(new Float32Array((await readFile(path)).buffer.slice(offset, offset + length))).toEqual(Float32Array.of(1, 2, 3));
  });

  test('a missing file and a folder in its place are named', async () => {
    await expect(loadWeightsFile(join(folder, 'no'))).rejects.toMatchObject({ code: 'io', message: expect.stringMatching(/There is no weights file .*no\./) });
    await expect(loadWeightsFile(folder)).rejects.toMatchObject({ code: 'io', message: expect.stringMatching(/is a folder/) });
    await expect(saveWeightsFile(folder, weights)).rejects.toMatchObject({ code: 'io' });
  });

  test('a truncated file is named with its reason', async () => {
    const path = join(folder, 'a.safetensors');
    await saveWeightsFile(path, weights);
    await writeFile(path, (await readFile(path)).subarray(0, -4));
    await expect(loadWeightsFile(path)).rejects.toMatchObject({ code: 'weights', message: expect.stringMatching(/^.*a\.safetensors: .*'w'.*truncated/) });
  });

  test.each([
    ['model.ckpt', [1, 2, 3]],
    ['pytorch_model.bin', [0x80, 2]],
    ['renamed.safetensors', [0x50, 0x4b, 3, 4]],
    ['no-extension', [0x80, 2, 0x7d]],
  ])('%s is refused as a pickled checkpoint', async (name, bytes) => {
    const path = join(folder, name);
    await writeFile(path, Uint8Array.from(bytes));
    await expect(loadWeightsFile(path)).rejects.toMatchObject({ code: 'weights', message: expect.stringMatching(/pickled PyTorch checkpoint.*convert it to \.safetensors/) });
  });

  test('a safetensors header whose length looks like a pickle is still read', async () => {
    const path = join(folder, 'a.safetensors');
    const note = 'x'.repeat(0x0480 - 87);
    await saveWeightsFile(path, { ...weights, metadata: { note } });
    const saved = await readFile(path);
    expect([...saved.subarray(0, 2)]).toEqual([0x80, 0x04]);
    expect((await loadWeightsFile(path)).metadata).toEqual({ note });
  });
});
