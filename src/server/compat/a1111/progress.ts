/** What A1111's clients ask every second: how far the one job is. Idle is 0 of 0: some wait for that. */
import type { JobQueue } from '../../../jobs/job-queue.ts';
import { timestamp } from './answer.ts';

export interface Progress {
  read(withPicture: boolean): Record<string, unknown>;
}

/** Looks are made for as long after a client asked for one. */
const INTEREST_MS = 5000;

export function createProgress(queue: JobQueue): Progress {
  let interestedUntil = -Infinity;
  let look: { readonly job: string; readonly picture: string } | undefined;
  queue.subscribe((event) => {
    const [picture] = event.kind === 'preview' ? event.pictures : [];
    if (picture !== undefined) look = { job: event.job.id, picture: picture.slice(picture.indexOf(',') + 1) };
  }, () => performance.now() < interestedUntil);
  return {
    read: (withPicture) => {
      if (withPicture) interestedUntil = performance.now() + INTEREST_MS;
      const { current, size } = queue;
      const { step = 0, steps = 0 } = current?.report ?? {};
      const eta = current === undefined ? undefined : queue.standing(current.job).etaSeconds;
      return {
        // Begun is more than nothing: 0 would be idle.
        progress: current === undefined ? 0 : Math.min(0.99, Math.max(0.01, steps === 0 ? 0 : step / steps)), eta_relative: eta ?? 0,
        state: {
          skipped: false, interrupted: false, stopping_generation: false, job: current?.job.id ?? '', job_count: size.waiting + size.running, job_timestamp: current === undefined ? '0' : timestamp(current.job.startedAt ?? 0), job_no: 0,
          sampling_step: step, sampling_steps: steps,
        },
        current_image: withPicture && current !== undefined && look?.job === current.job.id ? look.picture : null, textinfo: null,
      };
    },
  };
}
