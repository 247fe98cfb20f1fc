/** /darkroom/v1/jobs: the queue. */
import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { ServiceError } from '../../api/error.ts';
import { routes } from '../../api/routes.ts';
import type { JobRecord } from '../../jobs/job-record.ts';
import { streamAll, streamJob } from '../events.ts';
import { prepareJob } from '../prepare-job.ts';
import type { Service } from '../service.ts';
import { jobView } from '../views.ts';

const DEFAULT_LIMIT = 100;
const MOST_LIMIT = 500;

export function jobRoutes(app: OpenAPIHono, service: Service): void {
  const { queue } = service;
  const known = async (id: string): Promise<JobRecord> => {
    const job = await queue.get(id);
    if (job === undefined) throw new ServiceError('not-found', `There is no job ${id}.`);
    return job;
  };

  app.openapi(routes.submit, async (context) => {
    const { recipe, client_id: clientId, priority, collection } = context.req.valid('json');
    const key = context.req.valid('header')['idempotency-key'];
    const fingerprint = createHash('sha256').update(JSON.stringify(context.req.valid('json'))).digest('hex');
    const { job, made } = await queue.submit({
      recipe: await prepareJob(recipe, service), ...(clientId !== undefined && { clientId }), ...(priority !== undefined && { priority }), ...(collection !== undefined && { collection }),
      ...(key !== undefined && { idempotency: { key, fingerprint } }),
    });
    const view = await jobView(job, service);
    return made ? context.json(view, 202) : context.json(view, 200);
  });

  app.openapi(routes.jobs, async (context) => {
    const { status, client_id: clientId, limit = DEFAULT_LIMIT } = context.req.valid('query');
    const jobs = await queue.list({ limit: Math.min(MOST_LIMIT, limit), ...(status !== undefined && { status }), ...(clientId !== undefined && { clientId }) });
    return context.json({ jobs: await Promise.all(jobs.map((job) => jobView(job, service))) }, 200);
  });

  app.openapi(routes.job, async (context) => context.json(await jobView(await known(context.req.valid('param').id), service), 200));
  app.openapi(routes.jobEvents, async (context) => streamJob(context, service, await known(context.req.valid('param').id), context.req.valid('query').previews !== 'false') as never);
  app.openapi(routes.allEvents, (context) => streamAll(context, service, context.req.valid('query').previews === 'true') as never);
  app.openapi(routes.cancel, async (context) => context.json(await jobView(await queue.cancel(context.req.valid('param').id), service), 200));
  app.openapi(routes.prioritise, async (context) => context.json(await jobView(await queue.prioritise(context.req.valid('param').id, context.req.valid('json').priority), service), 200));
}
