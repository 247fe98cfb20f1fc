/** What a picture file of any kind says of how it was made. */
import { readPngText } from '../images/png.ts';
import { type Recipe, parseRecipeJson } from '../recipe/recipe.ts';
import { recipeFromText } from '../recipe/recipe-text.ts';

export interface PictureRecipe {
  /** Which program's form it was in. */
  readonly source: string;
  readonly recipe: Partial<Recipe>;
  /** What could not be taken over. */
  readonly notes: readonly string[];
}

/** @returns undefined when it says nothing @throws DarkroomError code 'data' when the file is damaged or what it says cannot be read */
export async function readPictureRecipe(bytes: Uint8Array): Promise<PictureRecipe | undefined> {
  if (bytes[0] === 0x7b) return { source: 'darkroom', recipe: parseRecipeJson(new TextDecoder().decode(bytes)), notes: [] };
  const recipe = recipeFromText(readPngText(bytes));
  return recipe && { source: 'darkroom', recipe, notes: [] };
}
