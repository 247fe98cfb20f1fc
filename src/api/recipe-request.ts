/** A recipe as it is asked for over the wire: like the one in a picture, with most left open, and pictures by content, by hash or by their place in the gallery. */
import { z } from '@hono/zod-openapi';
import { fits, maskFills, recipeModes, tilings } from '../recipe/recipe.ts';

/** Letters of a prompt, and of every other text. */
const MOST_PROMPT_LETTERS = 20_000;
const MOST_NAME_LETTERS = 1_000;

const share = z.number().min(0).max(1);
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const pixels = z.number().int().min(0).max(1 << 16);
const side = z.number().int().min(1).max(1 << 16);
const name = z.string().max(MOST_NAME_LETTERS);

/** One of: the file itself, in base64 or as a data URL; the SHA-256 of its pixels, for what was sent before or edited before; the id of a picture in the gallery. */
export const pictureSource = z.object({
  data: z.string().optional().openapi({ description: 'A PNG, JPEG, WebP, GIF, TIFF or AVIF file in base64, or as a data URL.' }),
  hash: z.string().regex(/^[0-9a-f]{64}$/).optional().openapi({ description: 'Of a picture that the service has seen: see POST /darkroom/v1/inputs.' }),
  picture: name.optional().openapi({ description: 'Id of a picture in the gallery.' }),
  width: side.optional(),
  height: side.optional(),
}).refine(({ data, hash, picture }) => [data, hash, picture].filter((given) => given !== undefined).length === 1, 'give exactly one of data, hash and picture').openapi('PictureSource');

export type PictureSource = z.infer<typeof pictureSource>;

const maskRequest = z.object({
  /** As the recipe in a picture has it: the hash beside the settings. */
  hash: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  width: side.optional(),
  height: side.optional(),
  picture: pictureSource.optional().openapi({ description: 'Of the size of init. White paints, black keeps, grey mixes. Pixels outside come back bit for bit.' }),
  feather: pixels.optional().openapi({ description: 'Pixels over which the mask falls off, inwards.' }),
  grow: pixels.optional().openapi({ description: 'Pixels to widen the mask by, first.' }),
  invert: z.boolean().optional(),
  fill: z.enum(maskFills).optional(),
  crop: z.boolean().optional().openapi({ description: "Draw only the mask's surroundings, at the model's full resolution." }),
  padding: pixels.optional(),
}).refine(({ hash, picture }) => (hash === undefined) !== (picture === undefined), 'give the mask as picture, or by hash').openapi('MaskRequest');

export const recipeRequest = z.object({
  prompt: z.string().max(MOST_PROMPT_LETTERS).openapi({ example: 'a red fox on the beach at night' }),
  negativePrompt: z.string().max(MOST_PROMPT_LETTERS).optional(),
  styles: z.array(name).max(32).optional().openapi({ description: 'Names of presets, see capabilities.' }),
  model: z.union([name, z.object({ id: name, hash: name.optional() })]).optional().openapi({ description: 'A model of capabilities. Default: the service\'s own.' }),
  seed: seed.optional().openapi({ description: 'Default: drawn at random, and told.' }),
  steps: z.number().int().min(1).max(1000).optional(),
  guidance: z.number().min(0).max(1000).optional(),
  guidanceInterval: z.tuple([share, share]).optional(),
  sampler: name.optional(),
  spacing: name.optional(),
  eta: share.optional().openapi({ description: 'Share of fresh noise, for samplers that have such a setting.' }),
  rng: name.optional().openapi({ description: 'Where the noise comes from: darkroom (default), torch or nv.' }),
  precision: z.enum(['exact', 'fast']).optional().openapi({ description: 'fast: 8 bits in half the time, where the model can. A service draws as it was started.' }),
  cache: z.number().int().min(2).max(10).optional().openapi({ description: 'The lower part of a Stable Diffusion\'s network ran every so many looks. A service draws as it was started.' }),
  clipSkip: z.number().int().min(0).max(11).optional(),
  loras: z.array(z.object({ name, weight: z.number().min(-10).max(10), hash: name.optional() })).max(16).optional(),
  width: side.optional(),
  height: side.optional(),
  count: z.number().int().min(1).max(64).optional().openapi({ description: 'Pictures; each has the next seed.' }),
  variation: z.object({ seed, strength: share }).optional(),
  tiling: z.enum(tilings).optional(),
  init: pictureSource.optional().openapi({ description: 'The picture to edit.' }),
  fit: z.enum(fits).optional(),
  strength: share.optional(),
  mask: maskRequest.optional(),
  expand: z.object({ left: pixels.optional(), top: pixels.optional(), right: pixels.optional(), bottom: pixels.optional() }).optional(),
  upscale: z.object({ factor: z.number().min(1).max(16), strength: share.optional(), steps: z.number().int().min(1).max(1000).optional() }).optional(),
  // What a picture's own recipe says besides, so that it can be sent back as it is.
  version: z.number().int().min(1).optional(),
  mode: z.enum(recipeModes).optional(),
  resolvedPrompt: z.string().max(MOST_PROMPT_LETTERS).optional(),
  resolvedNegativePrompt: z.string().max(MOST_PROMPT_LETTERS).optional(),
  software: name.optional(),
  device: name.optional(),
}).strict().openapi('RecipeRequest');

export type RecipeRequest = z.infer<typeof recipeRequest>;
