/** OpenAI's images API, as its clients use it: what goes in, what comes out. Every setting may be null; what is not known is let pass. */
import { createRoute, z } from '@hono/zod-openapi';

const text = z.string().max(32_000);
const name = z.string().max(1000).nullish();
const number = (low: number, high: number) => z.coerce.number().min(low).max(high).nullish();
const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high).nullish();
/** Forms know texts only. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]).nullish();

/** Darkroom's own settings, at the top level: where the AI SDK, Open WebUI and `extra_body` put them. */
const extension = {
  seed: whole(-1, Number.MAX_SAFE_INTEGER), steps: whole(1, 1000), guidance: number(0, 1000), cfg_scale: number(0, 1000), negative_prompt: text.nullish(), sampler: name, scheduler: name, strength: number(0, 1),
};

const common = {
  model: name, n: whole(1, 10), size: z.string().max(20).nullish().openapi({ description: '"auto" or "WIDTHxHEIGHT"; any size is taken.' }), quality: z.enum(['low', 'medium', 'high', 'auto', 'standard', 'hd']).nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(), output_format: z.enum(['png', 'jpeg', 'webp']).nullish(), output_compression: whole(0, 100), background: z.enum(['transparent', 'opaque', 'auto']).nullish(),
  moderation: z.enum(['low', 'auto']).nullish(), stream: flag, partial_images: whole(0, 3), style: z.string().max(100).nullish(), user: z.string().max(1000).nullish(), ...extension,
};

const generation = z.object({ prompt: text, ...common });
export const generationBody = z.looseObject(generation.shape).openapi('ImageGeneration');
export type GenerationBody = z.infer<typeof generation>;

/** The settings of a form, apart from its files. */
export const editFields = z.object({ prompt: text, input_fidelity: z.enum(['high', 'low']).nullish(), ...common });
export type EditFields = z.infer<typeof editFields>;

const reference = z.object({ image_url: z.string().nullish(), file_id: z.string().nullish() });
export const editJson = editFields.extend({ images: z.array(reference).min(1).max(16), mask: reference.nullish() }).openapi('ImageEditJson');

export const variationFields = z.object({ ...common, prompt: text.nullish() });

const image = z.object({ b64_json: z.string(), url: z.string().optional(), revised_prompt: z.string().optional(), seed: z.number(), infotext: z.string() });

export const imagesAnswer = z.object({
  created: z.number(), data: z.array(image), background: z.string(), output_format: z.string(), quality: z.string(), size: z.string(),
  usage: z.object({ input_tokens: z.number(), input_tokens_details: z.object({ image_tokens: z.number(), text_tokens: z.number() }), output_tokens: z.number(), total_tokens: z.number() }),
}).openapi('Images');
export type ImagesAnswer = z.infer<typeof imagesAnswer>;

export const openaiError = z.object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }) }).openapi('OpenAIError');

const model = z.object({ id: z.string(), object: z.literal('model'), created: z.number(), owned_by: z.string() });
const models = z.object({ object: z.literal('list'), data: z.array(model) });

const failure = { description: 'What was wrong', content: { 'application/json': { schema: openaiError } } };
const failures = { 400: failure, 401: failure, 404: failure, 413: failure, 429: failure } as const;
const answers = { 200: { description: 'The pictures; or, with stream, server-sent events', content: { 'application/json': { schema: imagesAnswer }, 'text/event-stream': { schema: z.string() } } }, ...failures } as const;
const tags = ['openai'];
/** Forms and JSON both: read by hand, as a schema for the one would refuse the other. */
const formOrJson = (schema: z.ZodType, description: string) => ({ content: { 'application/json': { schema }, 'multipart/form-data': { schema: z.looseObject({}).openapi({ description }) } } });

export const openaiRoutes = {
  generations: createRoute({ tags, method: 'post', path: '/v1/images/generations', request: { body: { required: true, content: { 'application/json': { schema: generationBody } } } }, responses: answers }),
  edits: createRoute({ tags, method: 'post', path: '/v1/images/edits', responses: answers }),
  variations: createRoute({ tags, method: 'post', path: '/v1/images/variations', responses: answers }),
  models: createRoute({ tags, method: 'get', path: '/v1/models', responses: { 200: { description: 'Models', content: { 'application/json': { schema: models } } } } }),
  model: createRoute({ tags, method: 'get', path: '/v1/models/{id}', request: { params: z.object({ id: z.string().max(1000) }) }, responses: { 200: { description: 'The model', content: { 'application/json': { schema: model } } }, ...failures } }),
} as const;

/** What the document says of bodies that are read by hand. */
export const openaiFormBodies = {
  edits: formOrJson(editJson, 'image or image[] (a file), mask (a PNG, transparent where to paint), prompt, and the settings of ImageGeneration'),
  variations: formOrJson(variationFields, 'image (a file), n, size'),
};
