/** A generation recipe: everything that decides the pixels of one picture. It travels in the picture and makes it again. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';

/** How a picture came to be; each mode only prepares what the sampler starts from. */
export const recipeModes = ['text-to-image', 'image-to-image', 'inpaint', 'outpaint', 'upscale'] as const;
export type RecipeMode = (typeof recipeModes)[number];

/** What a painted part starts from: the picture itself, its surroundings smeared, noise, or nothing. */
export const maskFills = ['original', 'surroundings', 'noise', 'nothing'] as const;
export type MaskFill = (typeof maskFills)[number];

/** How a picture of another shape is brought to the size that is drawn. */
export const fits = ['crop', 'stretch', 'pad'] as const;
export type Fit = (typeof fits)[number];

/** Axes along which the picture's edges meet. */
export const tilings = ['x', 'y', 'both'] as const;
export type Tiling = (typeof tilings)[number];

const share = z.number().min(0).max(1);
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const pixels = z.number().int().min(0).max(1 << 16);

/** A picture that the recipe needs and does not hold: found again by the SHA-256 of its pixels, see `pictureHash`. */
const pictureReference = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), width: z.number().int().positive(), height: z.number().int().positive() });

/** What version 1 says, and goes on to say. */
const base = {
  prompt: z.string(),
  negativePrompt: z.string().default(''),
  model: z.object({
    id: z.string(),
    /** First hexadecimal digits of the SHA-256 of the weights file: the same id may be trained again. */
    hash: z.string().optional(),
  }),
  /** This picture's own: (seed of the run + place in the run). */
  seed,
  steps: z.number().int().min(1).max(1000),
  guidance: z.number().min(0),
  guidanceInterval: z.tuple([share, share]).refine(([low, high]) => low <= high, 'its first number is larger than its second').default([0, 1]),
  sampler: z.string(),
  /** Of what the sampler draws; the finished picture of an edit may be larger. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Which program and device made the picture: pixels agree to the bit on the same ones. */
  software: z.string().optional(),
  device: z.string().optional(),
};

/** What version 2 adds: all optional, so that a recipe of version 1 is one of version 2 that says less. */
const additions = {
  mode: z.enum(recipeModes).default('text-to-image'),
  /** The text as the model read it, when it is not the prompt: choices `{a|b}` made, styles added. */
  resolvedPrompt: z.string().optional(),
  resolvedNegativePrompt: z.string().optional(),
  /** Names of presets, see `presets`. */
  styles: z.array(z.string()).optional(),
  /** How noise levels are spaced. Absent: as the model prefers. */
  spacing: z.string().optional(),
  /** Share of fresh noise. Absent: the sampler's own. */
  eta: share.optional(),
  /** Where noise comes from. Absent: Darkroom's own. */
  rng: z.string().optional(),
  /** The denoiser computed in 8 bits. Absent: exactly. */
  precision: z.enum(['fast']).optional(),
  /** The lower part of the denoiser ran every so many looks. Absent: at each. */
  cache: z.number().int().min(2).max(10).optional(),
  /** Layers of the text encoder that were left out. */
  clipSkip: z.number().int().min(0).max(11).optional(),
  loras: z.array(z.object({ name: z.string(), weight: z.number(), hash: z.string().optional() })).optional(),
  /** Another seed's noise mixed in, by A1111's rule. */
  variation: z.object({ seed, strength: share }).optional(),
  tiling: z.enum(tilings).optional(),
  /** The picture that was edited. */
  init: pictureReference.optional(),
  fit: z.enum(fits).optional(),
  /** How much of the noise an edit began with. */
  strength: share.optional(),
  /** Lengths are pixels of the edited picture. */
  mask: pictureReference.extend({ feather: pixels, grow: pixels, invert: z.boolean(), fill: z.enum(maskFills), crop: z.boolean(), padding: pixels }).optional(),
  /** Pixels added at each side. */
  expand: z.object({ left: pixels, top: pixels, right: pixels, bottom: pixels }).optional(),
  /** The enlargement that followed, or was the whole task. */
  upscale: z.object({ factor: z.number().min(1).max(16), strength: share, steps: z.number().int().min(1).max(1000) }).optional(),
};

const schema = z.object({ version: z.literal(2), ...base, ...additions });

/** Their names. */
export const recipeFields: readonly string[] = Object.keys(schema.shape);

/** As it is read and written today. */
export type Recipe = z.output<typeof schema>;

const NEWEST = 2;

/** A version 1 recipe says nothing of spacing: there was one. */
const fromVersion1 = (value: object): object => ({ spacing: 'trailing', ...value, version: NEWEST });

/** Reads every version there was; the result is of the newest. @throws DarkroomError code 'data' naming the field */
export function parseRecipe(value: unknown): Recipe {
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > NEWEST) throw new DarkroomError('data', `The recipe has version ${version}; this Darkroom reads versions up to ${NEWEST}. A newer Darkroom reads it.`, { version });
  const parsed = schema.safeParse(version === 1 ? fromVersion1(value as object) : value);
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
