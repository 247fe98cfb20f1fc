/** Adapters by the names that prompts call them: where they are looked for, and which there are. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { Adapter } from '../../models/lora/adapter.ts';
import { openAdapter } from './open-adapter.ts';

export interface AdapterFile {
  /** As `<lora:name:0.8>` has it. */
  readonly name: string;
  readonly path: string;
}

const ENDING = '.safetensors';
/** Folders that hold nothing else. */
const OWN_FOLDERS = ['loras', 'Lora'];

/** Beside the checkpoint, and where the program was started. */
export const rootsOf = (checkpoint: string): string[] => [...new Set([checkpoint, dirname(checkpoint), '.'])];

/** @param checkpoint as `openCheckpoint` was given it @throws DarkroomError code 'usage', with the places that were searched */
export async function findAdapter(checkpoint: string, name: string): Promise<Adapter> {
  if (basename(name) !== name || name === '' || name.includes('\\')) throw new DarkroomError('usage', `<lora:${name}> must be a file's name without folders.`, { name });
  const paths = rootsOf(checkpoint).flatMap((root) => [...OWN_FOLDERS, '.'].map((folder) => join(root, folder, `${name}${ENDING}`)));
  for (const path of paths) if ((await stat(path).catch(() => undefined))?.isFile()) return openAdapter(path);
  throw new DarkroomError('usage', `There is no adapter for <lora:${name}>: looked for ${paths.join(', ')}.`, { name, paths });
}

/** Those in the folders for them, in the order of their names; of two that go by one name, the one that a prompt would find. */
export async function listAdapters(checkpoint: string): Promise<readonly AdapterFile[]> {
  const found = new Map<string, AdapterFile>();
  for (const folder of rootsOf(checkpoint).flatMap((root) => OWN_FOLDERS.map((own) => join(root, own)))) {
    const files = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const file of files.filter((each) => !each.isDirectory() && each.name.endsWith(ENDING))) {
      const name = file.name.slice(0, -ENDING.length);
      // These letters would end the tag.
      if (!/[<>:]/.test(name) && name !== '' && !found.has(name)) found.set(name, { name, path: join(folder, file.name) });
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
