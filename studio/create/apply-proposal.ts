/** What can be done with a proposal: look at it, apply it, discard it, compare it. */
import { ServiceError } from '../../src/api/error.ts';
import type { Job } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyPicture } from './put-picture.ts';
import { isEmpty, isRunning, messageOf } from './run-verb.ts';

/** The kind of data that a dragged proposal carries: a `DraggedProposal` as JSON. */
export const DRAGGED_PROPOSAL = 'application/x-darkroom-proposal';

export interface DraggedProposal {
  readonly job: string;
  readonly index: number;
}

/** What a job shows of its pictures now: themselves, or looks at what they become. */
export const tilesOf = ({ pictures, previews }: Pick<Job, 'pictures' | 'previews'>): readonly string[] => (pictures.length > 0 ? pictures.map(({ url }) => url) : previews);

/** On an empty canvas a picture is put there at once; over another one it is proposed first. */
export function showPicture(parts: StudioParts, job: Job, index: number): void {
  if (isEmpty(parts.studio.getState())) applyIndex(parts, job.id, index);
  else parts.changes.propose({ job: job.id, index });
}

export function applyIndex(parts: StudioParts, id: string, index: number): void {
  const { studio, changes } = parts;
  const job = studio.getState().jobs.find((each) => each.id === id);
  const picture = job?.pictures[index];
  if (job !== undefined && picture !== undefined) applyPicture(parts, job, picture).then(() => keepFocus(parts), (error: unknown) => changes.notify(messageOf(error), 'error'));
}

/** What was pressed is gone, and its focus with it: the canvas takes it, so that keys go on. */
function keepFocus({ stage }: StudioParts): void {
  setTimeout(() => { if (document.activeElement === document.body) stage.current?.focus(); });
}

/** The proposal in sight, with its job. */
export function presentProposal({ studio }: Pick<StudioParts, 'studio'>): { readonly job: Job; readonly index: number } | undefined {
  const { proposal, jobs } = studio.getState();
  const job = jobs.find(({ id }) => id === proposal?.job);
  return proposal === undefined || job === undefined ? undefined : { job, index: proposal.index };
}

export function stepProposal(parts: StudioParts, by: number): void {
  const shown = presentProposal(parts);
  const count = shown === undefined ? 0 : tilesOf(shown.job).length;
  if (shown !== undefined && count > 0) parts.changes.propose({ job: shown.job.id, index: (shown.index + by + count) % count });
}

/** Takes a job out of sight; ends it if it is under way. */
export function discardJob(parts: StudioParts, job: Job): void {
  const { engine, changes } = parts;
  // It may have come to its end by itself in this moment.
  if (isRunning(job)) engine.cancel(job.id).catch((error: unknown) => { if (!(error instanceof ServiceError && error.code === 'conflict')) changes.notify(messageOf(error), 'error'); });
  changes.dropJob(job.id);
  keepFocus(parts);
  if (job.pictures.length > 0) changes.notify(words.proposals.discarded);
}

/** A second call ends the comparison. */
export function compareProposal({ studio }: StudioParts, job: Job, index: number): void {
  const url = tilesOf(job)[index];
  if (url !== undefined) studio.setState(({ compare }) => ({ compare: compare === undefined ? { url, label: job.prompt || words.proposals.noWords } : undefined }));
}
