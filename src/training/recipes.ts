/** The table of training recipes. */
import { DarkroomError } from '../base/errors.ts';
import { firstLight } from './recipes/first-light.ts';
import { storybook } from './recipes/storybook.ts';
import type { TrainingRecipe } from './training-recipe.ts';

export const trainingRecipes: Readonly<Record<string, TrainingRecipe>> = { [firstLight.name]: firstLight, [storybook.name]: storybook };

/** @throws DarkroomError code 'usage' for a name that is not in the table */
export function trainingRecipeNamed(name: string): TrainingRecipe {
  const recipe = Object.hasOwn(trainingRecipes, name) ? trainingRecipes[name] : undefined;
  if (recipe === undefined) throw new DarkroomError('usage', `There is no training recipe '${name}'. Choose one of: ${Object.keys(trainingRecipes).join(', ')}; or give the path of a JSON file.`, { name });
  return recipe;
}
