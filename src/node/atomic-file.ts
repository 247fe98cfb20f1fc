/** Writing files so that a crash at any moment leaves the old content or the new, never a part. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DarkroomError } from '../base/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder, and none can be made there', EACCES: 'permission is denied', EPERM: 'permission is denied', EROFS: 'the file system is read-only', ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder', EEXIST: 'a file is in the way', EISDIR: 'it is a folder', ENAMETOOLONG: 'the name is too long',
};

/** One sentence for a failed write. */
export function cannotWrite(path: string, error: unknown): DarkroomError {
  const code = (error as { code?: string }).code ?? '';
  return new DarkroomError('io', `${path} cannot be written: ${reasons[code] ?? (error instanceof Error ? error.message : String(error))}.`, { path }, error);
}

/**
 * Writes through a temporary file in the same folder, which takes the name when all is on the disk. Makes missing folders.
 * @param content in pieces, so that large weights need not be joined first
 * @throws DarkroomError code 'io'; nothing is left behind
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.partial`);
  const pieces = typeof content === 'string' ? [new TextEncoder().encode(content)] : content instanceof Uint8Array ? [content] : content;
  try {
    const file = await opened(temporary);
    try {
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    // Systems say in different words that a folder is in the way.
    throw cannotWrite(path, await isFolder(path) ? Object.assign(new Error('is a folder'), { code: 'EISDIR' }) : error);
  }
}

/** Folders are there nearly always: each question that is not asked of the disk is a wait less for every picture. */
async function opened(temporary: string): Promise<FileHandle> {
  return open(temporary, 'wx').catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    await makeFolders(dirname(temporary));
    return open(temporary, 'wx');
  });
}

/** Finds out before long work whether a file can be written there. Leaves no trace. @throws DarkroomError code 'io' */
export async function checkWritable(path: string): Promise<void> {
  const probe = join(dirname(path), `.${randomUUID()}.partial`);
  let made: readonly string[] = [];
  try {
    made = await makeFolders(dirname(path));
    if (await isFolder(path)) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (error) {
    throw cannotWrite(path, error);
  } finally {
    for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
  }
}

/** As mkdir with `recursive`, which never comes back where the system denies that a folder exists that it has just looked up, as in /proc. Gives those it made. */
export async function makeFolders(path: string): Promise<string[]> {
  if (await isFolder(path)) return [];
  const above = dirname(path) === path ? [] : await makeFolders(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have made it meanwhile.
    if (!(await isFolder(path))) throw error;
  });
  return [...above, path];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
