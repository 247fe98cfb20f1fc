/** Jobs and pictures as the API tells them. */
import { type Job, isFinished } from '../api/job.ts';
import type { PictureView } from '../api/gallery.ts';
import { NATIVE } from '../api/routes.ts';
import type { JobRecord } from '../jobs/job-record.ts';
import type { StoredPicture } from '../storage/picture-files.ts';
import type { Service } from './service.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export function pictureView({ id, createdAt, job, width, height, sizeBytes, recipe, note }: StoredPicture): PictureView {
  const url = `${NATIVE}/gallery/${id}/file`;
  return {
    id, url, thumbnail_url: `${url}?size=thumbnail&format=webp`, width, height, bytes: sizeBytes, created_at: iso(createdAt), prompt: recipe?.prompt ?? '', model: recipe?.model.id ?? '',
    favourite: note.favourite, tags: [...note.tags], collections: [...note.collections], trashed: note.trashed,
    ...(job !== undefined && { job_id: job }), ...(recipe && { seed: recipe.seed, recipe: { ...recipe } }),
  };
}

/** Where it stands is asked of the queue, its pictures of the gallery: what was deleted since is not among them. */
export async function jobView(record: JobRecord, { queue, gallery }: Pick<Service, 'queue' | 'gallery'>): Promise<Job> {
  const { id, clientId, status, priority, createdAt, startedAt, finishedAt, recipe, warnings, error, attempts } = record;
  const { position, step, steps, etaSeconds } = queue.standing(record);
  const pictures = record.pictures.length === 0 ? [] : (await Promise.all(record.pictures.map((picture) => gallery.get(picture)))).filter((picture) => picture !== undefined);
  return {
    id, status, priority, created_at: iso(createdAt), progress: progressOf(status, step, steps), recipe, pictures: pictures.map(pictureView), warnings: [...warnings], attempts,
    poll_url: `${NATIVE}/jobs/${id}`, events_url: `${NATIVE}/jobs/${id}/events`,
    ...(clientId !== undefined && { client_id: clientId }), ...(startedAt !== undefined && { started_at: iso(startedAt) }), ...(finishedAt !== undefined && isFinished(status) && { finished_at: iso(finishedAt) }),
    ...(position !== undefined && { queue_position: position }), ...(step !== undefined && steps !== undefined && { step, steps }), ...(etaSeconds !== undefined && { eta_seconds: rounded(etaSeconds) }), ...(error && { error }),
  };
}

export const progressOf = (status: JobRecord['status'], step = 0, steps = 0): number => (status === 'completed' ? 1 : steps === 0 ? 0 : step / steps);
export const rounded = (seconds: number): number => Math.round(seconds * 100) / 100;
