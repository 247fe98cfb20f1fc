/** What a picture file of any kind says of how it was made. */
import sharp from 'sharp';
import { DarkroomError } from '../base/errors.ts';
import { readExifTexts } from '../images/exif.ts';
import { readPngText } from '../images/png.ts';
import type { RecipeReading } from '../recipe/foreign/reading.ts';
import { parseRecipeJson } from '../recipe/recipe.ts';
import { readRecipeText } from '../recipe/recipe-text.ts';
import { isPictureFile } from './image-codec.ts';

const PNG_BEGINS = 0x89;
const BRACE = 0x7b;

/** @returns undefined when it says nothing @throws DarkroomError code 'data' when the file is no picture, or what it says is damaged */
export async function readPictureRecipe(bytes: Uint8Array): Promise<RecipeReading | undefined> {
  if (bytes[0] === BRACE) return { source: 'darkroom', recipe: parseRecipeJson(new TextDecoder().decode(bytes)), notes: [] };
  return readRecipeText(await textsOf(bytes));
}

/** Texts by the keywords of PNGs. */
async function textsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  if (bytes[0] === PNG_BEGINS) return readPngText(bytes);
  if (!isPictureFile(bytes)) throw new DarkroomError('data', 'This is neither a picture file that is known here nor a recipe in JSON.');
  const { exif } = await sharp(bytes).metadata().catch((error: unknown) => { throw new DarkroomError('data', 'The picture is damaged.', {}, error); });
  if (exif === undefined) return {};
  const { UserComment, ImageDescription, Make, Model } = readExifTexts(exif);
  // ComfyUI puts its graphs where cameras put their names.
  const graphs = [Make, Model, ImageDescription].flatMap((text) => {
    const [, keyword, json] = /^(prompt|workflow):\s?([\s\S]*)$/i.exec(text ?? '') ?? [];
    return keyword === undefined || json === undefined ? [] : [[keyword.toLowerCase(), json] as const];
  });
  return { ...(UserComment !== undefined && { parameters: UserComment }), ...Object.fromEntries(graphs) };
}
