/** Textual inversions as files: those that are named, and those that lie in folders called `embeddings`, as AUTOMATIC1111's users keep them. */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { type TextualInversion, readTextualInversion } from '../../models/text-encoders/textual-inversion.ts';
import { loadWeightsFile } from '../weights-file.ts';
import { rootsOf } from './adapter-files.ts';

const ENDING = '.safetensors';
const FOLDER = 'embeddings';

/**
 * Each is called in prompts by its file's name. Of two that go by one name the first counts, and those that are named come first.
 * @param named files, or folders of them
 * @param widths of the model's text encoders, in their order
 * @throws DarkroomError code 'weights' for a named file that does not fit, or a named folder of which nothing does; 'io' for one that is not there
 */
export async function readInversions(checkpoint: string, named: readonly string[], widths: readonly number[]): Promise<readonly TextualInversion[]> {
  const found = new Map<string, TextualInversion>();
  const add = (all: readonly TextualInversion[]): void => all.forEach((one) => { if (!found.has(one.name)) found.set(one.name, one); });
  for (const path of named) add((await stat(path).catch(() => undefined))?.isDirectory() ? await readNamedFolder(path, widths) : [await readFile(path, widths)]);
  for (const root of rootsOf(checkpoint)) add(await readFolder(join(root, FOLDER), widths));
  return [...found.values()];
}

async function readFile(path: string, widths: readonly number[]): Promise<TextualInversion> {
  return readTextualInversion(await loadWeightsFile(path), basename(path, extname(path)), widths);
}

/** Those that fit: such folders hold inversions for models of several kinds. */
async function readFolder(folder: string, widths: readonly number[]): Promise<readonly TextualInversion[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ENDING)).toSorted();
  const read = await Promise.allSettled(names.map((name) => readFile(join(folder, name), widths)));
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function readNamedFolder(folder: string, widths: readonly number[]): Promise<readonly TextualInversion[]> {
  const read = await readFolder(folder, widths);
  if (read.length === 0) throw new DarkroomError('weights', `${folder} holds no textual inversion (a ${ENDING} file) for this model, whose text encoders take vectors of ${widths.join(' and ')} numbers.`, { folder, widths });
  return read;
}
