/** What a model is: its parts and their sizes, how it was trained to predict, what it is best asked with, and where it comes from. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';

const size = z.number().int().min(1).max(1 << 20);

const tokenizer = z.object({
  words: z.array(z.string().min(1)).readonly(),
  maximumWords: size,
  buckets: size.min(2),
  gramsPerWord: size,
});

const codecStage = z.object({ width: size, blocks: z.number().int().min(0).max(64) });

/** What a training recipe says of its model; data and training tell the rest. */
export const modelParts = {
  description: z.string(),
  /** Pixels. */
  picture: z.object({ width: size, height: size }),
  codec: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('patch'), patch: size, channels: size }),
    z.object({ kind: z.literal('convolutional'), channels: size, encoder: codecStage, decoder: z.array(codecStage).min(1).max(5).readonly() }),
  ]),
  text: z.object({ kind: z.literal('words'), tokenizer, width: size, layers: z.number().int().min(0).max(64), heads: size, summaries: size, spellingWidth: size.optional() }),
  denoiser: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('diffusion-transformer'), width: size, layers: size.max(256), heads: size, hidden: size }),
    z.object({ kind: z.literal('grid-transformer'), width: size, layers: size.max(256), heads: size, hidden: size, patch: size, grid: size, middle: z.boolean().default(false) }),
  ]),
  schedule: z.object({ name: z.literal('flow'), shift: z.number().positive() }),
  prediction: z.enum(['epsilon', 'v', 'x0', 'flow']),
  defaults: z.object({
    steps: size.max(1000),
    guidance: z.number().min(0),
    /** Share of noise, from and to, within which guidance acts. */
    guidanceInterval: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]),
    sampler: z.string(),
    /** How far a prediction is pushed away from that of the network's lower half, where that has a head; 1, the default, is not at all. */
    internalGuidance: z.number().min(1).max(4).optional(),
  }),
  licence: z.string(),
};

const schema = z.object({
  format: z.literal(1),
  /** How people call it: `darkroom models`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
  ...modelParts,
  /** The drawn world whose scenes it learned; absent when it learned a user's own pictures. */
  world: z.string().optional(),
  /** Free words: trained by whom, on what, for how long. */
  origin: z.string(),
});

/** Plain JSON: it travels in the metadata of the model's weights file. */
export type ModelConfig = z.infer<typeof schema>;

/** Where the configuration lies in a safetensors file's metadata. */
export const CONFIG_KEY = 'darkroom.model';

/**
 * Reads a model's configuration from a weights file's metadata.
 * @param where named in errors: the file
 * @throws DarkroomError code 'model'
 */
export function parseModelConfig(metadata: Readonly<Record<string, string>>, where: string): ModelConfig {
  const text = metadata[CONFIG_KEY];
  if (text === undefined) throw new DarkroomError('model', `${where} holds weights, but is not a Darkroom model: its metadata has no '${CONFIG_KEY}'.`, { where });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DarkroomError('model', `${where}: the model's description is not JSON; the file is damaged.`, { where });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DarkroomError('model', `${where}: the model's description is not understood at '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'invalid'}. It may come from a newer version of Darkroom.`, { where });
}
