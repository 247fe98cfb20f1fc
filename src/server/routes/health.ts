/** Does it live, may it be asked, how is it doing. */
import type { Hono } from 'hono';
import type { Service } from '../service.ts';

export function healthRoutes(app: Pick<Hono, 'get'>, { metrics, queue, closing }: Service): void {
  app.get('/health', (context) => context.json({ status: 'alive' }));
  app.get('/ready', (context) => {
    const { waiting, running } = queue.size;
    return context.json({ status: closing() ? 'closing' : 'ready', waiting, running }, closing() ? 503 : 200);
  });
  app.get('/metrics', async (context) => context.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }));
}
