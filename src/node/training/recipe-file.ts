/** Training recipes by name, from a JSON file, or a recipe with changes that a user types. */
import { readFile } from 'node:fs/promises';
import { DarkroomError } from '../../base/errors.ts';
import { trainingRecipeNamed } from '../../training/recipes.ts';
import { type TrainingRecipe, changedRecipe } from '../../training/training-recipe.ts';

export const DEFAULT_RECIPE = 'first-light';

/** A recipe of the table by its name, or of a file by its path. @throws DarkroomError code 'usage' */
export async function readRecipe(nameOrPath: string): Promise<TrainingRecipe> {
  if (!/[./\\]/.test(nameOrPath)) return trainingRecipeNamed(nameOrPath);
  const text = await readFile(nameOrPath, 'utf8').catch((error: unknown) => {
    throw new DarkroomError('usage', `There is no recipe file ${nameOrPath} that can be read.`, { path: nameOrPath }, error);
  });
  try {
    // A file names the recipe it starts from and says what differs.
    const { extends: base = DEFAULT_RECIPE, ...changes } = JSON.parse(text) as Record<string, unknown>;
    return changedRecipe(trainingRecipeNamed(String(base)), changes, nameOrPath);
  } catch (error) {
    if (error instanceof DarkroomError) throw error;
    throw new DarkroomError('usage', `${nameOrPath} is not JSON.`, { path: nameOrPath }, error);
  }
}

/** A recipe with one value changed. @param change `phases.denoiser.copies=2`; the value is JSON, or text where it is not @throws DarkroomError code 'usage' */
export function recipeWith(recipe: TrainingRecipe, change: string): TrainingRecipe {
  const at = change.indexOf('=');
  if (at < 1) throw new DarkroomError('usage', `A change is written path=value, as phases.denoiser.copies=2, not '${change}'.`, { change });
  const value = valueOf(change.slice(at + 1));
  const changes = change.slice(0, at).split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return changedRecipe(recipe, changes, `--change ${change}`);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
