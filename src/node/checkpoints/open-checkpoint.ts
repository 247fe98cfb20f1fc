/** Opens a Stable Diffusion checkpoint by its path or its name on the Hub: headers are read and checked, weights stay where they are. */
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import { pickleRefusal } from '../weights-file.ts';
import { openDiffusersFolder } from './diffusers-folder.ts';
import { cachedSnapshot, hubCacheFolder, isRepositoryName } from './hub-cache.ts';
import { openSingleFile } from './single-file.ts';

const MODEL_INDEX = 'model_index.json';
const pickled = new Set(['.ckpt', '.pt', '.pth', '.bin', '.pkl']);

const kindOf = async (path: string): Promise<'file' | 'folder' | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined;
};

/**
 * @param name a diffusers folder, its `model_index.json`, a single file, or `org/name` of a repository in the Hugging Face cache
 * @param environment where HF_HOME and HF_HUB_CACHE are looked up
 * @returns undefined when there is something of that name, but it is no Stable Diffusion checkpoint
 * @throws DarkroomError code 'model' when nothing is there or a part is unknown, 'weights' when files are damaged, mismatched or pickled
 */
export async function openCheckpoint(name: string, environment: Readonly<Record<string, string | undefined>>): Promise<StableDiffusionCheckpoint | undefined> {
  const kind = await kindOf(name);
  if (kind === 'folder') return await kindOf(join(name, MODEL_INDEX)) === 'file' ? openDiffusersFolder(name, name) : undefined;
  if (kind === 'file' && basename(name) === MODEL_INDEX) return openDiffusersFolder(name, dirname(name));
  if (kind === 'file') {
    if (pickled.has(extname(name).toLowerCase())) throw pickleRefusal(name);
    return openSingleFile(name, name);
  }
  if (!isRepositoryName(name)) return undefined;
  const snapshot = await cachedSnapshot(hubCacheFolder(environment), name);
  if (snapshot === undefined) throw new DarkroomError('model', `There is no model '${name}': no such file or folder, and nothing of that name in the Hugging Face cache (${hubCacheFolder(environment)}). Download it: darkroom models pull ${name}`, { name });
  if (await kindOf(join(snapshot, MODEL_INDEX)) !== 'file') throw new DarkroomError('model', `'${name}' is in the Hugging Face cache, but without its ${MODEL_INDEX}: download it again with darkroom models pull ${name}`, { name, snapshot });
  return openDiffusersFolder(name, snapshot);
}
