/** The routes of Darkroom's own API, /darkroom/v1: what goes in, what comes out. The server answers them, the client calls them, the OpenAPI document lists them. */
import { createRoute, z } from '@hono/zod-openapi';
import { capabilities } from './capabilities.ts';
import { errorBody } from './error.ts';
import { galleryLabels, galleryPage, galleryQuery, pictureChange, pictureId, pictureView } from './gallery.ts';
import { job, jobId, jobStatuses, submitJob } from './job.ts';
import { recipeRequest } from './recipe-request.ts';

export const NATIVE = '/darkroom/v1';

const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } });
const failure = (description: string) => json(errorBody, description);
const bytes = (description: string, ...types: readonly string[]) => ({ description, content: Object.fromEntries(types.map((type) => [type, { schema: z.string().openapi({ format: 'binary' }) }])) });
const stream = (description: string) => ({ description, content: { 'text/event-stream': { schema: z.string() } } });
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } });
const oneJob = { params: z.object({ id: jobId }) };
const onePicture = { params: z.object({ id: pictureId }) };
const refused = { 400: failure('What was wrong with the request') } as const;
const absent = { 404: failure('There is no such thing') } as const;
const withTags = (tag: string) => ({ tags: [tag] });

const jobs = withTags('jobs');
const gallery = withTags('gallery');

export const routes = {
  capabilities: createRoute({ ...withTags('service'), method: 'get', path: `${NATIVE}/capabilities`, responses: { 200: json(capabilities, 'What this service can do') } }),
  submit: createRoute({
    ...jobs, method: 'post', path: `${NATIVE}/jobs`, description: 'Puts a job into the queue. With an Idempotency-Key, sending it twice makes one job.',
    request: { headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }), body: body(submitJob) },
    responses: { 202: json(job, 'Accepted'), 200: json(job, 'The job that the same Idempotency-Key made before'), 409: failure('The Idempotency-Key was used for something else'), 413: failure('Too large'), 429: failure('The queue is full'), ...refused, ...absent },
  }),
  jobs: createRoute({
    ...jobs, method: 'get', path: `${NATIVE}/jobs`, description: 'Running, then waiting in their order, then finished ones, the latest first.',
    request: { query: z.object({ status: z.enum(jobStatuses).optional(), client_id: z.string().max(200).optional(), limit: z.string().regex(/^\d{1,3}$/).transform(Number).optional() }).strict() },
    responses: { 200: json(z.object({ jobs: z.array(job) }), 'Jobs'), ...refused },
  }),
  job: createRoute({ ...jobs, method: 'get', path: `${NATIVE}/jobs/{id}`, request: oneJob, responses: { 200: json(job, 'The job'), ...absent, ...refused } }),
  jobEvents: createRoute({
    ...jobs, method: 'get', path: `${NATIVE}/jobs/{id}/events`, description: 'Server-sent events: job, step, preview, done. Begins with the job as it is now; ends when it is finished.',
    request: { ...oneJob, query: z.object({ previews: z.enum(['true', 'false']).optional().openapi({ description: 'Default true.' }) }).strict() }, responses: { 200: stream('Events'), ...absent, ...refused },
  }),
  allEvents: createRoute({
    ...jobs, method: 'get', path: `${NATIVE}/events`, description: 'Server-sent events of all jobs: job, step, preview, done. Does not end.',
    request: { query: z.object({ previews: z.enum(['true', 'false']).optional().openapi({ description: 'Default false.' }) }).strict() }, responses: { 200: stream('Events'), ...refused },
  }),
  cancel: createRoute({ ...jobs, method: 'post', path: `${NATIVE}/jobs/{id}/cancel`, request: oneJob, responses: { 200: json(job, 'The job: cancelled, or about to be'), 409: failure('It is finished'), ...absent, ...refused } }),
  prioritise: createRoute({
    ...jobs, method: 'post', path: `${NATIVE}/jobs/{id}/priority`, description: 'Moves a waiting job.',
    request: { ...oneJob, body: body(z.object({ priority: z.union([z.number().int().min(-100).max(100), z.literal('first')]) }).strict()) },
    responses: { 200: json(job, 'The job'), 409: failure('It is not waiting'), ...absent, ...refused },
  }),
  gallery: createRoute({ ...gallery, method: 'get', path: `${NATIVE}/gallery`, description: 'The latest first.', request: { query: galleryQuery }, responses: { 200: json(galleryPage, 'Pictures'), ...refused } }),
  labels: createRoute({ ...gallery, method: 'get', path: `${NATIVE}/gallery-labels`, responses: { 200: json(galleryLabels, 'Tags, collections and models in use') } }),
  picture: createRoute({ ...gallery, method: 'get', path: `${NATIVE}/gallery/{id}`, request: onePicture, responses: { 200: json(pictureView, 'The picture'), ...absent, ...refused } }),
  pictureFile: createRoute({
    ...gallery, method: 'get', path: `${NATIVE}/gallery/{id}/file`,
    request: { ...onePicture, query: z.object({ size: z.enum(['full', 'thumbnail']).optional(), format: z.enum(['png', 'jpeg', 'webp']).optional() }).strict() },
    responses: { 200: bytes('The file', 'image/png', 'image/jpeg', 'image/webp'), ...absent, ...refused },
  }),
  changePicture: createRoute({ ...gallery, method: 'patch', path: `${NATIVE}/gallery/{id}`, request: { ...onePicture, body: body(pictureChange) }, responses: { 200: json(pictureView, 'The picture'), ...absent, ...refused } }),
  emptyTrash: createRoute({ ...gallery, method: 'post', path: `${NATIVE}/gallery-trash/empty`, description: 'Deletes for good what is in the trash.', responses: { 200: json(z.object({ deleted: z.number() }), 'How many') } }),
  importPicture: createRoute({
    ...gallery, method: 'post', path: `${NATIVE}/gallery`, description: 'Brings a picture file into the gallery, as it is: with the recipe it carries, of whatever program.',
    request: { body: { required: true, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } } }, responses: { 201: json(pictureView, 'The picture'), 413: failure('Too large'), ...refused },
  }),
  putInput: createRoute({
    ...withTags('inputs'), method: 'post', path: `${NATIVE}/inputs`, description: 'Keeps a picture to edit; recipes name it by the hash.',
    request: { body: { required: true, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } } },
    responses: { 201: json(z.object({ hash: z.string(), width: z.number(), height: z.number() }), 'Its name'), 413: failure('Too large'), ...refused },
  }),
  readRecipe: createRoute({
    ...withTags('inputs'), method: 'post', path: `${NATIVE}/recipe`, description: 'What a picture file says of how it was made, whichever program made it.',
    request: { body: { required: true, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } } },
    responses: { 200: json(z.object({ source: z.string(), recipe: z.record(z.string(), z.unknown()), notes: z.array(z.string()) }), 'The recipe'), 413: failure('Too large'), ...absent, ...refused },
  }),
  resolve: createRoute({
    ...withTags('inputs'), method: 'post', path: `${NATIVE}/prompt`, description: 'What the model would read: choices made, styles added, words it does not know.',
    request: { body: body(recipeRequest) }, responses: { 200: json(z.object({ prompt: z.string(), length: z.number(), limit: z.number().optional(), unknown: z.array(z.string()), cut: z.number() }), 'The reading'), ...absent, ...refused },
  }),
} as const;
