/** One run at a time in a folder: two would write over each other's checkpoints. */
import { open, readFile, rm, rmdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { makeFolders } from '../atomic-file.ts';

/** Folders that runs of this very process hold. */
const held = new Set<string>();

/**
 * Takes the folder for this process; gives the way to free it. The lock of a process that is gone is taken over.
 * @throws DarkroomError code 'usage' when another run is at work there
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const made = await makeFolders(folder);
  const path = resolve(folder, '.lock');
  for (;;) {
    const file = await open(path, 'wx').catch((error: unknown) => {
      if ((error as { code?: string }).code === 'EEXIST') return undefined;
      throw error;
    });
    if (file !== undefined) {
      await file.writeFile(String(process.pid));
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
        // A run that came to nothing leaves nothing.
        for (const each of made.toReversed()) await rmdir(each).catch(() => undefined);
      };
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner === process.pid ? held.has(path) : isAlive(owner)) throw new DarkroomError('usage', `Another training run (process ${owner}) is at work in ${folder}. Wait for it, or choose another --out.`, { folder, owner });
    await rm(path, { force: true });
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
