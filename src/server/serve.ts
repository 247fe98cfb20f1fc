/** The service on a port: safe by default, stopped with grace. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { serve as listen } from '@hono/node-server';
import { DarkroomError } from '../base/errors.ts';
import type { DeviceName } from '../runtime/runtime.ts';
import { createModelPool } from '../node/generation/model-pool.ts';
import type { Wildcards } from '../recipe/prompt-template.ts';
import { createApp } from './app.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { openService } from './service.ts';

export interface ServeOptions {
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** Default 7860; 0 takes any that is free. */
  readonly port?: number;
  /** Ids of shipped models, or paths; the first is the default. */
  readonly models: readonly string[];
  readonly device?: DeviceName;
  readonly dataFolder: string;
  /** Asked of everybody. Default: none on loopback, a random one beyond. */
  readonly token?: string;
  readonly allowHosts?: readonly string[];
  readonly allowOrigins?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly wildcards?: Wildcards;
  /** See `ServiceOptions`. */
  readonly mostTogether?: number;
  readonly log?: Log;
  /** How models are opened. Default: `createModelPool`, in an engine process. */
  readonly openPool?: typeof createModelPool;
}

export interface RunningServer {
  /** As a person types it. */
  readonly url: string;
  /** What clients have to send, when anything. */
  readonly token?: string;
  /** Takes nothing more, lets the running job finish within the grace. */
  close(graceMs?: number): Promise<void>;
}

const DEFAULT_PORT = 7860;
const DEFAULT_GRACE_MS = 10_000;
/** A client that sends its headers or its body slower than this is let go. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 120_000;
const EVERYWHERE = /^(0\.0\.0\.0|\[?::\]?)$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** @throws DarkroomError 'usage' when the port is taken, 'model' when a model is not there, 'io' when the data folder cannot be written */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, models, device, dataFolder, allowHosts = [], allowOrigins = [], limits, wildcards, mostTogether, log, openPool = createModelPool } = options;
  const loopback = LOOPBACK.test(host);
  const token = options.token ?? (loopback ? undefined : randomBytes(24).toString('base64url'));
  const pool = await openPool({ models, ...(device && { device }) });
  const service = await openService({ pool, dataFolder, ...(limits && { limits }), ...(wildcards && { wildcards }), ...(mostTogether !== undefined && { mostTogether }), ...(log && { log }) }).catch(async (error: unknown) => {
    await pool.close();
    throw error;
  });
  const app = createApp(service, { access: { loopback, allowHosts: [...allowHosts, ...(loopback ? [] : [hostname()])], allowOrigins, ...(token !== undefined && { token }) } });
  const server = await listening(app.fetch, host, port).catch(async (error: unknown) => {
    await service.close(0);
    throw error;
  });
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const url = `http://${shown}:${server.port}/`;
  // Everywhere is no address to call.
  await service.announce({ url: EVERYWHERE.test(host) ? `http://127.0.0.1:${server.port}/` : url, ...(token !== undefined && { token }) });
  return {
    url, ...(token !== undefined && { token }),
    close: async (graceMs = DEFAULT_GRACE_MS) => {
      const stopped = server.stop();
      await service.close(graceMs);
      server.drop();
      await stopped;
    },
  };
}

interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when the last one is gone. */
  stop(): Promise<void>;
  /** Ends the connections that are left: streams of events have no end of their own. */
  drop(): void;
}

function listening(fetch: (request: Request) => Response | Promise<Response>, hostname_: string, port: number): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: hostname_, port, serverOptions: { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS } }, (address) => {
      resolve({
        port: address.port,
        stop: () => new Promise((done) => { server.close(() => done()); }),
        drop: () => { if ('closeAllConnections' in server) server.closeAllConnections(); },
      });
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? `port ${port} is taken: another service runs there, or choose another with --port` : error.code === 'EACCES' ? `port ${port} needs rights that this user does not have` : error.message;
      reject(new DarkroomError('usage', `Cannot listen on ${hostname_}: ${reason}.`, { host: hostname_, port }, error));
    });
  });
}
