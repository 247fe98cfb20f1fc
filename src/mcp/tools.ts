/** Darkroom as tools that language models call: draw, edit, look around. No file of this machine is read or written by name. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { z } from 'zod';
import { given } from '../base/given.ts';
import type { Client } from '../api/client.ts';
import { ServiceError } from '../api/error.ts';
import type { Job } from '../api/job.ts';
import type { RecipeRequest } from '../api/recipe-request.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Pictures of one call: each costs the model that asks a good deal of its attention. */
const MOST_PICTURES = 4;

const words = {
  prompt: z.string().max(20_000).describe('What the picture shall show. {red|blue} is a choice that the seed makes.'),
  negative_prompt: z.string().max(20_000).optional().describe('What it shall not show.'),
  styles: z.array(z.string()).max(16).optional().describe('Names of presets, see list_models.'),
  model: z.string().optional().describe('Id of a model, see list_models. Default: the first.'),
  seed: z.number().int().min(0).optional().describe('The same seed gives the same picture. Default: a random one, told in the result.'),
  steps: z.number().int().min(1).max(200).optional(), guidance: z.number().min(0).max(100).optional().describe('How closely to follow the prompt; 1 is loosely.'),
  count: z.number().int().min(1).max(MOST_PICTURES).optional().describe('How many pictures; each has the next seed.'),
};

const side = z.number().int().min(0).max(8192).optional();
const source = { picture_id: z.string().optional().describe('Id of a picture that Darkroom made or knows.'), image_base64: z.string().optional().describe('Or a picture file (PNG, JPEG, WebP) in base64.') };

export function createMcpServer(client: Client, version: string): McpServer {
  const server = new McpServer({ name: 'darkroom', version }, { instructions: 'Draws and edits pictures on this machine. Call list_models first: small models know few things, and say which.' });

  server.registerTool('generate_image', {
    title: 'Draw a picture', description: 'Draws pictures from words. Returns them with their ids, seeds, and words that the model does not know.', annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    inputSchema: { ...words, width: side, height: side, upscale: z.number().min(1).max(4).optional().describe('Enlarge the drawn picture so many times.') },
  }, ({ negative_prompt: negativePrompt, upscale, ...asked }, extra) => run(client, { ...given({ ...asked, negativePrompt }), ...(upscale !== undefined && { upscale: { factor: upscale } }) } as RecipeRequest, extra));

  server.registerTool('edit_image', {
    title: 'Edit a picture', annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    description: 'Redraws a picture with new words (strength), fills a part of it (mask: white is painted, everything else stays as it is), adds room at its sides and draws what is there (expand), or enlarges it (upscale). The original stays.',
    inputSchema: {
      ...words, ...source, strength: z.number().min(0.01).max(1).optional().describe('How far to go from the picture: 0.3 is a little, 1 keeps nothing.'), mask_base64: z.string().optional().describe('A picture file in base64, of the same size: white where to paint.'),
      mask_feather: z.number().int().min(0).max(512).optional().describe('Pixels over which the mask softens, inwards.'), expand: z.object({ left: side, top: side, right: side, bottom: side }).optional().describe('Pixels to add at each side.'), upscale: z.number().min(1).max(8).optional(),
    },
  }, ({ picture_id: picture, image_base64: data, mask_base64: mask, mask_feather: feather, negative_prompt: negativePrompt, expand, upscale, ...asked }, extra) => run(client, {
    ...given({ ...asked, negativePrompt }), init: given({ picture, data }), ...(mask !== undefined && { mask: { picture: { data: mask }, ...given({ feather }) } }),
    ...(expand && { expand: given(expand) }), ...(upscale !== undefined && { upscale: { factor: upscale } }),
  } as RecipeRequest, extra));

  server.registerTool('list_models', { title: 'What can be drawn', description: 'The models that are here: what they know, sizes, presets.', inputSchema: {}, annotations: { readOnlyHint: true, openWorldHint: false } }, () => told(async () => {
    const { models, presets, samplers } = await client.capabilities();
    return { models: models.map(({ id, description, width, height, fixed_size, presets: known }) => ({ id, description, width, height, fixed_size, presets: known })), presets, samplers: samplers.map(({ name }) => name) };
  }));

  server.registerTool('search_pictures', {
    title: 'Find pictures', description: 'Finished pictures by the words of their prompts, the latest first.', annotations: { readOnlyHint: true, openWorldHint: false },
    inputSchema: { text: z.string().max(500).optional(), limit: z.number().int().min(1).max(50).optional() },
  }, ({ text, limit = 10 }) => told(async () => {
    const { pictures, total } = await client.gallery(given({ text, limit }) as { text?: string; limit: number });
    return { total, pictures: pictures.map(({ id, prompt, model, seed, width, height, created_at }) => ({ id, prompt, model, seed, width, height, created_at })) };
  }));

  return server;
}

/** Errors are results, too: the model that asked can mend its request. */
async function guarded(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { isError: true, content: [{ type: 'text', text: error.message }] };
  }
}

const told = (find: () => Promise<Record<string, unknown>>): Promise<CallToolResult> => guarded(async () => {
  const found = await find();
  return { content: [{ type: 'text', text: JSON.stringify(found, null, 1) }], structuredContent: found };
});

function run(client: Client, recipe: RecipeRequest, extra: Extra): Promise<CallToolResult> {
  return guarded(async () => {
    const { id } = await client.submit({ recipe, client_id: 'mcp' });
    const cancel = (): void => void client.cancel(id).catch(() => undefined);
    extra.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await resultOf(await watched(client, id, extra), client);
    } finally {
      extra.signal.removeEventListener('abort', cancel);
    }
  });
}

/** Waits for the end, and tells of steps if the asker wants to know. @throws ServiceError when it failed */
async function watched(client: Client, id: string, { _meta, sendNotification }: Extra): Promise<Job> {
  for await (const { event, data } of client.watch(id, { previews: false })) {
    const token = _meta?.progressToken;
    if (event === 'step' && token !== undefined) await sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress: data.step, total: data.steps } });
    if (event !== 'done') continue;
    if (data.status === 'completed') return data;
    throw new ServiceError(data.status === 'cancelled' ? 'cancelled' : 'engine', data.error?.message ?? `The job was ${data.status}.`);
  }
  throw new ServiceError('engine', 'The stream of events ended before the job.');
}

async function resultOf({ pictures, warnings }: Job, client: Client): Promise<CallToolResult> {
  const images = await Promise.all(pictures.map(async ({ url }) => ({ type: 'image' as const, mimeType: 'image/png', data: Buffer.from(await (await client.file(url)).arrayBuffer()).toString('base64') })));
  const facts = { pictures: pictures.map(({ id, seed, width, height, prompt, model }) => ({ picture_id: id, seed, width, height, prompt, model })), warnings };
  return { content: [...images, { type: 'text', text: JSON.stringify(facts, null, 1) }], structuredContent: facts };
}
