/** The studio's built files, from the package's own folder: the only files that the service hands out by name. */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';

/** Where the build puts it, seen from `dist/server/routes` and from `src/server/routes`. */
const folders = ['../../studio/', '../../../dist/studio/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.webp': 'image/webp', '.json': 'application/json',
  '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.ico': 'image/x-icon', '.txt': 'text/plain; charset=utf-8',
};

/** What is not a built page, but the source of one. */
const SOURCES = new Set(['.ts', '.tsx']);

/** Paths of all files by what the browser asks for: nothing that is not on this list is ever opened. */
async function listed(): Promise<ReadonlyMap<string, string>> {
  for (const folder of folders) {
    const names: string[] = await readdir(folder, { recursive: true, encoding: 'utf8' }).catch(() => []);
    if (!names.includes('index.html') || names.some((name) => SOURCES.has(extname(name)))) continue;
    return new Map(names.filter((name) => extname(name) in types).map((name) => [`/${name.replaceAll('\\', '/')}`, join(folder, name)]));
  }
  return new Map();
}

const NOT_BUILT = 'The studio is not built: run npm run build:studio. The API answers all the same, see /openapi.json.';

export function studioRoutes(app: Pick<Hono, 'get'>): void {
  const files = listed();
  const send = async (path: string): Promise<Response | undefined> => {
    const file = (await files).get(path);
    if (file === undefined) return undefined;
    // Built names hold the hash of what is in them; the page that names them does not.
    const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return new Response(new Uint8Array(await readFile(file)), { headers: { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': caching } });
  };
  app.get('/', async () => await send('/index.html') ?? new Response(NOT_BUILT, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } }));
  app.get('/*', async (context, next) => await send(context.req.path) ?? next());
}
