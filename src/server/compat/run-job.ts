/** Surfaces that answer with pictures, not with jobs: a job is made all the same, and waited for. */
import { ServiceError, type ServiceErrorCode } from '../../api/error.ts';
import { isFinished } from '../../api/job.ts';
import type { RecipeRequest } from '../../api/recipe-request.ts';
import type { JobRecord } from '../../jobs/job-record.ts';
import type { QueueEvent } from '../../jobs/queue-contract.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { prepareJob } from '../prepare-job.ts';
import type { Service } from '../service.ts';

export interface FinishedPicture {
  readonly id: string;
  readonly png: Uint8Array<ArrayBuffer>;
  readonly recipe: Recipe;
}

export interface FinishedJob {
  readonly job: JobRecord;
  readonly pictures: readonly FinishedPicture[];
}

export interface RunOptions {
  /** Fires when the client has gone: nobody waits for the picture. */
  readonly signal?: AbortSignal;
  readonly clientId?: string;
  /** Steps and looks on the way. */
  readonly onEvent?: (event: QueueEvent) => void;
}

/** @throws ServiceError with the job's own words when it fails, 'cancelled' when it was stopped */
export async function runJob(service: Service, recipe: RecipeRequest, { signal, clientId, onEvent }: RunOptions = {}): Promise<FinishedJob> {
  const { queue, gallery } = service;
  const prepared = await prepareJob(recipe, service);
  const { job } = await queue.submit({ recipe: prepared, ...(clientId !== undefined && { clientId }) });
  const cancel = (): void => void queue.cancel(job.id).catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    const finished = await ended(service, job, onEvent);
    if (finished.status !== 'completed') throw new ServiceError(finished.status === 'cancelled' ? 'cancelled' : finished.error?.code as ServiceErrorCode, finished.error?.message ?? 'The job was cancelled.');
    const pictures = await Promise.all(finished.pictures.map(async (id): Promise<FinishedPicture | undefined> => {
      const [stored, png] = [await gallery.get(id), await gallery.file(id)];
      return stored?.recipe && png && { id, png, recipe: stored.recipe };
    }));
    return { job: finished, pictures: pictures.filter((picture) => picture !== undefined) };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function ended({ queue }: Service, job: JobRecord, onEvent: RunOptions['onEvent']): Promise<JobRecord> {
  let stop = (): unknown => undefined;
  const heard = new Promise<JobRecord>((resolve) => {
    stop = queue.subscribe((event) => {
      if (event.job.id !== job.id) return;
      onEvent?.(event);
      if (event.kind === 'job' && isFinished(event.job.status)) resolve(event.job);
    }, onEvent === undefined ? false : job.id);
  });
  try {
    // It may have ended before anybody listened.
    const now = await queue.get(job.id);
    return now !== undefined && isFinished(now.status) ? now : await heard;
  } finally {
    stop();
  }
}
