/** The queue's events as streams of server-sent events. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type JobEvent, isFinished } from '../api/job.ts';
import type { QueueEvent } from '../jobs/queue-contract.ts';
import type { JobRecord } from '../jobs/job-record.ts';
import type { Service } from './service.ts';
import { jobView, progressOf, rounded } from './views.ts';

/** Proxies close what is silent for longer. */
const KEEP_ALIVE_MS = 15_000;
/** Events that may wait for a slow reader; then steps and looks are left out. */
const MOST_WAITING = 256;

async function toldOf(event: QueueEvent, service: Service): Promise<JobEvent> {
  const { job } = event;
  const named = { job_id: job.id, ...(job.clientId !== undefined && { client_id: job.clientId }) };
  if (event.kind === 'job') return { event: isFinished(job.status) ? 'done' : 'job', data: await jobView(job, service) };
  if (event.kind === 'preview') return { event: 'preview', data: { ...named, step: event.step, pictures: [...event.pictures] } };
  const { etaSeconds } = service.queue.standing(job);
  return { event: 'step', data: { ...named, step: event.step, steps: event.steps, noise: event.noise, progress: progressOf(job.status, event.step, event.steps), ...(etaSeconds !== undefined && { eta_seconds: rounded(etaSeconds) }) } };
}

/** Events in their order, held until they are asked for. Wake it when the signal has fired. */
export function eventQueue(service: Service, only: string | undefined, previews: boolean): { next(signal: AbortSignal): Promise<QueueEvent | undefined>; wake(): void; close(): void } {
  const held: QueueEvent[] = [];
  let wake: (() => void) | undefined;
  const stop = service.queue.subscribe((event) => {
    if (only !== undefined && event.job.id !== only) return;
    if (held.length >= MOST_WAITING && event.kind !== 'job') return;
    held.push(event);
    wake?.();
  }, only !== undefined && previews ? only : only === undefined && previews);
  return {
    next: async (signal) => {
      while (held.length === 0 && !signal.aborted) await new Promise<void>((resolve) => { wake = resolve; });
      return held.shift();
    },
    wake: () => wake?.(),
    close: stop,
  };
}

/** One job's events: as it is now, then what happens, to its end. */
export function streamJob(context: Context, service: Service, job: JobRecord, previews: boolean): Response {
  return stream(context, service, job, previews);
}

/** All jobs' events, from now on. */
export function streamAll(context: Context, service: Service, previews: boolean): Response {
  return stream(context, service, undefined, previews);
}

function stream(context: Context, service: Service, job: JobRecord | undefined, previews: boolean): Response {
  // Listening begins before the first word is said: nothing falls between.
  const events = eventQueue(service, job?.id, previews);
  const gone = new AbortController();
  context.header('X-Accel-Buffering', 'no');
  return streamSSE(context, async (sse) => {
    sse.onAbort(() => {
      gone.abort();
      events.wake();
    });
    const tell = async ({ event, data }: JobEvent): Promise<void> => sse.writeSSE({ event, data: JSON.stringify(data) });
    const alive = setInterval(() => void sse.write(': alive\n\n').catch(() => undefined), KEEP_ALIVE_MS);
    alive.unref();
    try {
      if (job !== undefined) {
        const now = await service.queue.get(job.id) ?? job;
        await tell({ event: isFinished(now.status) ? 'done' : 'job', data: await jobView(now, service) });
        if (isFinished(now.status)) return;
      }
      for (let event = await events.next(gone.signal); event !== undefined; event = await events.next(gone.signal)) {
        await tell(await toldOf(event, service));
        if (job !== undefined && event.kind === 'job' && isFinished(event.job.status)) return;
      }
    } finally {
      clearInterval(alive);
      events.close();
    }
  });
}
