/** Recipes back onto the knobs. */
import type { StudioParts } from '../shell/context.ts';
import { firstKnobs, type Knobs } from '../shell/studio-state.ts';

/** Sets prompt and knobs as a recipe says; what it does not say goes back to the model's choice. */
export function turnFromRecipe({ changes, capabilities }: Pick<StudioParts, 'changes' | 'capabilities'>, recipe: Readonly<Record<string, unknown>>): void {
  const text = (key: string): string => (typeof recipe[key] === 'string' ? recipe[key] : '');
  const number = (key: string): number | undefined => (typeof recipe[key] === 'number' ? recipe[key] : undefined);
  const id = (recipe['model'] as { id?: unknown } | undefined)?.id;
  const model = capabilities.models.find((each) => each.id === id);
  const knobs: Knobs = {
    ...firstKnobs, prompt: text('prompt'), negativePrompt: text('negativePrompt'), model: model?.id, seed: number('seed'), steps: number('steps'), guidance: number('guidance'),
    sampler: capabilities.samplers.find((name) => name === recipe['sampler']), count: 1,
  };
  changes.turn(knobs);
  const { width, height } = { width: number('width'), height: number('height') };
  const document = changes.document();
  if (width !== undefined && height !== undefined && document.layers.length === 0) changes.commit('Change shape', { ...document, frame: { ...document.frame, width, height } });
  changes.notify(model === undefined && typeof id === 'string' ? `Recipe restored, but the model ${id} is not here: ${capabilities.models[0]?.label ?? 'none'} will draw.` : 'Recipe restored: the same seed and settings make the same picture.');
}
