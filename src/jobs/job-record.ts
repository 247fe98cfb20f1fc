/** A job as it is kept: all that is needed to run it again after a crash, and to tell what came of it. */
import type { JobStatus } from '../api/job.ts';
import type { RecipeRequest } from '../api/recipe-request.ts';

export interface JobRecord {
  readonly id: string;
  readonly clientId?: string;
  readonly status: JobStatus;
  /** Higher goes first. */
  readonly priority: number;
  /** Among equals, lower goes first. */
  readonly order: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** How often it was begun. */
  readonly attempts: number;
  /** With the seed fixed and pictures by hash: run again, it makes the same pictures. */
  readonly recipe: RecipeRequest;
  readonly collection?: string;
  /** Ids in the gallery. */
  readonly pictures: readonly string[];
  readonly warnings: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
  /** What the client called the request, and what it asked for under that name. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
}

export interface JobFilter {
  readonly status?: JobStatus;
  readonly clientId?: string;
  readonly limit: number;
}

/** Where jobs outlive the process. A write is on the disk when its promise resolves. */
export interface JobStore {
  save(record: JobRecord): Promise<void>;
  get(id: string): Promise<JobRecord | undefined>;
  byIdempotencyKey(key: string): Promise<JobRecord | undefined>;
  /** In no particular order. */
  unfinished(): Promise<readonly JobRecord[]>;
  /** The latest first. */
  finished(filter: JobFilter): Promise<readonly JobRecord[]>;
  /** Forgets finished jobs but for the latest. */
  prune(keep: number): Promise<void>;
}

/** Whether one waiting job goes before another. */
export const goesBefore = (a: JobRecord, b: JobRecord): number => b.priority - a.priority || a.order - b.order;
