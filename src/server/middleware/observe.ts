/** Counts and logs every request: what was asked, not with which words. */
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** What is asked every few seconds would drown the rest. */
const QUIET = new Set(['/health', '/ready', '/metrics']);

export function observe({ metrics, log }: { readonly metrics: Metrics; readonly log: Log }): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now();
    await next();
    const { method } = context.req;
    const seconds = (performance.now() - began) / 1000;
    const { status } = context.res;
    // The route, never the path: ids would make a number for each picture.
    const route = matchedRoutes(context).find(({ path }) => !path.endsWith('*'))?.path ?? (status === 404 ? 'none' : 'studio');
    metrics.request(method, route, status, seconds);
    if (!QUIET.has(context.req.path)) log.info('request', { method, route, status, ms: Math.round(seconds * 1000) });
  };
}
