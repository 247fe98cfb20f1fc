/** What the queue is given and tells: workers, submissions, events. */
import type { RecipeRequest } from '../api/recipe-request.ts';
import type { JobRecord, JobStore } from './job-record.ts';

export interface StepReport {
  /** Steps done, of how many. */
  readonly step: number;
  readonly steps: number;
  readonly noise: number;
}

/** What a worker is given beside the job. */
export interface WorkContext {
  readonly signal: AbortSignal;
  step(report: StepReport): void;
  /** Does anybody look? Previews cost time. */
  previewWanted(): boolean;
  /** @param pictures PNG data URLs */
  preview(step: number, pictures: readonly string[]): void;
}

/** Runs one job. When its promise resolves, its pictures are safe. */
export type Worker = (job: JobRecord, context: WorkContext) => Promise<{ readonly pictures: readonly string[]; readonly warnings: readonly string[] }>;

export interface JobSubmission {
  readonly recipe: RecipeRequest;
  readonly clientId?: string;
  readonly priority?: number;
  readonly collection?: string;
  readonly idempotency?: JobRecord['idempotency'];
}

export type QueueEvent =
  | { readonly kind: 'job'; readonly job: JobRecord }
  | ({ readonly kind: 'step'; readonly job: JobRecord } & StepReport)
  | { readonly kind: 'preview'; readonly job: JobRecord; readonly step: number; readonly pictures: readonly string[] };

/** Whose previews somebody wants: every job's (true), one's (its id), nobody's; or as the moment says. */
export type PreviewInterest = boolean | string | (() => boolean);

export interface QueueOptions {
  readonly store: JobStore;
  readonly worker: Worker;
  /** The pictures of a job that a crash interrupted, if it had finished but for telling so. */
  readonly recover?: (job: JobRecord) => Promise<readonly string[] | undefined>;
  /** Waiting jobs; more are refused. */
  readonly mostWaiting: number;
  /** Jobs that crash the process so often are given up. Default 3. */
  readonly mostAttempts?: number;
  /** Finished jobs that are remembered. Default 1000. */
  readonly keepFinished?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Hears of errors that are nobody's mistake but Darkroom's, or the disk's. */
  readonly onBug?: (error: unknown, job: JobRecord) => void;
}

/** How a job stands in the queue, for those who show it. */
export interface Standing {
  readonly position?: number;
  readonly step?: number;
  readonly steps?: number;
  readonly etaSeconds?: number;
}
