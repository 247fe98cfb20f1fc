/** One service at a time in a data folder: two would run each other's jobs. The lock tells others where the service is. */
import { chmod, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DarkroomError } from '../base/errors.ts';
import { makeFolders } from '../node/atomic-file.ts';

/** What a running service says of itself: only its owner may read it, as the token is in it. */
export interface ServiceNote {
  readonly pid: number;
  /** Absent while it starts, and for services that listen nowhere. */
  readonly url?: string;
  readonly token?: string;
}

export interface FolderLock {
  announce(where: Omit<ServiceNote, 'pid'>): Promise<void>;
  release(): Promise<void>;
}

const OWNER_ONLY = 0o600;

/** Folders that services of this very process hold: after a restart in a container, the new process may have the old one's number. */
const held = new Set<string>();

const pathOf = (folder: string): string => resolve(join(folder, 'service.lock'));

/** The lock of a process that is gone is taken over. @throws DarkroomError code 'usage' when another service is at work there */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await makeFolders(folder);
  const path = pathOf(folder);
  for (;;) {
    const file = await open(path, 'wx', OWNER_ONLY).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'EEXIST') return undefined;
      throw error;
    });
    if (file !== undefined) {
      await file.writeFile(JSON.stringify({ pid: process.pid }));
      await file.close();
      held.add(path);
      return {
        announce: async (where) => {
          await writeFile(path, JSON.stringify({ pid: process.pid, ...where }));
          await chmod(path, OWNER_ONLY);
        },
        release: async () => {
          held.delete(path);
          await rm(path, { force: true });
        },
      };
    }
    const owner = await runningService(folder);
    if (owner !== undefined) throw new DarkroomError('usage', `Another Darkroom (process ${owner.pid}${owner.url === undefined ? '' : `, ${owner.url}`}) works in ${folder}. Stop it, or choose another --data.`, { folder, owner: owner.pid });
    await rm(path, { force: true });
  }
}

/** The service that works in a folder, if one does. */
export async function runningService(folder: string): Promise<ServiceNote | undefined> {
  const path = pathOf(folder);
  const note = parsed(await readFile(path, 'utf8').catch(() => ''));
  if (note === undefined) return undefined;
  return (note.pid === process.pid ? held.has(path) : isAlive(note.pid)) ? note : undefined;
}

function parsed(text: string): ServiceNote | undefined {
  try {
    const note = JSON.parse(text) as ServiceNote;
    return typeof note.pid === 'number' ? note : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
