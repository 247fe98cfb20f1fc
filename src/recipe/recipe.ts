/** A generation recipe: everything that decides the pixels of one picture. It travels in the picture and makes it again. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';

const schema = z.object({
  version: z.literal(1),
  prompt: z.string(),
  negativePrompt: z.string().default(''),
  model: z.object({
    id: z.string(),
    /** First hexadecimal digits of the SHA-256 of the weights file: the same id may be trained again. */
    hash: z.string().optional(),
  }),
  /** This picture's own: (seed of the run + place in the run). */
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  steps: z.number().int().min(1).max(1000),
  guidance: z.number().min(0),
  guidanceInterval: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .refine(([low, high]) => low <= high, 'its first number is larger than its second').default([0, 1]),
  sampler: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Which program and device made the picture: pixels agree to the bit on the same ones. */
  software: z.string().optional(),
  device: z.string().optional(),
});

export type Recipe = z.output<typeof schema>;

/** @throws DarkroomError code 'data' naming the field */
export function parseRecipe(value: unknown): Recipe {
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1) throw new DarkroomError('data', `The recipe has version ${version}; this Darkroom reads version 1. A newer Darkroom reads it.`, { version });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DarkroomError('data', `The recipe is not understood at '${issue?.path.join('.') || 'its top'}': ${issue?.message ?? 'invalid'}.`, { path: issue?.path });
}

/** @throws DarkroomError code 'data' when the text is not JSON, or not a recipe */
export function parseRecipeJson(text: string): Recipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DarkroomError('data', 'The recipe is not JSON.', {}, error);
  }
  return parseRecipe(value);
}
