/** A real MCP client against the tools: over memory with a fake model, and, as people run it, over the standard streams of the command. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterEach, describe, expect, test } from 'vitest';
import { blankPicture } from '../../src/images/picture.ts';
import { decodePng, encodePng, readPngText } from '../../src/images/png.ts';
import { createMcpServer } from '../../src/mcp/tools.ts';
import { recipeFromText } from '../../src/recipe/recipe-text.ts';
import { type Fixture, startFixture } from './fixture.ts';

interface Result { readonly isError?: boolean; readonly content: { readonly type: string; readonly text?: string; readonly data?: string; readonly mimeType?: string }[]; readonly structuredContent?: { readonly pictures: { readonly picture_id: string; readonly seed: number; readonly width: number }[]; readonly warnings: string[] } }

const call = async (client: McpClient, name: string, args: Record<string, unknown>, options: Parameters<McpClient['callTool']>[2] = {}): Promise<Result> => await client.callTool({ name, arguments: args }, undefined, options) as unknown as Result;
const pngOf = ({ content }: Result, index = 0): Uint8Array => Buffer.from(content.filter(({ type }) => type === 'image')[index]!.data!, 'base64');

describe('tools', () => {
  let fixture: Fixture;
  afterEach(() => fixture.close());

  async function connected(stepMs = 0): Promise<McpClient> {
    fixture = await startFixture({ fake: { stepMs } });
    const [near, far] = InMemoryTransport.createLinkedPair();
    await createMcpServer(fixture.client, 'test').connect(far);
    const client = new McpClient({ name: 'test', version: '1' });
    await client.connect(near);
    return client;
  }

  test('draw, tell of steps, and are found again', async () => {
    const client = await connected(5);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['generate_image', 'edit_image', 'list_models', 'search_pictures']);
    const steps: number[] = [];
    const made = await call(client, 'generate_image', { prompt: 'a giraffe', seed: 5, count: 2, steps: 3 }, { onprogress: ({ progress, total }) => steps.push(progress, total!) });
    expect(steps).toEqual([1, 3, 2, 3, 3, 3]);
    expect(made.structuredContent).toMatchObject({ pictures: [{ seed: 5, width: 32 }, { seed: 6 }], warnings: [expect.stringMatching(/giraffe/)] });
    expect(recipeFromText(readPngText(pngOf(made)))).toMatchObject({ prompt: 'a giraffe', seed: 5, steps: 3 });
    const found = await call(client, 'search_pictures', { text: 'giraffe' });
    expect(JSON.parse(found.content[0]!.text!)).toMatchObject({ total: 2 });
    expect(JSON.parse((await call(client, 'list_models', {})).content[0]!.text!)).toMatchObject({ models: [{ id: 'fake', presets: expect.arrayContaining(['night']) }] });
  });

  test('edit what was made, and what is brought', async () => {
    const client = await connected();
    const { structuredContent } = await call(client, 'generate_image', { prompt: 'a fox', seed: 1 });
    const id = structuredContent!.pictures[0]!.picture_id;
    expect(recipeFromText(readPngText(pngOf(await call(client, 'edit_image', { prompt: 'an owl', picture_id: id, strength: 0.4 }))))).toMatchObject({ mode: 'image-to-image', strength: 0.4 });
    expect(decodePng(pngOf(await call(client, 'edit_image', { prompt: '', picture_id: id, expand: { left: 8 } })))).toMatchObject({ width: 40, height: 32 });
    expect(decodePng(pngOf(await call(client, 'edit_image', { prompt: '', picture_id: id, upscale: 2 })))).toMatchObject({ width: 64 });
    const file = Buffer.from(encodePng(blankPicture(32, 32, [255, 255, 255]))).toString('base64');
    expect(recipeFromText(readPngText(pngOf(await call(client, 'edit_image', { prompt: 'a fish', image_base64: file, mask_base64: file, mask_feather: 2 }))))).toMatchObject({ mode: 'inpaint', mask: { feather: 2 } });
  });

  test('mistakes are told so that they can be mended', async () => {
    const client = await connected();
    for (const [name, args, words] of [['generate_image', { prompt: 'a', model: 'nobodys' }, /There are: fake/], ['edit_image', { prompt: 'a' }, /exactly one/], ['edit_image', { prompt: 'a', picture_id: '../../etc/passwd' }, /no picture/], ['generate_image', { prompt: 'a', steps: 9999 }, /200/], ['generate_image', {}, /prompt/]] as const) {
      const result = await call(client, name, args);
      expect(result.isError).toBe(true);
      expect(result.content[0]!.text).toMatch(words);
    }
  });

  test('a call that is given up cancels its job', async () => {
    const client = await connected(50);
    const stop = new AbortController();
    const asked = call(client, 'generate_image', { prompt: 'long', steps: 100 }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 200);
    await expect(asked).rejects.toThrow();
    await expect.poll(async () => (await fixture.client.jobs({ status: 'cancelled' })).length, { timeout: 5000 }).toBe(1);
  });
});

test('darkroom mcp speaks over its standard streams, with the shipped model', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-'));
  const client = new McpClient({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [resolve(import.meta.dirname, '../../dist/cli/darkroom.js'), 'mcp', '--data', folder, '--model', 'first-light'] }));
  const made = await call(client, 'generate_image', { prompt: 'a red fox on the beach at night', seed: 7 });
  expect(recipeFromText(readPngText(pngOf(made)))).toMatchObject({ model: { id: 'first-light' }, seed: 7 });
  await client.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});
