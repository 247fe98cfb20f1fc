/** AUTOMATIC1111's API over the queue. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { a1111Error, extrasBody, img2imgBody, imagesAnswer as answerSchema, interrogateBody, optionsBody, pngInfoBody, txt2imgBody } from '../../../api/a1111.ts';
import { ServiceError } from '../../../api/error.ts';
import type { Service } from '../../service.ts';
import { type FinishedJob, runJob } from '../run-job.ts';
import { imagesAnswer } from './answer.ts';
import { extraSingleImage, pngInfo } from './extras.ts';
import { lists } from './lists.ts';
import { createOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { type Asked, img2imgRequest, txt2imgRequest } from './requests.ts';

const BASE = '/sdapi/v1';
const tags = ['a1111'];
const failure = { description: 'What was wrong', content: { 'application/json': { schema: a1111Error } } };
const failures = { 404: failure, 413: failure, 422: failure, 429: failure } as const;
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } });
const anything = { description: 'The answer', content: { 'application/json': { schema: z.unknown() } } };
const images = { 200: { description: 'Pictures', content: { 'application/json': { schema: answerSchema } } }, ...failures } as const;
const post = <T extends z.ZodType>(name: string, schema: T) => createRoute({ tags, method: 'post', path: `${BASE}/${name}`, request: { body: body(schema) }, responses: { 200: anything, ...failures } });

const routes = {
  txt2img: createRoute({ tags, method: 'post', path: `${BASE}/txt2img`, request: { body: body(txt2imgBody) }, responses: images }),
  img2img: createRoute({ tags, method: 'post', path: `${BASE}/img2img`, request: { body: body(img2imgBody) }, responses: images }),
  progress: createRoute({ tags, method: 'get', path: `${BASE}/progress`, request: { query: z.object({ skip_current_image: z.string().optional() }) }, responses: { 200: anything } }),
  options: createRoute({ tags, method: 'get', path: `${BASE}/options`, responses: { 200: anything } }),
  setOptions: post('options', optionsBody), pngInfo: post('png-info', pngInfoBody), extras: post('extra-single-image', extrasBody), interrogate: post('interrogate', interrogateBody),
} as const;

export function a1111Surface(app: OpenAPIHono, service: Service): void {
  const { queue } = service;
  const options = createOptions(service);
  const progress = createProgress(queue);

  const draw = async (asked: Asked, sent: Readonly<Record<string, unknown>>, signal: AbortSignal): ReturnType<typeof imagesAnswer> => {
    const startedAt = Date.now();
    const task = typeof sent['force_task_id'] === 'string' ? { clientId: sent['force_task_id'].slice(0, 200) } : {};
    // Interrupted is no error here: there are just no pictures.
    const { pictures } = await runJob(service, asked.recipe, { signal, ...task }).catch((error: unknown): Pick<FinishedJob, 'pictures'> => {
      if (error instanceof ServiceError && error.code === 'cancelled') return { pictures: [] };
      throw error;
    });
    return imagesAnswer({ asked, pictures, body: sent, startedAt });
  };

  app.openapi(routes.txt2img, async (context) => {
    const sent = context.req.valid('json');
    return context.json(await draw(txt2imgRequest(sent, service, options), sent, context.req.raw.signal), 200);
  });
  app.openapi(routes.img2img, async (context) => {
    const sent = context.req.valid('json');
    return context.json(await draw(await img2imgRequest(sent, service, options), sent, context.req.raw.signal), 200);
  });
  app.openapi(routes.progress, (context) => context.json(progress.read(context.req.valid('query').skip_current_image?.toLowerCase() !== 'true'), 200));
  app.openapi(routes.options, (context) => context.json(options.all(), 200));
  app.openapi(routes.setOptions, (context) => {
    options.change(context.req.valid('json'));
    return context.json(null, 200);
  });
  app.openapi(routes.pngInfo, (context) => context.json(pngInfo(context.req.valid('json').image), 200));
  app.openapi(routes.extras, async (context) => context.json(await extraSingleImage(context.req.valid('json'), service, context.req.raw.signal), 200));
  app.openapi(routes.interrogate, () => { throw new ServiceError('not-found', 'There is no model here that describes pictures.', 'model'); });

  for (const name of ['interrupt', 'skip']) {
    app.openapi(createRoute({ tags, method: 'post', path: `${BASE}/${name}`, responses: { 200: anything } }), (context) => {
      queue.cancelRunning();
      return context.json({}, 200);
    });
  }
  // Models never change while the service runs, and LoRAs are looked for each time: there is nothing to look for again.
  for (const name of ['refresh-checkpoints', 'refresh-loras', 'refresh-vae', 'refresh-embeddings', 'unload-checkpoint', 'reload-checkpoint']) {
    app.openapi(createRoute({ tags, method: 'post', path: `${BASE}/${name}`, responses: { 200: anything } }), (context) => context.json(null, 200));
  }
  for (const [name, list] of Object.entries(lists)) app.openapi(createRoute({ tags, method: 'get', path: `${BASE}/${name}`, responses: { 200: anything } }), async (context) => context.json(await list(service) as Record<string, never>, 200));
}
