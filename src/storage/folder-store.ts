/** Blobs as files in a folder. */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DarkroomError } from '../base/errors.ts';
import { writeFileAtomically } from '../node/atomic-file.ts';
import type { BlobEntry, BlobStore } from './blob-store.ts';

/** No key leaves the folder: names begin with a letter or digit, so neither `..` nor hidden files can be said. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

export function createFolderStore(folder: string): BlobStore {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new DarkroomError('io', `'${key.slice(0, 100)}' is no key of the store.`, { key });
    return join(folder, key);
  };
  return {
    put: (key, bytes) => writeFileAtomically(pathOf(key), bytes),
    get: async (key) => {
      try {
        return new Uint8Array(await readFile(pathOf(key)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    has: (key) => stat(pathOf(key)).then((found) => found.isFile(), () => false),
    delete: (key) => rm(pathOf(key), { force: true }),
    list: (prefix) => walk(folder, prefix),
  };
}

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as { code?: string }).code ?? '');

async function* walk(folder: string, prefix: string, below = ''): AsyncGenerator<BlobEntry> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!KEY.test(key) || !(key.startsWith(prefix) || prefix.startsWith(`${key}/`))) continue;
    if (entry.isDirectory()) yield* walk(folder, prefix, key);
    else if (entry.isFile()) yield { key, sizeBytes: (await stat(join(folder, key))).size };
  }
}
