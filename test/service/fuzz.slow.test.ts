/** Ten thousand requests that nobody should send: no crash, no hang, no 500, and every refusal in the surface's own shape. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';
import { type Document, type FuzzRequest, fuzzRequests } from './fuzz.ts';

const REQUESTS = Number(process.env['DARKROOM_FUZZ'] ?? 10_000);
const SEED = Number(process.env['DARKROOM_FUZZ_SEED'] ?? 1);
const MOST_MS = 20_000;

const bugs: string[] = [];
let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({ limits: { pixels: 1 << 16, steps: 8, pictures: 2, queue: 20, bodyBytes: 1 << 20 }, log: { info: () => undefined, error: (message, fields) => bugs.push(`${message} ${JSON.stringify(fields)}`), prompts: false } });
});
afterAll(() => fixture.close());

const shapes: readonly (readonly [RegExp, object])[] = [
  [/^\/v1(\/|$)/, { error: { message: expect.any(String), type: expect.any(String), code: expect.any(String) } }],
  [/^\/sdapi\//, { error: expect.any(String), detail: expect.any(String), errors: expect.any(String) }],
  [/^\//, { error: { code: expect.any(String), message: expect.any(String) } }],
];

async function ask({ path, method, headers, body }: FuzzRequest): Promise<number> {
  const response = await fixture.request(path, { method, headers, ...(body !== undefined && { body }) });
  const streams = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
  if (streams && path.startsWith('/darkroom/v1/events')) await response.body?.cancel();
  else if (response.status >= 400) expect(await response.json()).toMatchObject(shapes.find(([where]) => where.test(path))![1]);
  else await response.arrayBuffer();
  return response.status;
}

test(`${REQUESTS} malformed requests`, async () => {
  const document = await (await fixture.request('/openapi.json')).json() as Document;
  expect(Object.keys(document.paths).length).toBeGreaterThan(30);
  const counts = new Map<number, number>();
  for (const request of fuzzRequests(document, REQUESTS, SEED)) {
    const told = JSON.stringify({ ...request, body: request.body instanceof Uint8Array ? `${request.body.length} bytes` : request.body instanceof FormData ? [...request.body.keys()] : request.body?.slice(0, 2000) });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`no answer in ${MOST_MS} ms: ${told}`)), MOST_MS); });
    const status = await Promise.race([ask(request), late]).catch((error: unknown) => { throw new Error(`${told}\n${error instanceof Error ? error.message : String(error)}`, { cause: error }); }).finally(() => clearTimeout(timer));
    counts.set(status, (counts.get(status) ?? 0) + 1);
    if (status === 500 || bugs.length > 0) throw new Error(`${status}: ${told}\n${bugs.join('\n')}`);
  }
  console.log([...counts].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`).join(', '));
  expect([...counts.keys()].every((status) => status < 500)).toBe(true);
  // It is as well as before.
  expect(await fixture.client.finished((await fixture.client.submit({ recipe: { prompt: 'a fox' } })).id)).toMatchObject({ status: 'completed' });
}, 900_000);
