/** Recipes back onto the knobs. */
import type { Capabilities } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import { firstKnobs, type Knobs } from '../shell/studio-state.ts';

/** What has no knob of its own, and decides pixels all the same. */
const keptFields = ['spacing', 'guidanceInterval', 'clipSkip', 'tiling', 'variation'] as const;

type Recipe = Readonly<Record<string, unknown>>;

/** @returns the knobs as a recipe says; what it does not say is the model's choice */
export function knobsOf(recipe: Recipe, { models, presets, samplers }: Pick<Capabilities, 'models' | 'presets' | 'samplers'>): Knobs {
  const text = (key: string): string => (typeof recipe[key] === 'string' ? recipe[key] : '');
  const number = (key: string): number | undefined => (typeof recipe[key] === 'number' ? recipe[key] : undefined);
  const styles = Array.isArray(recipe['styles']) ? recipe['styles'] as readonly unknown[] : [];
  const preset = (kind: string): string | undefined => presets.find((each) => each.kind === kind && styles.includes(each.id))?.id;
  const also = Object.fromEntries(keptFields.flatMap((field) => (recipe[field] === undefined ? [] : [[field, recipe[field]]])));
  return {
    ...firstKnobs, prompt: text('prompt'), negativePrompt: text('negativePrompt'), model: models.find(({ id }) => id === modelName(recipe))?.id,
    style: preset('style'), lighting: preset('lighting'), composition: preset('composition'), seed: number('seed'), steps: number('steps'), guidance: number('guidance'),
    sampler: samplers.find(({ name }) => name === recipe['sampler'])?.name, strength: number('strength') ?? firstKnobs.strength, count: 1, also,
  };
}

const modelName = (recipe: Recipe): unknown => (recipe['model'] as { id?: unknown } | undefined)?.id;

/** Sets prompt and knobs as a recipe says, and tells what of it cannot be had. */
export function turnFromRecipe({ changes, capabilities }: Pick<StudioParts, 'changes' | 'capabilities'>, recipe: Recipe): void {
  const knobs = knobsOf(recipe, capabilities);
  changes.turn(knobs);
  const [width, height] = [recipe['width'], recipe['height']];
  const document = changes.document();
  if (typeof width === 'number' && typeof height === 'number' && document.layers.length === 0) changes.commit('Change shape', { ...document, frame: { ...document.frame, width, height } });
  changes.notify(told(recipe, knobs, capabilities));
}

function told(recipe: Recipe, knobs: Knobs, { models }: Pick<Capabilities, 'models'>): string {
  const model = modelName(recipe);
  if (knobs.model === undefined && typeof model === 'string') return `Recipe restored, but the model ${model} is not here: ${models[0]?.label ?? 'none'} will draw.`;
  if (recipe['init'] !== undefined) return 'Recipe restored. It edited a picture: put that picture on the canvas to make the same again.';
  return 'Recipe restored: the same seed and settings make the same picture.';
}
