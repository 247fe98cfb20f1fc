/** Pressing the verb button: asks the service, watches the job, keeps what it tells. */
import { present } from '../document/history.ts';
import { verbOf } from '../document/verb.ts';
import type { Job, ModelChoice } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import { requestOf } from './request.ts';

/** The model that the knobs mean. */
export function chosenModel({ studio, capabilities }: Pick<StudioParts, 'studio' | 'capabilities'>): ModelChoice | undefined {
  const { model } = studio.getState().knobs;
  return capabilities.models.find(({ id }) => id === model) ?? capabilities.models[0];
}

export async function runVerb(parts: StudioParts): Promise<void> {
  const { studio, changes, engine, assets } = parts;
  const { history, knobs, madeFrom, wished } = studio.getState();
  const document = present(history);
  const model = chosenModel(parts);
  if (model === undefined) {
    changes.notify('The service has no model. Train one, or start it with --model.', 'error');
    return;
  }
  const verb = verbOf({ document, prompt: knobs.prompt, wished, ...(madeFrom !== undefined && { madeFrom }) } as Parameters<typeof verbOf>[0]);
  try {
    const job = await engine.submit(await requestOf({ verb, document, knobs, model, assets }));
    changes.putJob(job);
    void follow(parts, job.id);
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}

const watching = new Map<string, AbortController>();

/** Watches a job to its end; a second call for one job does nothing. */
export async function follow({ changes, engine }: StudioParts, id: string): Promise<void> {
  if (watching.has(id)) return;
  const stop = new AbortController();
  watching.set(id, stop);
  try {
    for await (const job of engine.watch(id, stop.signal)) {
      changes.putJob(job);
      if (job.state === 'completed') for (const warning of job.warnings) changes.notify(warning);
    }
  } catch (error) {
    if (!stop.signal.aborted) changes.notify(messageOf(error), 'error');
  } finally {
    watching.delete(id);
  }
}

/** After a reload: goes on watching what was under way. */
export function followAll(parts: StudioParts, jobs: readonly Job[]): void {
  for (const { id, state } of jobs) if (state === 'queued' || state === 'generating') void follow(parts, id);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
