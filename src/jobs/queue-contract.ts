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
  /** @param pictures of each job in the order of the jobs, as PNG data URLs */
  preview(step: number, pictures: readonly (readonly string[])[]): void;
  /** Cancelled jobs of a batch are not: their pictures need not be kept. */
  isWanted(job: JobRecord): boolean;
}

export interface JobOutcome {
  readonly pictures: readonly string[];
  readonly warnings: readonly string[];
}

/** Runs a job, or several that were found to be alike, at once. When its promise resolves, their pictures are safe. @returns the outcome of each, in their order */
export type Worker = (jobs: readonly JobRecord[], context: WorkContext) => Promise<readonly JobOutcome[]>;

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
  /** Which of the waiting jobs, in their order, are to run together with the one whose turn it is. Default: none. */
  readonly companions?: (first: JobRecord, waiting: readonly JobRecord[]) => readonly JobRecord[];
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
