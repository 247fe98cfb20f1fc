/** Files that were made to hurt: each is refused with words, in no time. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blankPicture } from '../../src/images/picture.ts';
import { encodePng } from '../../src/images/png.ts';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => { fixture = await startFixture(); });
afterAll(() => fixture.close());

const png = Buffer.from(encodePng(blankPicture(8, 8, [1, 2, 3])));

function crc32(bytes: Uint8Array): number {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A header that claims so many pixels over data that is all zeros. */
function bomb(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(rows * (3 * width + 1)))), chunk('IEND', Buffer.alloc(0))]);
}

const files: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
  'nothing': () => Buffer.alloc(0), 'one byte': () => Buffer.from([0x89]), 'text': () => Buffer.from('hello'), 'half a PNG': () => png.subarray(0, png.length / 2),
  'a PNG with a wrong sum': () => Buffer.from(png.map((byte, i) => (i === 30 ? byte ^ 1 : byte))),
  'a hundred megapixels of nothing': () => bomb(10_000, 10_000, 10_000), 'a header that claims more than there is': () => bomb(60_000, 60_000, 2), 'a header of the largest size': () => bomb(2 ** 31 - 1, 2 ** 31 - 1, 0), 'no pixels': () => bomb(0, 5, 0),
  'a drawing that loads a file': () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>'),
  'a drawing that says it is a PNG': () => Buffer.concat([png.subarray(0, 8), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]), 'a PDF': () => Buffer.from('%PDF-1.7\n1 0 obj'), 'a pickle': () => Buffer.from([0x80, 4, 0x95, 1, 2, 3]), 'a ZIP': () => Buffer.from('PK\u0003\u0004aaaa'),
  'a JPEG that stops': async () => (await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } }).jpeg().toBuffer()).subarray(0, 200),
  'a WebP of rubbish': () => Buffer.concat([Buffer.from('RIFF\u0010\0\0\0WEBPVP8 '), Buffer.alloc(64, 7)]), 'a GIF of rubbish': () => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(64, 255)]), 'a TIFF of rubbish': () => Buffer.concat([Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), Buffer.alloc(64, 255)]),
  'an AVIF of rubbish': () => Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.from('ftypavif'), Buffer.alloc(64, 3)]),
};

test.each(Object.keys(files))('%s is refused on every surface', async (name) => {
  const file = await files[name]!();
  const data = file.toString('base64');
  const began = performance.now();
  const send = (path: string, init: RequestInit): Promise<Response> => fixture.request(path, { method: 'POST', ...init });
  const json = (body: unknown): RequestInit => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const form = new FormData();
  form.append('prompt', 'a');
  form.append('image', new Blob([new Uint8Array(file)]), 'a.png');
  const raw: RequestInit = { headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array(file) };
  const answers = [
    await send('/darkroom/v1/inputs', raw), await send('/darkroom/v1/gallery', raw), await send('/darkroom/v1/jobs', json({ recipe: { prompt: 'a', init: { data } } })), await send('/v1/images/edits', { body: form }),
    await send('/v1/images/edits', json({ prompt: 'a', images: [{ image_url: `data:image/png;base64,${data}` }] })), await send('/sdapi/v1/img2img', json({ prompt: 'a', init_images: [data] })), await send('/sdapi/v1/extra-single-image', json({ image: data })),
  ];
  for (const answer of answers) {
    expect([400, 422]).toContain(answer.status);
    expect(JSON.stringify(await answer.json())).not.toMatch(/node_modules|\/work|at \w+ \(/);
  }
  expect((await send('/darkroom/v1/recipe', raw)).status).toBeLessThan(500);
  expect((await send('/sdapi/v1/png-info', json({ image: data }))).status).toBeLessThan(500);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a picture at the limit is taken, one beyond it is not', async () => {
  const small = await startFixture({ limits: { pixels: 100 } });
  const send = async (side: number): Promise<number> => (await small.request('/darkroom/v1/inputs', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: encodePng(blankPicture(side, side, [1, 2, 3])) })).status;
  expect([await send(10), await send(11)]).toEqual([201, 400]);
  await small.close();
});

test('text in a picture is text: a recipe that claims much is a recipe that is refused', async () => {
  const claims = encodePng(blankPicture(8, 8, [1, 2, 3]), { darkroom: JSON.stringify({ version: 2, prompt: 'x'.repeat(100_000), __proto__: { polluted: true } }), parameters: 'a\nSteps: 1' });
  const answer = await fixture.request('/darkroom/v1/recipe', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: claims });
  expect(answer.status).toBe(400);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const brought = await fixture.client.importPicture(claims);
  expect(brought).toMatchObject({ prompt: '', width: 8 });
});
