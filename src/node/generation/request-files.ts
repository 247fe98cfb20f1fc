/** Files that a request is made of: pictures to edit, recipes, lists of words. */
import { readFile, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { Picture } from '../../images/picture.ts';
import type { RecipeReading } from '../../recipe/foreign/reading.ts';
import type { Wildcards } from '../../recipe/prompt-template.ts';
import { decodePicture } from '../image-codec.ts';
import { readPictureRecipe } from '../picture-recipe.ts';

/** Bytes of one list of words. */
const MOST_LIST_BYTES = 1 << 20;

async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new DarkroomError('io', `There is no file ${path} that can be read.`, { path }, error);
  });
}

/** Errors in a file name it. */
async function within<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DarkroomError) throw new DarkroomError(error.code, `${path}: ${error.message}`, { path }, error);
    throw error;
  }
}

/** A picture of any kind, with its transparency. @throws DarkroomError code 'io' when the file cannot be read, 'data' when it is no picture */
export async function readPicture(path: string): Promise<Picture> {
  const bytes = await bytesOf(path);
  return within(path, () => decodePicture(bytes, { keepAlpha: true }));
}

/**
 * What a picture (of Darkroom, A1111, ComfyUI, InvokeAI, Fooocus or SwarmUI) or a JSON file says of how it was made.
 * @throws DarkroomError code 'io' when the file cannot be read, 'data' when there is no recipe in it
 */
export async function readRecipe(path: string): Promise<RecipeReading> {
  const bytes = await bytesOf(path);
  const reading = await within(path, () => readPictureRecipe(bytes));
  if (reading !== undefined) return reading;
  throw new DarkroomError('data', `${path} carries no recipe: another program made it, or its text was removed.`, { path });
}

/** A folder of text files, one choice a line: `colour.txt` becomes `__colour__`; empty lines and lines that begin with # are left out. @throws DarkroomError code 'io' or 'data' */
export async function readWildcards(folder: string): Promise<Wildcards> {
  const names = await readdir(folder, { recursive: true, encoding: 'utf8' }).catch((error: unknown) => {
    throw new DarkroomError('io', `There is no folder ${folder} that can be read.`, { folder }, error);
  });
  const lists: Record<string, readonly string[]> = {};
  for (const name of names.filter((each) => each.endsWith('.txt')).toSorted()) {
    const text = await readFile(join(folder, name), 'utf8');
    if (text.length > MOST_LIST_BYTES) throw new DarkroomError('data', `${join(folder, name)} is too long for a list of words.`, { name });
    const { dir, name: stem } = parse(name.replaceAll('\\', '/'));
    lists[dir === '' ? stem : `${dir}/${stem}`] = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  }
  return lists;
}
