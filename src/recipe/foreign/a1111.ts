/** AUTOMATIC1111's web UI, Forge, SD.Next, stable-diffusion.cpp, and whoever writes like them. */
import { partFromInfotext } from '../infotext.ts';
import type { RecipeReading } from './reading.ts';

/** @param text of `parameters`, or of a JPEG's comment */
export function readA1111(text: string): RecipeReading {
  const recipe = partFromInfotext(text);
  const missing = [['steps', recipe.steps], ['sampler', recipe.sampler], ['guidance', recipe.guidance], ['seed', recipe.seed], ['size', recipe.width]].filter(([, value]) => value === undefined).map(([name]) => name);
  const loras = [...(recipe.prompt ?? '').matchAll(/<lora:([^:>]{1,200}):(-?[\d.]{1,10})[^>]{0,100}>/g)].map(([, name, weight]) => ({ name: name as string, weight: Number(weight) }));
  return {
    source: 'a1111', recipe: { ...recipe, ...(loras.length > 0 && { loras }) },
    notes: missing.length === 0 ? [] : missing.length === 5 ? ['The picture says its prompt and no settings.'] : [`The picture does not say: ${missing.join(', ')}.`],
  };
}
