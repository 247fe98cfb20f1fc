/** Checkpoints in all the ways they lie on disks, and what is said of those that are damaged. The tiny pipelines of test/golden are copied and broken. */
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TensorData, float32, sizeOf } from '../../base/tensor-data.ts';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import { decodeLatents } from '../../models/autoencoders/autoencoder.ts';
import { input } from '../../graph/ops/index.ts';
import { createParameters } from '../../nn/parameters.ts';
import { locatedModel } from '../../pipelines/located-model.ts';
import { encodeSafetensors, readWeights } from '../../weights/safetensors.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { openCheckpoint } from './open-checkpoint.ts';

const golden = fileURLToPath(new URL('../../../test/golden/stable-diffusion/', import.meta.url));
let scratch: string;
beforeAll(async () => { scratch = await mkdtemp(join(tmpdir(), 'darkroom-checkpoints-')); });
afterAll(() => rm(scratch, { recursive: true }));

let copies = 0;
async function copyOf(family: string): Promise<string> {
  const folder = join(scratch, `copy-${copies++}`);
  await cp(join(golden, family), folder, { recursive: true });
  return folder;
}

const opened = async (path: string): Promise<StableDiffusionCheckpoint> => await openCheckpoint(path, {}) as StableDiffusionCheckpoint;

describe('diffusers folders', () => {
  test.each([['sd1', 'sd1', 'BF16'], ['sd1-inpaint', 'sd1', 'F16'], ['sd2', 'sd2', 'F16'], ['sdxl', 'sdxl', 'F16'], ['sdxl-refiner', 'sdxl-refiner', 'F16'], ['lcm', 'sd1', 'F16']])('%s is %s in %s', async (folder, family, dtype) => {
    const checkpoint = await opened(join(golden, folder));
    expect(checkpoint.family).toBe(family);
    expect([...checkpoint.denoiser.weights.values()][0]?.stored.dtype).toBe(dtype);
    expect(checkpoint.textEncoders.every(({ tokenizer }) => 'merges.txt' in tokenizer)).toBe(true);
  });

  test('model_index.json names its folder', async () => {
    expect((await opened(join(golden, 'sd1', 'model_index.json'))).family).toBe('sd1');
  });

  test('shards are found through their index, whole float32 files are preferred to variants', async () => {
    const folder = await copyOf('sd2');
    const path = join(folder, 'unet', 'diffusion_pytorch_model.fp16.safetensors');
    const { tensors } = readWeights(await readFile(path));
    const names = [...tensors.keys()];
    const halves = [names.slice(0, 100), names.slice(100)].map((half) => new Map(half.map((name) => [name, tensors.get(name)!])));
    for (const [i, half] of halves.entries()) await writeFile(join(folder, 'unet', `part-${i}.safetensors`), encodeSafetensors({ tensors: half, metadata: {} }));
    const weight_map = Object.fromEntries(halves.flatMap((half, i) => [...half.keys()].map((name) => [name, `part-${i}.safetensors`])));
    await writeFile(join(folder, 'unet', 'diffusion_pytorch_model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map }));
    const { weights } = (await opened(folder)).denoiser;
    expect(new Set([...weights.values()].map(({ file }) => file.path))).toEqual(new Set([0, 1].map((i) => join(folder, 'unet', `part-${i}.safetensors`))));
    await writeFile(join(folder, 'unet', 'diffusion_pytorch_model.safetensors.index.json'), JSON.stringify({ weight_map: { ...weight_map, 'conv_in.weight': '../../secret.safetensors' } }));
    await expect(openCheckpoint(folder, {})).rejects.toMatchObject({ code: 'weights', message: expect.stringContaining("names the shard '../../secret.safetensors', which is not a file beside it") });
    await writeFile(join(folder, 'unet', 'diffusion_pytorch_model.safetensors.index.json'), JSON.stringify({ weight_map: { ...weight_map, 'conv_in.weight': 'part-1.safetensors' } }));
    await expect(openCheckpoint(folder, {})).rejects.toMatchObject({ code: 'weights', message: expect.stringMatching(/part-1\.safetensors: the tensor 'conv_in\.weight', which .* places there, is missing/) });
  });
});

/** Moves every file into `blobs` and leaves links, as Python's huggingface_hub does. */
async function asHubCache(family: string): Promise<string> {
  const cache = join(scratch, `cache-${copies++}`);
  const repository = join(cache, 'models--tiny--model');
  const snapshot = join(repository, 'snapshots', 'abc123');
  await mkdir(join(repository, 'blobs'), { recursive: true });
  await mkdir(join(repository, 'refs'), { recursive: true });
  await writeFile(join(repository, 'refs', 'main'), 'abc123');
  await cp(join(golden, family), snapshot, { recursive: true });
  let number = 0;
  for (const entry of await readdir(snapshot, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [path, blob] = [join(entry.parentPath, entry.name), join(repository, 'blobs', `blob${number++}`)];
    await rename(path, blob);
    await symlink(blob, path);
  }
  return cache;
}

test('a repository in the Hugging Face cache is opened by its name, and the engine reads through the links', async () => {
  const cache = await asHubCache('sd1');
  const { autoencoder, family } = await openCheckpoint('tiny/model', { HF_HUB_CACHE: cache }) as StableDiffusionCheckpoint;
  expect(family).toBe('sd1');
  const runtime = await createRuntime({ device: 'cpu' });
  const shape = [1, 4, 2, 2];
  const model = locatedModel({ pictures: decodeLatents(createParameters(), input('latents', shape), autoencoder.config) }, autoencoder.weights, 'decoder');
  const { pictures } = await (await runtime.load(model)).run({ latents: float32(new Float32Array(sizeOf(shape)).fill(0.5), shape) });
  expect((pictures as TensorData<'float32'>).data.every(Number.isFinite)).toBe(true);
  await runtime.close();
});

test('what is not in the cache is told with the command that fetches it; what is no name is nobody', async () => {
  await expect(openCheckpoint('nobody/nothing', { HF_HOME: scratch })).rejects.toMatchObject({ code: 'model', message: expect.stringContaining('darkroom models pull nobody/nothing') });
  expect(await openCheckpoint('../../etc/passwd/../..', {})).toBeUndefined();
  expect(await openCheckpoint(scratch, {})).toBeUndefined();
});

describe('damaged and hostile checkpoints are refused in one sentence that names file and tensor', () => {
  const unetFile = (folder: string): string => join(folder, 'unet', 'diffusion_pytorch_model.fp16.safetensors');
  const configOf = async (folder: string, part: string, change: Record<string, unknown>): Promise<void> => {
    const path = join(folder, part, 'config.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')) as object, ...change }));
  };
  const rewritten = async (folder: string, change: (tensors: Map<string, ReturnType<typeof float32>>) => void): Promise<void> => {
    const { tensors } = readWeights(await readFile(unetFile(folder)));
    change(tensors as Map<string, ReturnType<typeof float32>>);
    await writeFile(unetFile(folder), encodeSafetensors({ tensors, metadata: {} }));
  };

  const cases: readonly (readonly [what: string, spoil: (folder: string) => Promise<void>, code: string, message: RegExp])[] = [
    ['a truncated file', async (folder) => writeFile(unetFile(folder), (await readFile(unetFile(folder))).subarray(0, -100)), 'weights', /diffusion_pytorch_model\.fp16\.safetensors: .*tensor '.+' ends at byte \d+, but the file has \d+: it is truncated/],
    ['half a header', async (folder) => writeFile(unetFile(folder), (await readFile(unetFile(folder))).subarray(0, 500)), 'weights', /truncated/],
    ['an enormous header', async (folder) => writeFile(unetFile(folder), Buffer.alloc(64, 0x7f)), 'weights', /claims a header of/],
    ['a missing tensor', (folder) => rewritten(folder, (tensors) => { tensors.delete('mid_block.resnets.0.conv1.bias'); }), 'weights', /unet of .*: the tensor 'mid_block\.resnets\.0\.conv1\.bias' is missing/],
    ['a misshapen tensor', (folder) => rewritten(folder, (tensors) => { tensors.set('conv_out.bias', float32([1, 2, 3])); }), 'weights', /the tensor 'conv_out\.bias' is \[3\], but the unet of .* needs \[4\]/],
    ['whole numbers for weights', (folder) => rewritten(folder, (tensors) => { tensors.set('conv_out.bias', { dtype: 'int32', shape: [4], data: new Int32Array(4) } as never); }), 'weights', /'conv_out\.bias' holds I32 values/],
    ['a configuration of another network', (folder) => configOf(folder, 'unet', { block_out_channels: [8, 16] }), 'weights', /the tensor '.+' is \[.+\], but the unet of .* needs \[.+\]/],
    ['an unknown class', (folder) => configOf(folder, 'unet', { _class_name: 'MotionUNet' }), 'model', /unet\/config\.json: the setting '_class_name'/],
    ['an unknown autoencoder', (folder) => configOf(folder, 'vae', { _class_name: 'AutoencoderDC' }), 'model', /vae\/config\.json: the autoencoder is of the class "AutoencoderDC"/],
    ['a setting that is not built', (folder) => configOf(folder, 'unet', { class_embed_type: 'timestep' }), 'model', /'class_embed_type' .* it is "timestep", which Darkroom does not build/],
    ['an impossible size', (folder) => configOf(folder, 'unet', { block_out_channels: [1e12, 4] }), 'model', /'block_out_channels\.0'/],
    ['sizes that do not go together', (folder) => configOf(folder, 'unet', { norm_num_groups: 3 }), 'model', /unet\/config\.json: its sizes do not go together: groupNorm/],
    ['layers without end', (folder) => configOf(folder, 'unet', { transformer_layers_per_block: 1_000_000 }), 'model', /'transformer_layers_per_block'/],
    ['text encoders of another width', (folder) => configOf(folder, 'unet', { cross_attention_dim: 12 }), 'weights', /needs/],
    ['another kind of pipeline', (folder) => writeFile(join(folder, 'model_index.json'), JSON.stringify({ _class_name: 'FluxPipeline', transformer: ['diffusers', 'FluxTransformer2DModel'] })), 'model', /is of the class 'FluxPipeline'/],
    ['no JSON', (folder) => writeFile(join(folder, 'unet', 'config.json'), '{'), 'model', /unet\/config\.json is not JSON/],
    ['only a pickle', async (folder) => rename(unetFile(folder), join(folder, 'unet', 'diffusion_pytorch_model.bin')), 'weights', /diffusion_pytorch_model\.bin is a pickled PyTorch checkpoint, which can run any program .* convert it to \.safetensors/],
    ['no weights', async (folder) => rm(unetFile(folder)), 'weights', /unet holds no weights/],
    ['no tokenizer', async (folder) => rm(join(folder, 'tokenizer', 'merges.txt')), 'io', /tokenizer holds no tokenizer/],
  ];
  test.each(cases)('%s', async (_, spoil, code, message) => {
    const folder = await copyOf('sd2');
    await spoil(folder);
    const error = await openCheckpoint(folder, {}).then(() => undefined, (thrown: unknown) => thrown as Error & { code: string });
    expect(error).toMatchObject({ code });
    expect(error?.message).toMatch(message);
  });

  test('a pickled single file', async () => {
    const path = join(scratch, 'model.ckpt');
    await writeFile(path, 'PK');
    await expect(openCheckpoint(path, {})).rejects.toMatchObject({ code: 'weights', message: expect.stringContaining('is a pickled PyTorch checkpoint') });
  });
});
