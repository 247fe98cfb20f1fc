/** Finds the weights of a network in a folder, whole or in shards and in whichever precision, and reads their headers. */
import { readFile, readdir, realpath } from 'node:fs/promises';
import { basename, join, parse, relative, sep } from 'node:path';
import { z } from 'zod';
import { DarkroomError } from '../../base/errors.ts';
import { type LocatedWeights, type WeightFile, locate } from '../../weights/located.ts';
import { readSafetensorsHeader } from '../../weights/safetensors-header.ts';
import { openWeightsFile, pickleRefusal } from '../weights-file.ts';

/** Preferred first: float32 is mapped as it lies, half precision has to be widened at every start. */
const variants = ['', 'fp16', 'bf16'] as const;

const shardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * The tensors of one .safetensors file. Links are followed once, here: the engine gets the real place.
 * @throws DarkroomError code 'io' or 'weights', naming the file
 */
export async function locateFile(path: string): Promise<LocatedWeights> {
  const source = await openWeightsFile(path);
  try {
    const real = await realpath(path);
    const { root } = parse(real);
    const file: WeightFile = { path, folder: root, location: relative(root, real).split(sep).join('/') };
    return locate(file, await readSafetensorsHeader(source));
  } catch (error) {
    if (!(error instanceof DarkroomError) || error.message.includes(path)) throw error;
    throw new DarkroomError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
  } finally {
    await source.close();
  }
}

/**
 * The tensors of a network's folder.
 * @param stem of the file's name: `model` in text encoders, `diffusion_pytorch_model` elsewhere
 * @throws DarkroomError code 'weights' or 'io', naming the file
 */
export async function locateFolder(folder: string, stem: string): Promise<LocatedWeights> {
  const names = new Set(await readdir(folder).catch((cause: unknown) => {
    throw new DarkroomError('io', `The checkpoint's folder ${folder} cannot be read.`, { folder }, cause);
  }));
  for (const variant of variants) {
    const suffix = variant === '' ? '' : `.${variant}`;
    const whole = `${stem}${suffix}.safetensors`;
    if (names.has(whole)) return locateFile(join(folder, whole));
    const index = [`${stem}.safetensors.index${suffix}.json`, `${stem}${suffix}.safetensors.index.json`].find((name) => names.has(name));
    if (index !== undefined) return locateShards(folder, index);
  }
  const pickled = [...names].find((name) => /\.(bin|ckpt|pt|pth)$/.test(name));
  if (pickled !== undefined) throw pickleRefusal(join(folder, pickled));
  throw new DarkroomError('weights', `${folder} holds no weights: neither ${stem}.safetensors, nor its fp16 or bf16 variant, nor an index of shards.`, { folder });
}

async function locateShards(folder: string, index: string): Promise<LocatedWeights> {
  const path = join(folder, index);
  const parsed = shardIndex.safeParse(await readJson(path));
  if (!parsed.success) throw new DarkroomError('weights', `${path} is not an index of shards: it has no table 'weight_map'.`, { path });
  const map = parsed.data.weight_map;
  const shards = new Map<string, LocatedWeights>();
  for (const shard of new Set(Object.values(map))) {
    if (basename(shard) !== shard || shard.includes('\\')) throw new DarkroomError('weights', `${path} names the shard '${shard.slice(0, 200)}', which is not a file beside it.`, { path, shard });
    shards.set(shard, await locateFile(join(folder, shard)));
  }
  return new Map(Object.entries(map).map(([name, shard]) => {
    const found = shards.get(shard)?.get(name);
    if (found === undefined) throw new DarkroomError('weights', `${join(folder, shard)}: the tensor '${name}', which ${index} places there, is missing.`, { path, tensor: name });
    return [name, found];
  }));
}

/** @throws DarkroomError code 'io' when it cannot be read, 'model' when it is not JSON */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DarkroomError('io', `There is no file ${path} that can be read: the checkpoint is incomplete.`, { path }, cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DarkroomError('model', `${path} is not JSON: it is damaged.`, { path }, cause);
  }
}
