/** Pictures to edit, and what pictures and prompts say: what a client asks before it asks for a picture. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { ServiceError } from '../../api/error.ts';
import { routes } from '../../api/routes.ts';
import { resolveRequest } from '../../pipelines/resolve-request.ts';
import { readPictureRecipe } from '../../node/picture-recipe.ts';
import { generateRequestOf, modelName } from '../prepare-job.ts';
import { decodeWithin } from '../request-pictures.ts';
import type { Service } from '../service.ts';

export function inputRoutes(app: OpenAPIHono, service: Service): void {
  const { inputs, limits, pool } = service;

  app.openapi(routes.putInput, async (context) => {
    const picture = await decodeWithin(new Uint8Array(await context.req.arrayBuffer()), limits.pixels, 'body');
    return context.json({ hash: await inputs.put(picture), width: picture.width, height: picture.height }, 201);
  });

  app.openapi(routes.readRecipe, async (context) => {
    const found = await readPictureRecipe(new Uint8Array(await context.req.arrayBuffer()));
    if (found === undefined) throw new ServiceError('not-found', 'The picture says nothing of how it was made: another program made it, or its text was removed.');
    const told: { source: string; recipe: Record<string, unknown>; notes: string[] } = { source: found.source, recipe: { ...found.recipe }, notes: [...found.notes] };
    return context.json(told, 200);
  });

  app.openapi(routes.resolve, async (context) => {
    const recipe = context.req.valid('json');
    const { init: _init, mask: _mask, expand: _expand, ...words } = recipe;
    const { pipeline } = await pool.open(modelName(recipe));
    const { prompts } = resolveRequest(generateRequestOf(words, {}, service), pipeline.info, recipe.seed ?? 0);
    const prompt = prompts[0] as string;
    const { length, limit, unknown, cut } = pipeline.read(prompt);
    return context.json({ prompt, length, unknown: [...unknown], cut, ...(limit !== undefined && { limit }) }, 200);
  });
}
