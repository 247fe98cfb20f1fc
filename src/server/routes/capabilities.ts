/** /darkroom/v1/capabilities: what clients build their knobs from. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Capabilities, ModelView } from '../../api/capabilities.ts';
import { routes } from '../../api/routes.ts';
import { spacingLabels } from '../../diffusion/names.ts';
import { samplerNames, samplers } from '../../diffusion/samplers/index.ts';
import { spacingNames } from '../../diffusion/spacing.ts';
import type { ModelDescription } from '../../node/generation/open-pipeline.ts';
import { VERSION } from '../../node/version.ts';
import { presetsFor } from '../../recipe/presets.ts';
import { fits, maskFills, recipeModes, tilings } from '../../recipe/recipe.ts';
import { vocabularyOf } from '../../worlds/world.ts';
import { worlds } from '../../worlds/worlds.ts';
import type { Service } from '../service.ts';

export function capabilityRoutes(app: OpenAPIHono, service: Service): void {
  app.openapi(routes.capabilities, async (context) => context.json(await capabilitiesOf(service), 200));
}

async function capabilitiesOf({ pool, wildcards, limits }: Service): Promise<Capabilities> {
  const known = new Set(pool.descriptions.flatMap(({ info }) => presetsFor(info.world).map(({ name }) => name)));
  return {
    version: VERSION, default_model: pool.defaultModel, models: await Promise.all(pool.descriptions.map((description) => modelView(description, pool))),
    samplers: samplerNames.map((name) => ({ name, label: samplers[name].label })), spacings: spacingNames.map((name) => ({ name, label: spacingLabels[name].label })),
    presets: [...presetsFor()].filter(({ name }) => known.has(name)).map(({ name, kind, label }) => ({ name, kind, label })), wildcards: Object.keys(wildcards),
    modes: [...recipeModes], fits: [...fits], mask_fills: [...maskFills], tilings: [...tilings],
    limits: { body_bytes: limits.bodyBytes, pixels: limits.pixels, steps: limits.steps, pictures: limits.pictures, queue: limits.queue },
  };
}

async function modelView({ id, description, licence, parameters, info }: ModelDescription, pool: Service['pool']): Promise<ModelView> {
  const { size, sizeMultiple, fixedSize, defaults, world, toldGuidance = false } = info;
  const loras = await pool.loras(id);
  const known = Object.hasOwn(worlds, world ?? '') ? worlds[world ?? ''] : undefined;
  return {
    id, description, width: size.width, height: size.height, size_multiple: sizeMultiple, fixed_size: fixedSize, loaded: pool.isOpen(id), presets: presetsFor(world).map(({ name }) => name),
    defaults: { steps: defaults.steps, guidance: defaults.guidance, sampler: defaults.sampler, spacing: defaults.spacing },
    // A network that is told the guidance looks once, with the prompt alone.
    negative_prompt: !toldGuidance, ...(loras && { loras: loras.map(({ name }) => name) }), ...(known && { vocabulary: vocabularyOf(known).map(({ kind, words }) => ({ kind, words: [...words] })) }), ...(licence !== undefined && { licence }), ...(parameters !== undefined && { parameters }),
  };
}
