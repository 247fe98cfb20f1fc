/** The openai package and the Vercel AI SDK against a real port: what their users do, and the traps they set. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateImage } from 'ai';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blankPicture, createPicture, type Picture } from '../../src/images/picture.ts';
import { decodePng, encodePng, readPngText } from '../../src/images/png.ts';
import { decodePicture } from '../../src/node/image-codec.ts';
import { recipeFromText } from '../../src/recipe/recipe-text.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { type Listening, listen } from './listening.ts';

let fixture: Fixture;
let server: Listening;
let openai: OpenAI;
beforeAll(async () => {
  fixture = await startFixture({ fake: { stepMs: 60 } });
  server = await listen(fixture.service);
  openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
});
afterAll(async () => {
  await server.close();
  await fixture.close();
});

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> => fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const holed = (width: number, height: number, clear: (x: number, y: number) => boolean): Picture =>
  createPicture(width, height, Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 && clear(Math.floor(i / 4) % width, Math.floor(i / 4 / width)) ? 0 : i % 4 === 3 ? 255 : 200)), 4);

describe('the openai package', () => {
  test('lists models and draws', async () => {
    expect((await openai.models.list()).data).toEqual([{ id: 'fake', object: 'model', created: 0, owned_by: 'darkroom' }]);
    expect(await openai.models.retrieve('fake')).toMatchObject({ id: 'fake' });
    const answer = await openai.images.generate({ model: 'gpt-image-1', prompt: 'a red fox', n: 2, size: '1024x1024', quality: 'low' });
    expect(answer).toMatchObject({ created: expect.any(Number), output_format: 'png', background: 'opaque', size: '1024x1024', usage: { input_tokens: 3, input_tokens_details: { image_tokens: 0, text_tokens: 3 } } });
    expect(answer.usage!.total_tokens).toBe(answer.usage!.input_tokens + answer.usage!.output_tokens);
    expect(answer.data).toHaveLength(2);
    for (const { b64_json } of answer.data!) {
      const png = bytesOf(b64_json!);
      expect(decodePng(png)).toMatchObject({ width: 1024, height: 1024 });
      expect(recipeFromText(readPngText(png))).toMatchObject({ prompt: 'a red fox', model: { id: 'fake' } });
    }
  });

  test('settings of ours go at the top level and come back with the picture', async () => {
    const answer = await openai.images.generate({ prompt: 'a {red|blue} fox', size: 'auto', seed: 41, steps: 3, cfg_scale: 4, negative_prompt: 'night', sampler: 'DPM++ 2M Karras' } as never);
    expect(answer.data![0]).toMatchObject({ seed: 41, revised_prompt: expect.stringMatching(/^a (red|blue) fox$/), infotext: expect.stringMatching(/Negative prompt: night\nSteps: 3, Sampler: DPM\+\+ 2M, Schedule type: Karras, CFG scale: 4, Seed: 41/) });
  });

  test('other formats, and null for everything that may be null', async () => {
    for (const format of ['jpeg', 'webp'] as const) {
      const answer = await openai.images.generate({ prompt: 'a', output_format: format, output_compression: 60, size: '64x64' as never });
      expect(await decodePicture(bytesOf(answer.data![0]!.b64_json!))).toMatchObject({ width: 64, height: 64 });
    }
    const nothing = Object.fromEntries(['model', 'n', 'size', 'quality', 'response_format', 'output_format', 'output_compression', 'background', 'moderation', 'stream', 'partial_images', 'style', 'user', 'seed', 'steps'].map((name) => [name, null]));
    expect((await post('/v1/images/generations', { prompt: 'a', ...nothing, something_new: { deep: 1 } })).status).toBe(200);
  });

  test('url replies are told besides, never instead', async () => {
    const answer = await openai.images.generate({ prompt: 'a', response_format: 'url' });
    expect(answer.data![0]!.b64_json).toBeTruthy();
    expect((await fetch(answer.data![0]!.url!)).headers.get('content-type')).toBe('image/png');
  });

  test('streams looks, then the picture', async () => {
    const stream = await openai.images.generate({ prompt: 'a fox', stream: true, partial_images: 2, steps: 16 } as never) as unknown as AsyncIterable<{ type: string; b64_json: string; partial_image_index?: number; usage?: object }>;
    const seen: { type: string; partial_image_index?: number; usage?: object; b64_json: string }[] = [];
    for await (const event of stream) seen.push(event);
    expect(seen.map(({ type, partial_image_index: index }) => [type, index])).toEqual([['image_generation.partial_image', 0], ['image_generation.partial_image', 1], ['image_generation.completed', undefined]]);
    for (const { b64_json } of seen) expect(decodePng(bytesOf(b64_json))).toMatchObject({ width: 32, height: 32 });
    expect(seen.at(-1)!.usage).toMatchObject({ total_tokens: expect.any(Number) });
    const raw = await (await post('/v1/images/generations', { prompt: 'a', stream: true, partial_images: 0 })).text();
    expect([...raw.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)).toEqual(['image_generation.completed']);
    expect(JSON.parse(/^data: (.*)$/m.exec(raw)![1]!)).toMatchObject({ type: 'image_generation.completed', created_at: expect.any(Number), output_format: 'png' });
  });

  test('edits with a mask: opaque pixels come back as they were', async () => {
    const picture = blankPicture(48, 40, [10, 200, 30]);
    const mask = holed(48, 40, (x, y) => x > 20 && y > 10);
    const answer = await openai.images.edit({ image: await toFile(encodePng(picture), 'a.png', { type: 'image/png' }), mask: await toFile(encodePng(mask), 'm.png', { type: 'image/png' }), prompt: 'an owl', model: 'fake' });
    const made = decodePng(bytesOf(answer.data![0]!.b64_json!));
    expect(made).toMatchObject({ width: 48, height: 40 });
    let changed = 0;
    for (let i = 0; i < 48 * 40; i++) {
      const same = [10, 200, 30].every((value, channel) => made.data[made.channels * i + channel] === value);
      if (i % 48 > 20 && Math.floor(i / 48) > 10) changed += Number(!same);
      else expect(same).toBe(true);
    }
    expect(changed).toBeGreaterThan(300);
  });

  test('edits without a mask redraw; a picture with holes is its own mask', async () => {
    const file = async (picture: Picture) => toFile(encodePng(picture), 'a.png', { type: 'image/png' });
    const redrawn = await openai.images.edit({ image: [await file(blankPicture(32, 32, [9, 9, 9]))], prompt: 'an owl', input_fidelity: 'high' } as never);
    expect(recipeFromText(readPngText(bytesOf(redrawn.data![0]!.b64_json!)))).toMatchObject({ mode: 'image-to-image', strength: 0.4 });
    const filled = await openai.images.edit({ image: await file(holed(32, 32, (x) => x < 9)), prompt: 'an owl' });
    expect(recipeFromText(readPngText(bytesOf(filled.data![0]!.b64_json!)))).toMatchObject({ mode: 'inpaint' });
    const json = await post('/v1/images/edits', { prompt: 'a', images: [{ image_url: `data:image/png;base64,${Buffer.from(encodePng(blankPicture(32, 32, [1, 2, 3]))).toString('base64')}` }] });
    expect(json.status).toBe(200);
    expect((await post('/v1/images/edits', { prompt: 'a', images: [{ image_url: 'https://example.org/a.png' }] })).status).toBe(400);
  });

  test('several images are refused in words: nothing is left out unsaid', async () => {
    const bytes = encodePng(blankPicture(8, 8, [1, 1, 1]));
    const image = await Promise.all([1, 2, 3].map((i) => toFile(bytes, `${i}.png`, { type: 'image/png' })));
    const refusal = await openai.images.edit({ image, prompt: 'a' }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OpenAI.BadRequestError);
    expect(refusal).toMatchObject({ type: 'invalid_request_error', param: 'image', code: 'usage', message: expect.stringMatching(/3 images came, and one can be edited at a time/) });
    const image_url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    const json = await post('/v1/images/edits', { prompt: 'a', images: [{ image_url }, { image_url }] });
    expect([json.status, await json.json()]).toEqual([400, { error: { message: expect.stringContaining('2 images came'), type: 'invalid_request_error', param: 'images', code: 'usage' } }]);
    const [only] = image;
    expect((await openai.images.edit({ image: [only!], prompt: 'a' })).data).toHaveLength(1);
  });

  test('edits stream under their own name; variations know what the picture says', async () => {
    const image = await toFile(encodePng(blankPicture(32, 32, [9, 9, 9])), 'a.png', { type: 'image/png' });
    const stream = await openai.images.edit({ image, prompt: 'a', stream: true }) as unknown as AsyncIterable<{ type: string }>;
    const seen: string[] = [];
    for await (const { type } of stream) seen.push(type);
    expect(seen).toEqual(['image_edit.completed']);
    const drawn = await openai.images.generate({ prompt: 'a red fox', size: 'auto' });
    const varied = await openai.images.createVariation({ image: await toFile(bytesOf(drawn.data![0]!.b64_json!), 'a.png', { type: 'image/png' }), n: 2 });
    expect(varied.data).toHaveLength(2);
    expect(recipeFromText(readPngText(bytesOf(varied.data![0]!.b64_json!)))).toMatchObject({ mode: 'image-to-image', prompt: 'a red fox' });
  });

  test('mistakes come back as the errors that it knows', async () => {
    await expect(openai.images.generate({ prompt: 'a', model: 'nobodys' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(openai.images.generate({ prompt: 'a', n: 99 })).rejects.toMatchObject({ status: 400, type: 'invalid_request_error', param: 'n', code: 'usage' });
    await expect(openai.images.generate({ prompt: 'a', size: 'huge' as never })).rejects.toMatchObject({ status: 400, param: 'size' });
    await expect(openai.images.generate({ prompt: 'a', size: '99999x99999' as never })).rejects.toMatchObject({ status: 413 });
    const broken = await fetch(`${server.url}/v1/images/generations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    expect([broken.status, await broken.json()]).toEqual([400, { error: { message: expect.any(String), type: 'invalid_request_error', param: null, code: 'usage' } }]);
    expect(await (await fetch(`${server.url}/v1/nothing`)).json()).toMatchObject({ error: { type: 'invalid_request_error', code: 'not_found' } });
  });

  test('a client that goes away takes its job with it', async () => {
    const stop = new AbortController();
    const asked = openai.images.generate({ prompt: 'long', steps: 100 } as never, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(asked).rejects.toThrow();
    await expect.poll(async () => (await fixture.client.jobs({ status: 'cancelled' })).map(({ recipe }) => recipe.prompt), { timeout: 5000 }).toEqual(['long']);
    expect(fixture.service.queue.size).toEqual({ waiting: 0, running: 0 });
  });
});

describe('the AI SDK', () => {
  test('draws and edits, with settings of ours in providerOptions', async () => {
    const provider = createOpenAICompatible({ name: 'darkroom', baseURL: `${server.url}/v1`, apiKey: 'none' });
    const { images, warnings } = await generateImage({ model: provider.imageModel('fake'), prompt: 'a red fox', n: 2, size: '64x64', providerOptions: { darkroom: { seed: 12, steps: 3 } } });
    expect(images.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'image/png']);
    expect(recipeFromText(readPngText(images[0]!.uint8Array))).toMatchObject({ seed: 12, steps: 3 });
    expect(warnings).toEqual([]);
    const edited = await generateImage({ model: provider.imageModel('fake'), prompt: { text: 'an owl', images: [images[0]!.uint8Array] } });
    expect(recipeFromText(readPngText(edited.image.uint8Array))).toMatchObject({ prompt: 'an owl', mode: 'image-to-image' });
  });
});

describe('what other programs ask first', () => {
  test('OPTIONS, HEAD, and a token that is not wanted', async () => {
    expect((await fetch(`${server.url}/v1/images/generations`, { method: 'OPTIONS' })).ok).toBe(true);
    expect((await fetch(server.url, { method: 'HEAD' })).ok).toBe(true);
    for (const authorization of ['', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer sk-whatever']) expect((await fetch(`${server.url}/v1/models`, { headers: { authorization } })).ok).toBe(true);
  });
});
