/** The mask of a request as it works: bright or dark, grown, softened, with what the model is shown around it. */
import { DarkroomError } from '../base/errors.ts';
import { type Mask, checkMaskFits, feathered, grown, inverted, maskBounds, maskFromBrightness } from '../images/mask.ts';
import type { Picture } from '../images/picture.ts';
import type { MaskFill } from '../recipe/recipe.ts';
import type { MaskRequest } from './generation.ts';
import type { PipelineInfo } from './pipeline.ts';

const LEAST_PADDING = 32;

export interface ResolvedMask {
  /** As it was given. */
  readonly picture: Picture;
  /** After inverting, growing and softening. */
  readonly mask: Mask;
  readonly feather: number;
  readonly grow: number;
  readonly invert: boolean;
  readonly fill: MaskFill;
  readonly crop: boolean;
  readonly padding: number;
}

/** @throws DarkroomError code 'data' when the mask is empty or not of the picture's size, 'usage' for negative lengths */
export function maskOf({ picture, feather = 0, grow = 0, invert = false, fill = 'original', crop, padding }: MaskRequest, init: Picture, { size }: PipelineInfo): ResolvedMask {
  for (const [name, value] of Object.entries({ feather, grow, padding: padding ?? 0 })) {
    if (!Number.isInteger(value) || value < 0) throw new DarkroomError('usage', `The mask's ${name} is a whole number of pixels of at least 0, not ${value}.`, { [name]: value });
  }
  const plain = maskFromBrightness(picture);
  checkMaskFits(plain, init);
  const mask = feathered(grown(invert ? inverted(plain) : plain, grow), feather);
  const bounds = maskBounds(mask);
  if (bounds === undefined) throw new DarkroomError('data', 'The mask is empty: nothing would be painted. White paints, black keeps.');
  return {
    picture, mask, feather, grow, invert, fill, crop: crop ?? init.width * init.height > size.width * size.height,
    padding: padding ?? Math.max(LEAST_PADDING, Math.round(Math.max(bounds.width, bounds.height) / 4)),
  };
}
