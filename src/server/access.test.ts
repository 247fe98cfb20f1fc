/** Who may ask, and how much: names, origins, tokens, sizes. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../../test/service/fixture.ts';

let fixture: Fixture;
afterEach(() => fixture.close());

const ask = async (headers: Record<string, string>, path = '/darkroom/v1/capabilities', method = 'GET'): Promise<number> => (await fixture.request(path, { method, headers })).status;

describe('on this machine only', () => {
  test.each(['localhost', 'localhost:7860', '127.0.0.1:7860', '[::1]:7860', 'LOCALHOST'])('goes by %s', async (host) => {
    fixture = await startFixture();
    expect(await ask({ host })).toBe(200);
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.1.5:7860', '', 'localhost@evil.example', '0.0.0.0'])('a page that calls this machine %j is refused', async (host) => {
    fixture = await startFixture();
    expect(await ask({ host })).toBe(403);
    expect(await ask({ host }, '/v1/models')).toBe(403);
    expect(await ask({ host }, '/health')).toBe(403);
  });

  test('pages of other origins are refused, its own are not', async () => {
    fixture = await startFixture({ access: { allowOrigins: ['https://friend.example'] } });
    expect(await ask({ host: 'localhost:7860', origin: 'http://localhost:7860' })).toBe(200);
    for (const origin of ['https://evil.example', 'http://localhost:1234', 'null', 'http://localhost']) expect(await ask({ host: 'localhost:7860', origin })).toBe(403);
    const friend = await fixture.request('/v1/models', { headers: { origin: 'https://friend.example' } });
    expect([friend.status, friend.headers.get('access-control-allow-origin')]).toEqual([200, 'https://friend.example']);
    const before = await fixture.request('/v1/images/generations', { method: 'OPTIONS', headers: { origin: 'https://friend.example', 'access-control-request-method': 'POST' } });
    expect([before.status, before.headers.get('access-control-allow-headers')]).toEqual([204, expect.stringMatching(/Authorization/)]);
  });

  test('what a browser fetches for another site is refused, a link that is followed is not', async () => {
    fixture = await startFixture();
    expect(await ask({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await ask({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, '/')).toBe(200);
    expect(await ask({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  });
});

describe('beyond this machine', () => {
  test('addresses and given names are fine, others are not; everybody shows the token', async () => {
    fixture = await startFixture({ access: { loopback: false, token: 'open sesame', allowHosts: ['studio.local'] } });
    const authorization = 'Bearer open sesame'.replace(' sesame', '-sesame');
    expect(await ask({ host: '192.168.1.5:7860', authorization })).toBe(401);
    await fixture.close();
    fixture = await startFixture({ access: { loopback: false, token: 'sesame', allowHosts: ['studio.local'] } });
    const right = { authorization: 'Bearer sesame' };
    for (const host of ['192.168.1.5:7860', '[fe80::1]:7860', 'studio.local:7860', 'localhost']) expect(await ask({ host, ...right })).toBe(200);
    expect(await ask({ host: 'evil.example', ...right })).toBe(403);
    expect(await ask({ host: '192.168.1.5' })).toBe(401);
    expect(await ask({ host: '192.168.1.5' }, '/health')).toBe(200);
    for (const path of ['/metrics', '/', '/openapi.json', '/v1/models', '/sdapi/v1/options', '/darkroom/v1/gallery']) expect(await ask({ host: '192.168.1.5' }, path)).toBe(401);
  });

  test('the token in the address becomes a cookie, and leaves the address', async () => {
    fixture = await startFixture({ access: { token: 'sesame' } });
    const entered = await fixture.request('/?token=sesame');
    expect([entered.status, entered.headers.get('location')]).toEqual([302, '/']);
    const cookie = entered.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(await ask({ cookie: cookie.split(';')[0]! })).toBe(200);
    expect(await ask({}, '/?token=wrong')).toBe(401);
  });
});

describe('limits', () => {
  test('bodies have an end', async () => {
    fixture = await startFixture({ limits: { bodyBytes: 1000 } });
    const long = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ prompt: 'x'.repeat(2000) }) };
    for (const path of ['/darkroom/v1/jobs', '/v1/images/generations', '/sdapi/v1/txt2img']) expect((await fixture.request(path, long)).status).toBe(413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(400)) });
    expect((await fixture.request('/darkroom/v1/inputs', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: endless, duplex: 'half' } as RequestInit)).status).toBe(413);
  });

  test('pages of the studio may load nothing from elsewhere', async () => {
    fixture = await startFixture();
    const { headers } = await fixture.request('/');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../package.json', '//etc/passwd', '/index.db', '/.env', '/darkroom/v1/gallery/%2e%2e%2f%2e%2e%2fetc%2fpasswd/file'])('no path reaches the disk: %s', async (path) => {
    fixture = await startFixture();
    const response = await fixture.request(`http://localhost${path}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toMatch(/root:|"dependencies"/);
  });
});

describe('being watched', () => {
  test('health, readiness and numbers; the log holds no prompts', async () => {
    const lines: string[] = [];
    const log = { info: (message: string, fields: object = {}) => void lines.push(JSON.stringify({ message, ...fields })), error: () => undefined, prompts: false };
    fixture = await startFixture({ log });
    await fixture.client.finished((await fixture.client.submit({ recipe: { prompt: 'a very secret fox' } })).id);
    expect(await (await fixture.request('/ready')).json()).toEqual({ status: 'ready', waiting: 0, running: 0 });
    const metrics = await (await fixture.request('/metrics')).text();
    for (const line of [/^darkroom_pictures_total\{model="fake"\} 1$/m, /^darkroom_jobs_total\{status="completed"\} 1$/m, /^darkroom_jobs_waiting 0$/m, /darkroom_http_request_seconds_count\{method="POST",route="\/darkroom\/v1\/jobs",status="202"\} 1/]) expect(metrics).toMatch(line);
    expect(lines.join('\n')).toMatch(/"route":"\/darkroom\/v1\/jobs"/);
    expect(lines.join('\n')).not.toMatch(/secret/);
    const closing = fixture.service.close(0);
    expect(await ask({}, '/ready')).toBe(503);
    await closing;
  });
});
