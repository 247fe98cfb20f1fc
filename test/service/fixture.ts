/** A service in a folder of its own, asked without a network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../src/api/client.ts';
import { createApp } from '../../src/server/app.ts';
import type { AccessOptions } from '../../src/server/middleware/access.ts';
import { type Service, type ServiceOptions, openService } from '../../src/server/service.ts';
import { type FakeOptions, fakePool } from './fake-pool.ts';

export interface Fixture {
  readonly service: Service;
  readonly folder: string;
  readonly client: Client;
  /** As a program on this machine asks. */
  request(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Leaves the folder. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface FixtureOptions extends Partial<Omit<ServiceOptions, 'dataFolder'>> {
  readonly fake?: FakeOptions;
  readonly folder?: string;
  readonly access?: Partial<AccessOptions>;
}

export async function startFixture({ fake = {}, folder, access = {}, ...options }: FixtureOptions = {}): Promise<Fixture> {
  const home = folder ?? await mkdtemp(join(tmpdir(), 'service-'));
  const service = await openService({ pool: fakePool(fake), ...options, dataFolder: home });
  const app = createApp(service, { access: { loopback: true, allowHosts: [], allowOrigins: [], ...access } });
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => app.request(path, { ...init, headers: { host: 'localhost', ...init.headers as Record<string, string> } });
  return {
    service, folder: home, request,
    client: createClient({ fetch: (input, init) => request(String(input), init) }),
    post: (path, body, headers = {}) => request(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }),
    stop: () => service.close(0),
    close: async () => {
      await service.close(0);
      await rm(home, { recursive: true, force: true });
    },
  };
}
