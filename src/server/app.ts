/** The service as one application: access, limits, three surfaces, the studio. Needs no network: tests ask it directly. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { ServiceError } from '../api/error.ts';
import { VERSION } from '../node/version.ts';
import { a1111Surface } from './compat/a1111/routes.ts';
import { openaiSurface } from './compat/openai/routes.ts';
import { type AccessOptions, checkAccess } from './middleware/access.ts';
import { observe } from './middleware/observe.ts';
import { capabilityRoutes } from './routes/capabilities.ts';
import { galleryRoutes } from './routes/gallery.ts';
import { healthRoutes } from './routes/health.ts';
import { inputRoutes } from './routes/inputs.ts';
import { jobRoutes } from './routes/jobs.ts';
import { lensRoutes } from './routes/lens.ts';
import { studioRoutes } from './routes/studio.ts';
import type { Service } from './service.ts';
import { failed, failureOf } from './surface.ts';

export interface AppOptions {
  readonly access: AccessOptions;
}

/** What a page of the studio may load and do: its own files, pictures that it made itself, nothing from elsewhere. */
const CONTENT_POLICY = {
  defaultSrc: ["'self'"], imgSrc: ["'self'", 'data:', 'blob:'], styleSrc: ["'self'", "'unsafe-inline'"], workerSrc: ["'self'", 'blob:'], scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  connectSrc: ["'self'", 'blob:', 'data:'], frameAncestors: ["'none'"], objectSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"],
};

export function createApp(service: Service, { access }: AppOptions): OpenAPIHono {
  const { log, limits } = service;
  const app = new OpenAPIHono({
    // What does not fit the schema: the first thing that is wrong, with its place.
    defaultHook: (result, context) => {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const path = issue?.path.map(String).join('.') ?? '';
      return failed(context, { code: 'usage', status: 400, message: `${path === '' ? 'The request' : `'${path}'`}: ${issue?.message ?? 'not understood'}.`, ...(path !== '' && { path }) });
    },
  });
  app.use(observe(service));
  app.use(secureHeaders({ contentSecurityPolicy: CONTENT_POLICY, crossOriginResourcePolicy: 'same-origin', referrerPolicy: 'no-referrer', strictTransportSecurity: false }));
  app.use(checkAccess(access));
  app.use(bodyLimit({ maxSize: limits.bodyBytes, onError: () => { throw new ServiceError('too-large', `A request may have at most ${limits.bodyBytes} bytes.`); } }));
  healthRoutes(app, service);
  capabilityRoutes(app, service);
  jobRoutes(app, service);
  galleryRoutes(app, service);
  inputRoutes(app, service);
  lensRoutes(app, service);
  openaiSurface(app, service);
  a1111Surface(app, service);
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Darkroom', version: VERSION, description: 'Words become pictures: three surfaces on one port.' } });
  studioRoutes(app);
  app.notFound((context) => failed(context, { code: 'not-found', status: 404, message: `There is nothing at ${context.req.method} ${context.req.path.slice(0, 200)}.` }));
  app.onError((error, context) => {
    const failure = failureOf(error);
    if (failure.code === 'bug') log.error('bug', { method: context.req.method, path: context.req.path.slice(0, 200), error: error.stack ?? error.message });
    return failed(context, failure);
  });
  return app;
}
