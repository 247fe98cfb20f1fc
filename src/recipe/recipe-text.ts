/** A recipe as the texts of a picture file: in the form that other programs read, and in full. */
import { fromInfotext, toInfotext } from './infotext.ts';
import { type Recipe, parseRecipeJson } from './recipe.ts';

/** Keywords of the texts. */
const INFOTEXT = 'parameters';
const FULL = 'darkroom';

/** Texts by keyword, as `encodePng` takes them. */
export function recipeToText(recipe: Recipe): Record<string, string> {
  return { [INFOTEXT]: toInfotext(recipe), [FULL]: JSON.stringify(recipe) };
}

/** The full recipe, else what the other form says; undefined when there is neither. @throws DarkroomError code 'data' when there is one that cannot be read */
export function recipeFromText(text: Readonly<Record<string, string>>): Recipe | undefined {
  const [full, infotext] = [text[FULL], text[INFOTEXT]];
  if (full !== undefined) return parseRecipeJson(full);
  return infotext === undefined ? undefined : fromInfotext(infotext);
}
