/** What went wrong, as the surfaces say it: Darkroom's codes and their HTTP statuses. */
import { z } from '@hono/zod-openapi';
import type { ErrorCode } from '../base/errors.ts';

/** Codes beyond Darkroom's own: what only a service can say. */
export type ServiceErrorCode = ErrorCode | 'not-found' | 'conflict' | 'too-large' | 'queue-full' | 'unauthorised' | 'forbidden' | 'not-allowed' | 'bug';

/** Statuses that clients can act on: 4xx is theirs to mend, 5xx is not. */
export const statusOf = {
  usage: 400, shape: 400, data: 400, weights: 500, model: 404, device: 503, engine: 503, 'not-finite': 500, io: 500, cancelled: 409,
  'not-found': 404, conflict: 409, 'too-large': 413, 'queue-full': 429, unauthorised: 401, forbidden: 403, 'not-allowed': 405, bug: 500,
} as const satisfies Record<ServiceErrorCode, number>;

export const errorBody = z.object({
  error: z.object({
    code: z.string().openapi({ example: 'usage' }),
    /** One or two sentences: what was wrong, and what would be right. */
    message: z.string(),
    /** The field that it is about, as `recipe.steps`. */
    path: z.string().optional(),
  }),
}).openapi('Error');

export type ErrorBody = z.infer<typeof errorBody>;

/** An error that only a service makes. Messages are for the caller. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly path: string | undefined;

  constructor(code: ServiceErrorCode, message: string, path?: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.path = path;
  }
}
