/** OpenAI's images API over the queue. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { openaiFormBodies, openaiRoutes } from '../../../api/openai.ts';
import type { RecipeRequest } from '../../../api/recipe-request.ts';
import { maskFromTransparency } from '../../../images/mask.ts';
import { type Picture, createPicture } from '../../../images/picture.ts';
import { readPictureRecipe } from '../../../node/picture-recipe.ts';
import { decodeWithin } from '../../request-pictures.ts';
import type { Service } from '../../service.ts';
import { answer } from './answer.ts';
import { readEdit, readVariation } from './edit-form.ts';
import { recipeOf } from './requests.ts';

/** How far an edit without a mask may go, by the fidelity asked for. */
const strengths = { high: 0.4, low: 0.75 } as const;
const DEFAULT_STRENGTH = 0.6;
/** Share of the picture's shorter side over which masks soften. */
const FEATHER_SHARE = 0.02;

export function openaiSurface(app: OpenAPIHono, service: Service): void {
  const { inputs, limits, pool } = service;
  const keep = async (picture: Picture): Promise<{ hash: string }> => ({ hash: await inputs.put(picture) });

  const modelView = ({ id }: { readonly id: string }) => ({ id, object: 'model' as const, created: 0, owned_by: 'darkroom' });

  app.openapi(openaiRoutes.models, (context) => context.json({ object: 'list' as const, data: pool.descriptions.map(modelView) }, 200));
  app.openapi(openaiRoutes.model, (context) => context.json(modelView(pool.describe(context.req.valid('param').id)), 200));

  app.openapi(openaiRoutes.generations, async (context) => {
    const settings = context.req.valid('json');
    return await answer(context, service, { kind: 'image_generation', settings, recipe: recipeOf(settings, service, true) }) as never;
  });

  app.openapi({ ...openaiRoutes.edits, request: {} }, async (context) => {
    const { fields, image, mask } = await readEdit(context);
    const picture = await decodeWithin(image, limits.pixels, 'image');
    const masked = mask === undefined ? (isTransparent(picture) ? picture : undefined) : await decodeWithin(mask, limits.pixels, 'mask');
    const base = { ...recipeOf(fields, service, false), init: await keep(picture) };
    const recipe: RecipeRequest = masked === undefined
      ? { ...base, strength: fields.strength ?? (fields.input_fidelity ? strengths[fields.input_fidelity] : DEFAULT_STRENGTH), fit: 'crop' }
      : { ...base, ...(typeof fields.strength === 'number' && { strength: fields.strength }), mask: { picture: await keep(maskPicture(masked)), feather: Math.round(FEATHER_SHARE * Math.min(picture.width, picture.height)) } };
    return await answer(context, service, { kind: 'image_edit', settings: fields, recipe }) as never;
  });

  app.openapi({ ...openaiRoutes.variations, request: {} }, async (context) => {
    const { fields, image } = await readVariation(context);
    const init = await keep(await decodeWithin(image, limits.pixels, 'image'));
    // A picture that says what it shows is varied knowing it.
    const told = await readPictureRecipe(image).catch(() => undefined);
    const prompt = fields.prompt || told?.recipe.resolvedPrompt || told?.recipe.prompt || '';
    const recipe = { ...recipeOf({ ...fields, prompt }, service, false), init, strength: fields.strength ?? DEFAULT_STRENGTH };
    return await answer(context, service, { kind: 'image_edit', settings: fields, recipe }) as never;
  });

  for (const name of ['edits', 'variations'] as const) app.openAPIRegistry.registerPath({ ...openaiRoutes[name], request: { body: openaiFormBodies[name] } });
}

function isTransparent({ channels, data }: Picture): boolean {
  if (channels !== 4) return false;
  for (let i = 3; i < data.length; i += 4) if ((data[i] as number) < 255) return true;
  return false;
}

/** White where it was transparent. @throws DarkroomError code 'data' when it is not transparent anywhere */
function maskPicture(picture: Picture): Picture {
  const { width, height, data } = maskFromTransparency(picture);
  return createPicture(width, height, Uint8Array.from({ length: 3 * data.length }, (_, i) => Math.round(255 * (data[Math.floor(i / 3)] as number))));
}
