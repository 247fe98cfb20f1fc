/** What the surfaces stand on: models, queue, gallery and inputs, opened together and closed together. */
import { randomBytes } from 'node:crypto';
import { createFolderStore } from '../storage/folder-store.ts';
import { type FolderLock, lockFolder } from '../storage/folder-lock.ts';
import { openDatabase } from '../storage/database.ts';
import { type Gallery, createGallery } from '../storage/gallery.ts';
import { type Inputs, createInputs } from '../storage/inputs.ts';
import { createJobStore } from '../storage/job-store.ts';
import { pictureIdOf } from '../storage/picture-files.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import type { JobRecord } from '../jobs/job-record.ts';
import type { ModelPool } from '../node/generation/model-pool.ts';
import type { Wildcards } from '../recipe/prompt-template.ts';
import { companionsOf } from './companions.ts';
import { type Limits, defaultLimits } from './limits.ts';
import { type Log, silentLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createWorker } from './worker.ts';

export interface Service {
  readonly pool: ModelPool;
  readonly queue: JobQueue;
  readonly gallery: Gallery;
  readonly inputs: Inputs;
  readonly wildcards: Wildcards;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Is it about to stop? Then it is alive, but not ready. */
  closing(): boolean;
  /** Lets other programs of this user find it. */
  readonly announce: FolderLock['announce'];
  /** Lets the running job finish within the grace; what waits goes on when the service is started again. */
  close(graceMs: number): Promise<void>;
}

export interface ServiceOptions {
  readonly pool: ModelPool;
  /** Where pictures, inputs and the index lie; made if need be. */
  readonly dataFolder: string;
  readonly limits?: Partial<Limits>;
  readonly wildcards?: Wildcards;
  readonly log?: Log;
  /** Pictures of jobs alike that are drawn at once. Default 1: company may change the last bit of a pixel. */
  readonly mostTogether?: number;
  /** Jobs that end the process so often are given up. Default 3. */
  readonly mostAttempts?: number;
  readonly now?: () => number;
}

/** Lower-case letters and digits: they are parts of file names. Enough of them that nobody guesses one. */
const newId = (): string => `j${BigInt(`0x${randomBytes(10).toString('hex')}`).toString(36).padStart(16, '0')}`;

/** @throws DarkroomError code 'usage' when another service works in the folder, 'io' when it cannot be written */
export async function openService(options: ServiceOptions): Promise<Service> {
  const lock = await lockFolder(options.dataFolder);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked({ pool, dataFolder, limits: given = {}, wildcards = {}, log = silentLog, mostTogether = 1, mostAttempts, now = Date.now }: ServiceOptions, lock: FolderLock): Promise<Service> {
  const limits = { ...defaultLimits, ...given };
  const blobs = createFolderStore(dataFolder);
  const { database, fresh } = await openDatabase(dataFolder);
  const gallery = createGallery(blobs, database);
  const inputs = createInputs(blobs);
  const mended = await gallery.mend(fresh);
  if (mended.added + mended.removed > 0) log.info('gallery index mended', mended);
  const metrics = createMetrics();
  const queue = new JobQueue({
    store: createJobStore(database), mostWaiting: limits.queue, now, newId, ...(mostAttempts !== undefined && { mostAttempts }),
    worker: createWorker({ pool, gallery, inputs, wildcards, limits, metrics, log }),
    companions: companionsOf(pool, mostTogether), recover: (job) => finishedPictures(gallery, job),
    onBug: (error, job) => log.error('job failed', { job: job.id, error: error instanceof Error ? error.stack ?? error.message : String(error) }),
  });
  metrics.watch(queue);
  await queue.start();
  let closing = false;
  return {
    pool, queue, gallery, inputs, wildcards, limits, metrics, log, closing: () => closing, announce: (where) => lock.announce(where),
    close: async (graceMs) => {
      closing = true;
      await queue.close(graceMs);
      await pool.close();
      database.close();
      await lock.release();
    },
  };
}

/** The pictures of a job that had made them all when the process ended. */
async function finishedPictures(gallery: Gallery, job: JobRecord): Promise<readonly string[] | undefined> {
  const ids = Array.from({ length: job.recipe.count ?? 1 }, (_, i) => pictureIdOf(job.id, job.createdAt, i));
  for (const id of ids) if (await gallery.get(id) === undefined) return undefined;
  return ids;
}
