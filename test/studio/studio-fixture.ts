/** The studio as a person has it: a real service with the small model, in a folder of its own, and a real browser on it. */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createModelPool } from '../../src/node/generation/model-pool.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { openBrowser } from './chromium.ts';
import { type Pace, slowPool } from './slow-pool.ts';
import { StudioPage } from './studio-page.ts';

export interface StudioFixture {
  readonly url: string;
  readonly folder: string;
  /** As fast as the machine can, until a test makes it slower. */
  readonly pace: Pace;
  /** A studio in a browser profile of its own: nothing is stored there yet. */
  open(options?: OpenOptions): Promise<StudioPage>;
  /** Stops the service, as if somebody had pressed Ctrl+C twice. */
  stop(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface FixtureOptions {
  /** Default: the small one that comes with Darkroom. */
  readonly models?: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  readonly theme?: 'dark' | 'light';
}

const built = resolve(import.meta.dirname, '../../dist/studio/index.html');
const viewport = { width: 1280, height: 720 };

export async function startStudioFixture({ models = ['first-light'] }: FixtureOptions = {}): Promise<StudioFixture> {
  await access(built).catch(() => { throw new Error('The studio is not built: npm run build:studio.'); });
  const folder = await mkdtemp(join(tmpdir(), 'studio-'));
  const pace: Pace = { stepMs: 0 };
  const start = (port: number): Promise<RunningServer> => serve({ models, dataFolder: folder, port, openPool: async (options) => slowPool(await createModelPool(options), pace) });
  let server: RunningServer | undefined = await start(0);
  const { url } = server;
  const browser: Browser = await openBrowser();
  const stop = async (): Promise<void> => {
    await server?.close(0);
    server = undefined;
  };
  return {
    url, folder, pace, stop,
    restart: async () => { server = await start(Number(new URL(url).port)); },
    open: async ({ theme = 'dark', ...options } = {}) => {
      const context = await browser.newContext({ viewport, acceptDownloads: true, ...options });
      await context.addInitScript((name) => { if (localStorage.getItem('darkroom.theme') === null) localStorage.setItem('darkroom.theme', name); }, theme);
      const page: Page = await context.newPage();
      return new StudioPage(page, url, pace);
    },
    close: async () => {
      await browser.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
