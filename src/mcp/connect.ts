/** A service to speak to: the one that works in the data folder, or, when none does, one in this process that listens nowhere. */
import { type Client, createClient } from '../api/client.ts';
import { createModelPool } from '../node/generation/model-pool.ts';
import type { DeviceName } from '../runtime/runtime.ts';
import { createApp } from '../server/app.ts';
import { openService } from '../server/service.ts';
import { runningService } from '../storage/folder-lock.ts';

export interface ConnectOptions {
  readonly dataFolder: string;
  /** For a service of its own. */
  readonly models: readonly string[];
  readonly device?: DeviceName;
}

export interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

const GRACE_MS = 2000;

/** @throws DarkroomError code 'model', 'device', 'io', or 'usage' when a service starts in the folder just now */
export async function connectService({ dataFolder, models, device }: ConnectOptions): Promise<Connection> {
  const running = await runningService(dataFolder);
  if (running?.url !== undefined) return { client: createClient({ baseUrl: running.url.replace(/\/$/, ''), ...(running.token !== undefined && { token: running.token }) }), close: async () => undefined };
  const pool = await createModelPool({ models, ...(device && { device }) });
  const service = await openService({ pool, dataFolder }).catch(async (error: unknown) => {
    await pool.close();
    throw error;
  });
  const app = createApp(service, { access: { loopback: true, allowHosts: [], allowOrigins: [] } });
  const ask: typeof fetch = async (input, init = {}) => app.request(String(input), { ...init, headers: { ...init.headers as Record<string, string>, host: 'localhost' } });
  return { client: createClient({ fetch: ask }), close: () => service.close(GRACE_MS) };
}
