/** A service in a process of its own, to be killed: fake models, a folder and nothing else. Prints its address when it is ready. */
import { serve } from '@hono/node-server';
import { createApp } from '../../src/server/app.ts';
import { openService } from '../../src/server/service.ts';
import { fakePool } from './fake-pool.ts';

const [dataFolder = '', stepMs = '10'] = process.argv.slice(2);
const service = await openService({ pool: fakePool({ stepMs: Number(stepMs) }), dataFolder, mostAttempts: 1000 });
const app = createApp(service, { access: { loopback: true, allowHosts: [], allowOrigins: [] } });
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.stdout.write(`http://127.0.0.1:${port}\n`));

process.on('SIGTERM', () => {
  server.close();
  void service.close(2000).then(() => process.exit(0));
});
