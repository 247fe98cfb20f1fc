/** Pressing the verb button: asks the service, watches the job, keeps what it tells. */
import { ServiceError } from '../../src/api/error.ts';
import { activeLayer } from '../document/document.ts';
import { present } from '../document/history.ts';
import { type Verb, verbOf } from '../document/verb.ts';
import { ServiceGone } from '../engine/connection.ts';
import type { Job, ModelChoice } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import type { StudioState } from '../shell/studio-state.ts';
import { words } from '../words/en.ts';
import { presetsOf, requestOf } from './request.ts';

/** The model that the knobs mean. */
export function chosenModel({ studio, capabilities }: Pick<StudioParts, 'studio' | 'capabilities'>): ModelChoice | undefined {
  const { model } = studio.getState().knobs;
  return capabilities.models.find(({ id }) => id === model) ?? capabilities.models[0];
}

/** What pressing the button would do. */
export const presentVerb = ({ history, knobs, wished }: Pick<StudioState, 'history' | 'knobs' | 'wished'>): Verb => verbOf({ document: present(history), prompt: knobs.prompt, presets: presetsOf(knobs), ...(wished && { wished }) });

export async function runVerb(parts: StudioParts): Promise<void> {
  const { studio, changes, engine, assets } = parts;
  const state = studio.getState();
  const document = present(state.history);
  const model = chosenModel(parts);
  if (model === undefined) {
    changes.notify(words.errors.noModel, 'error');
    return;
  }
  const verb = presentVerb(state);
  studio.setState({ view: 'create', notice: undefined, compare: undefined });
  try {
    const job = await engine.submit(await requestOf({ verb, document, knobs: state.knobs, model, assets }));
    changes.putJob(job);
    studio.setState({ proposal: { job: job.id, index: 0 }, spoken: words.spoken.started(words.verbs[verb].label, job.count) });
    void follow(parts, job.id);
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}

/** Is there anything that a result would be put over? */
export const isEmpty = ({ history }: Pick<StudioState, 'history'>): boolean => activeLayer(present(history)) === undefined;

const watching = new Map<string, AbortController>();

/** Watches a job to its end; a second call for one job does nothing. */
export async function follow({ studio, changes, engine }: StudioParts, id: string): Promise<void> {
  if (watching.has(id)) return;
  const stop = new AbortController();
  watching.set(id, stop);
  const known = (): Job | undefined => studio.getState().jobs.find((job) => job.id === id);
  try {
    for await (const job of engine.watch(id, stop.signal)) {
      // Somebody may have dropped it meanwhile.
      if (known() === undefined) return;
      changes.putJob(job);
      const said = endOf(job);
      if (said !== undefined) changes.say(said);
    }
  } catch (error) {
    const job = known();
    if (job !== undefined && error instanceof ServiceError) changes.putJob({ ...job, state: 'failed', error: error.code === 'not-found' ? words.errors.jobGone : error.message });
    else if (!stop.signal.aborted) changes.notify(messageOf(error), 'error');
  } finally {
    watching.delete(id);
  }
}

function endOf({ state, pictures, error, prompt }: Job): string | undefined {
  if (state === 'completed') return words.spoken.done(pictures.length, prompt);
  if (state === 'failed') return `${words.proposals.failed}: ${error ?? ''}`;
  return state === 'cancelled' ? words.spoken.cancelled : undefined;
}

export const isRunning = ({ state }: Pick<Job, 'state'>): boolean => state === 'queued' || state === 'generating';

/** After a reload: goes on watching what was under way, also what was asked for in the very moment when the page went. */
export async function followAll(parts: StudioParts): Promise<void> {
  const { studio, changes, engine } = parts;
  for (const job of studio.getState().jobs) if (isRunning(job)) void follow(parts, job.id);
  const theirs = await engine.jobs({ mine: true }).catch(() => []);
  const { jobs, grid } = studio.getState();
  const known = new Set([...jobs, ...grid.made?.jobs ?? []].map(({ id }) => id));
  const forgotten = theirs.filter((each) => isRunning(each) && !known.has(each.id));
  for (const job of forgotten.toReversed()) {
    changes.putJob(job);
    void follow(parts, job.id);
  }
  // What was asked for last stood over the canvas when the page went, before its place there was stored.
  if (forgotten[0] !== undefined) changes.propose({ job: forgotten[0].id, index: 0 });
}

export function messageOf(error: unknown): string {
  if (error instanceof ServiceGone) return words.errors.gone;
  return error instanceof Error ? error.message : String(error);
}
