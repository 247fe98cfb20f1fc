/** Each surface says what went wrong in its own shape: Darkroom's, OpenAI's, A1111's. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DarkroomError } from '../base/errors.ts';
import { type ServiceErrorCode, ServiceError, statusOf } from '../api/error.ts';

/** What happened, before it is put into a shape. */
export interface Failure {
  readonly code: ServiceErrorCode;
  readonly status: ContentfulStatusCode;
  readonly message: string;
  readonly path?: string;
}

type Shape = (failure: Failure) => unknown;

const openaiType = (status: number): string => (status === 401 ? 'authentication_error' : status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error');

export const shapes = {
  native: ({ code, message, path }) => ({ error: { code, message, ...(path !== undefined && { path }) } }),
  openai: ({ code, status, message, path }) => ({ error: { message, type: openaiType(status), param: path?.replace(/^recipe\./, '') ?? null, code: code.replaceAll('-', '_') } }),
  a1111: ({ code, message, path }) => ({ error: code, detail: message, body: '', errors: message, ...(path !== undefined && { path }) }),
} satisfies Record<string, Shape>;

export type Surface = keyof typeof shapes;

export function surfaceOf(path: string): Surface {
  if (path.startsWith('/sdapi/')) return 'a1111';
  return path === '/v1' || path.startsWith('/v1/') ? 'openai' : 'native';
}

/** Errors that are the caller's, with their words; everything else is a bug, whose words stay here. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ServiceError) return { code: error.code, status: statusOf[error.code], message: error.message, ...(error.path !== undefined && { path: error.path }) };
  if (error instanceof DarkroomError) return { code: error.code, status: statusOf[error.code], message: error.message };
  if (error instanceof HTTPException) return { code: httpCodes[error.status] ?? 'usage', status: error.status, message: error.message || 'The request is not understood.' };
  return { code: 'bug', status: 500, message: 'Something went wrong inside Darkroom; the log of the service says what.' };
}

const httpCodes: Readonly<Record<number, ServiceErrorCode>> = { 400: 'usage', 401: 'unauthorised', 403: 'forbidden', 404: 'not-found', 405: 'not-allowed', 413: 'too-large' };

const HEADERS_OF_STATUS: Readonly<Record<number, Readonly<Record<string, string>>>> = { 401: { 'WWW-Authenticate': 'Basic realm="darkroom", charset="UTF-8"' }, 429: { 'Retry-After': '5' }, 503: { 'Retry-After': '5' } };

export function failed(context: Context, failure: Failure): Response {
  const surface = surfaceOf(context.req.path);
  // A1111 says 422 where others say 400.
  const status = surface === 'a1111' && failure.status === 400 ? 422 : failure.status;
  return context.json(shapes[surface](failure), status, HEADERS_OF_STATUS[failure.status] ?? {});
}
