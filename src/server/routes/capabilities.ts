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
import type { Service } from '../service.ts';

export function capabilityRoutes(app: OpenAPIHono, service: Service): void {
  app.openapi(routes.capabilities, (context) => context.json(capabilitiesOf(service), 200));
}

function capabilitiesOf({ pool, wildcards, limits }: Service): Capabilities {
  const known = new Set(pool.descriptions.flatMap(({ info }) => presetsFor(info.world).map(({ name }) => name)));
  return {
    version: VERSION, default_model: pool.defaultModel, models: pool.descriptions.map((description) => modelView(description, pool.isOpen(description.id))),
    samplers: samplerNames.map((name) => ({ name, label: samplers[name].label })), spacings: spacingNames.map((name) => ({ name, label: spacingLabels[name].label })),
    presets: [...presetsFor()].filter(({ name }) => known.has(name)).map(({ name, kind, label }) => ({ name, kind, label })), wildcards: Object.keys(wildcards),
    modes: [...recipeModes], fits: [...fits], mask_fills: [...maskFills], tilings: [...tilings],
    limits: { body_bytes: limits.bodyBytes, pixels: limits.pixels, steps: limits.steps, pictures: limits.pictures, queue: limits.queue },
  };
}

function modelView({ id, description, licence, parameters, info }: ModelDescription, loaded: boolean): ModelView {
  const { size, sizeMultiple, fixedSize, defaults, world } = info;
  return {
    id, description, width: size.width, height: size.height, size_multiple: sizeMultiple, fixed_size: fixedSize, loaded, presets: presetsFor(world).map(({ name }) => name),
    defaults: { steps: defaults.steps, guidance: defaults.guidance, sampler: defaults.sampler, spacing: defaults.spacing }, ...(licence !== undefined && { licence }), ...(parameters !== undefined && { parameters }),
  };
}
