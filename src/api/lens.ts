/** The lens over HTTP: a run watched from inside, and any picture on the ladder of noise. Both answer with a stream of events. */
import { createRoute, z } from '@hono/zod-openapi';
import { errorBody } from './error.ts';

const MOST_LETTERS = 20_000;
/** Each step brings some dozen pictures: more steps than anybody looks at would only take time. */
const MOST_STEPS = 64;
const MOST_RUNGS = 32;

const common = { prompt: z.string().max(MOST_LETTERS), model: z.string().max(1_000).optional(), seed: z.number().int().min(0).max(2 ** 32 - 1) };

export const lensRequest = z.object({ ...common, steps: z.number().int().min(1).max(MOST_STEPS).optional(), guidance: z.number().min(0).max(100).optional() }).strict().openapi('LensRequest');

/** Data of `step` events; pictures are PNG data URLs. */
export const lensStep = z.object({
  index: z.number(),
  steps: z.number(),
  noise: z.number().openapi({ description: '1 is pure noise, 0 a clean picture.' }),
  noisy: z.string().openapi({ description: 'What the network was given, decoded.' }),
  withWords: z.string(),
  withoutWords: z.string(),
  guided: z.string().openapi({ description: 'What the step goes by.' }),
  overGuided: z.string().openapi({ description: 'With much more guidance than asked for.' }),
  latentChannels: z.array(z.string()),
  noiseChannels: z.array(z.string()),
  words: z.array(z.object({ word: z.string(), map: z.string().openapi({ description: 'Transparent where the network did not look.' }) })),
}).openapi('LensStep');
export type LensStepView = z.infer<typeof lensStep>;

export const ladderRequest = z.object({ ...common, picture: z.string().openapi({ description: 'A picture file in base64 or as a data URL, of the size that the model draws.' }), rungs: z.number().int().min(2).max(MOST_RUNGS).optional() }).strict().openapi('NoiseLadderRequest');

/** Data of `rung` events. */
export const noiseRung = z.object({ noise: z.number(), noisy: z.string(), guess: z.string() }).openapi('NoiseRung');
export type NoiseRungView = z.infer<typeof noiseRung>;

const failure = (description: string) => ({ description, content: { 'application/json': { schema: errorBody } } });
const stream = { 200: { description: 'Server-sent events; `done` or `error` ends them', content: { 'text/event-stream': { schema: z.string() } } }, 400: failure('What was wrong with the request'), 404: failure('There is no such model') } as const;
const body = <T extends z.ZodType>(schema: T) => ({ body: { required: true, content: { 'application/json': { schema } } } });

export const lensRoutes = {
  lens: createRoute({ tags: ['lens'], method: 'post', path: '/darkroom/v1/lens', description: 'Makes one picture and tells of each step.', request: body(lensRequest), responses: stream }),
  ladder: createRoute({ tags: ['lens'], method: 'post', path: '/darkroom/v1/noise-ladder', description: 'Puts more and more noise on a picture, always the same noise, and tells what the network takes it to be.', request: body(ladderRequest), responses: stream }),
} as const;
