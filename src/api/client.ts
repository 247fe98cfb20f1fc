/** Darkroom's own API as functions: for the studio, for scripts, for tests. Needs nothing but fetch. */
import { z } from '@hono/zod-openapi';
import { type Capabilities, capabilities } from './capabilities.ts';
import { type ServiceErrorCode, ServiceError, errorBody } from './error.ts';
import { type GalleryQuery, type PictureChange, type PictureView, galleryLabels, galleryPage, pictureView } from './gallery.ts';
import { type Job, type JobEvent, type SubmitJob, isFinished, job } from './job.ts';
import type { RecipeRequest } from './recipe-request.ts';
import { NATIVE } from './routes.ts';
import { serverSentEvents } from './server-sent-events.ts';

export interface ClientOptions {
  /** Where the service is, as `http://127.0.0.1:7860`. Default: where the page came from. */
  readonly baseUrl?: string;
  /** Needed beyond this machine. */
  readonly token?: string;
  readonly fetch?: typeof globalThis.fetch;
}

interface Call {
  readonly method?: string;
  readonly json?: unknown;
  readonly bytes?: Blob | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type Client = ReturnType<typeof createClient>;

/** Every function throws `ServiceError` with the service's code and words. */
export function createClient({ baseUrl = '', token, fetch = globalThis.fetch }: ClientOptions = {}) {
  const call = async (path: string, { method = 'GET', json, bytes, headers = {}, signal }: Call = {}): Promise<Response> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method, ...(signal && { signal }), ...(json !== undefined && { body: JSON.stringify(json) }), ...(bytes && { body: bytes }),
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...(bytes && { 'content-type': 'application/octet-stream' }), ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    });
    if (response.ok) return response;
    const told = errorBody.safeParse(await response.json().catch(() => undefined));
    throw told.success ? new ServiceError(told.data.error.code as ServiceErrorCode, told.data.error.message, told.data.error.path) : new ServiceError('bug', `The service answered ${response.status}.`);
  };
  const read = async <T extends z.ZodType>(schema: T, path: string, options?: Call): Promise<z.output<T>> => schema.parse(await (await call(`${NATIVE}${path}`, options)).json()) as z.output<T>;
  const jobPath = (id: string): string => `/jobs/${encodeURIComponent(id)}`;
  const picturePath = (id: string): string => `/gallery/${encodeURIComponent(id)}`;
  return {
    capabilities: (): Promise<Capabilities> => read(capabilities, '/capabilities'),
    submit: (request: SubmitJob, { idempotencyKey }: { readonly idempotencyKey?: string } = {}): Promise<Job> => read(job, '/jobs', { method: 'POST', json: request, headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey } }),
    job: (id: string): Promise<Job> => read(job, jobPath(id)),
    jobs: async (query: { readonly status?: Job['status']; readonly client_id?: string; readonly limit?: number } = {}): Promise<readonly Job[]> => (await read(jobList, `/jobs${queryText(query)}`)).jobs,
    cancel: (id: string): Promise<Job> => read(job, `${jobPath(id)}/cancel`, { method: 'POST' }),
    prioritise: (id: string, priority: number | 'first'): Promise<Job> => read(job, `${jobPath(id)}/priority`, { method: 'POST', json: { priority } }),
    /** The job's events to its end. A lost connection is the caller's to take up again: the stream begins with what the job is then. */
    async* watch(id: string, { signal, previews = true }: { readonly signal?: AbortSignal; readonly previews?: boolean } = {}): AsyncGenerator<JobEvent> {
      yield* events(await call(`${NATIVE}${jobPath(id)}/events?previews=${previews}`, signal ? { signal } : {}));
    },
    /** The events of all jobs; ends with the signal. */
    async* watchAll({ signal, previews = false }: { readonly signal?: AbortSignal; readonly previews?: boolean } = {}): AsyncGenerator<JobEvent> {
      yield* events(await call(`${NATIVE}/events?previews=${previews}`, signal ? { signal } : {}));
    },
    /** Waits for the end. @throws ServiceError when it failed or was cancelled */
    async finished(id: string, signal?: AbortSignal): Promise<Job> {
      for await (const { event, data } of this.watch(id, { previews: false, ...(signal && { signal }) })) {
        if ((event !== 'job' && event !== 'done') || !isFinished(data.status)) continue;
        if (data.status === 'completed') return data;
        throw new ServiceError(data.status === 'cancelled' ? 'cancelled' : data.error?.code as ServiceErrorCode ?? 'bug', data.error?.message ?? `The job was ${data.status}.`);
      }
      throw new ServiceError('bug', 'The stream of events ended before the job.');
    },
    gallery: (query: GalleryQuery = {}) => read(galleryPage, `/gallery${queryText(query)}`),
    labels: () => read(galleryLabels, '/gallery-labels'),
    picture: (id: string): Promise<PictureView> => read(pictureView, picturePath(id)),
    change: (id: string, change: PictureChange): Promise<PictureView> => read(pictureView, picturePath(id), { method: 'PATCH', json: change }),
    emptyTrash: async (): Promise<number> => (await (await call(`${NATIVE}/gallery-trash/empty`, { method: 'POST' })).json() as { deleted: number }).deleted,
    /** The file of a picture. @param url as in `PictureView`; relative ones are of this service */
    file: async (url: string): Promise<Blob> => (await call(url)).blob(),
    importPicture: (bytes: Blob | Uint8Array<ArrayBuffer>): Promise<PictureView> => read(pictureView, '/gallery', { method: 'POST', bytes }),
    putInput: async (bytes: Blob | Uint8Array<ArrayBuffer>): Promise<{ hash: string; width: number; height: number }> => (await call(`${NATIVE}/inputs`, { method: 'POST', bytes })).json() as Promise<{ hash: string; width: number; height: number }>,
    readRecipe: async (bytes: Blob | Uint8Array<ArrayBuffer>): Promise<{ source: string; recipe: Record<string, unknown>; notes: string[] }> => (await call(`${NATIVE}/recipe`, { method: 'POST', bytes })).json() as Promise<{ source: string; recipe: Record<string, unknown>; notes: string[] }>,
    resolve: async (recipe: RecipeRequest): Promise<{ prompt: string; length: number; limit?: number; unknown: string[]; cut: number }> => (await call(`${NATIVE}/prompt`, { method: 'POST', json: recipe })).json() as Promise<{ prompt: string; length: number; limit?: number; unknown: string[]; cut: number }>,
  };
}

const jobList = z.object({ jobs: z.array(job) });

/** `?a=1&b=2`, without what is undefined. */
function queryText(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)] as [string, string]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

async function* events(response: Response): AsyncGenerator<JobEvent> {
  if (response.body === null) return;
  for await (const { event, data } of serverSentEvents(response.body)) yield { event, data: JSON.parse(data) } as JobEvent;
}
