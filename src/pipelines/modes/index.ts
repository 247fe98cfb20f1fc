/** The table of modes. */
import type { RecipeMode } from '../../recipe/recipe.ts';
import { imageToImage } from './image-to-image.ts';
import { inpaint } from './inpaint.ts';
import type { Mode } from './mode.ts';
import { outpaint } from './outpaint.ts';
import { textToImage } from './text-to-image.ts';
import { upscale } from './upscale.ts';

/** A new mode is a file and a row here. */
export const modes = { 'text-to-image': textToImage, 'image-to-image': imageToImage, inpaint, outpaint, upscale } satisfies Record<RecipeMode, Mode>;
