/** What a service can do: clients build their knobs from it. */
import { z } from '@hono/zod-openapi';
import { presetKinds } from '../recipe/presets.ts';

export const modelView = z.object({
  id: z.string(),
  description: z.string(),
  licence: z.string().optional(),
  parameters: z.number().optional(),
  /** The size it draws best, what sides are multiples of, and whether it draws nothing else. */
  width: z.number(),
  height: z.number(),
  size_multiple: z.number(),
  fixed_size: z.boolean(),
  defaults: z.object({ steps: z.number(), guidance: z.number(), sampler: z.string(), spacing: z.string() }),
  presets: z.array(z.string()).openapi({ description: 'Names of the presets that it understands.' }),
  loaded: z.boolean(),
  negative_prompt: z.boolean().openapi({ description: 'Whether words to leave out mean anything to it.' }),
  loras: z.array(z.string()).optional().openapi({ description: 'Names for <lora:name:0.8> in prompts, as they lie on the disk now. Absent: it takes none.' }),
  vocabulary: z.array(z.object({ kind: z.string(), words: z.array(z.string()) })).optional().openapi({ description: 'All that a model of a drawn world knows. Absent: it reads any words.' }),
}).openapi('Model');

export const capabilities = z.object({
  version: z.string(),
  default_model: z.string(),
  models: z.array(modelView),
  samplers: z.array(z.object({ name: z.string(), label: z.string() })),
  spacings: z.array(z.object({ name: z.string(), label: z.string() })),
  presets: z.array(z.object({ name: z.string(), kind: z.enum(presetKinds), label: z.string() })),
  wildcards: z.array(z.string()).openapi({ description: 'Lists that a prompt can name as __list__.' }),
  modes: z.array(z.string()),
  fits: z.array(z.string()),
  mask_fills: z.array(z.string()),
  tilings: z.array(z.string()),
  limits: z.object({ body_bytes: z.number(), pixels: z.number(), steps: z.number(), pictures: z.number(), queue: z.number() }),
}).openapi('Capabilities');

export type Capabilities = z.infer<typeof capabilities>;
export type ModelView = z.infer<typeof modelView>;
