/** A fixture on a real port, for clients that want one. */
import { serve } from '@hono/node-server';
import { createApp } from '../../src/server/app.ts';
import type { AccessOptions } from '../../src/server/middleware/access.ts';
import type { Service } from '../../src/server/service.ts';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

export function listen(service: Service, access: Partial<AccessOptions> = {}): Promise<Listening> {
  const app = createApp(service, { access: { loopback: true, allowHosts: [], allowOrigins: [], ...access } });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve({
      url: `http://127.0.0.1:${port}`,
      close: () => new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
    }));
  });
}
