/** A recipe as the texts of a picture file: in the form that other programs read, and in full; and what other programs' texts say. */
import { readA1111 } from './foreign/a1111.ts';
import { readComfyUi } from './foreign/comfyui.ts';
import { readFooocus } from './foreign/fooocus.ts';
import { readInvokeAi } from './foreign/invokeai.ts';
import type { RecipeReading } from './foreign/reading.ts';
import { readSwarmUi } from './foreign/swarmui.ts';
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

/**
 * What a picture's texts say, in whichever program's words: ours in full, others' as far as it goes.
 * @param text by keyword; a JPEG's or WebP's comment counts as `parameters`
 * @throws DarkroomError code 'data' only when a recipe of ours is damaged
 */
export function readRecipeText(text: Readonly<Record<string, string>>): RecipeReading | undefined {
  if (text[FULL] !== undefined) return { source: 'darkroom', recipe: parseRecipeJson(text[FULL]), notes: [] };
  const parameters = text[INFOTEXT];
  const graph = text['prompt'];
  return readInvokeAi(text)
    ?? (parameters === undefined ? undefined : readSwarmUi(parameters) ?? readFooocus(parameters))
    ?? (graph === undefined ? undefined : readComfyUi(graph))
    ?? (parameters === undefined || parameters.trim() === '' ? undefined : readA1111(parameters));
}
