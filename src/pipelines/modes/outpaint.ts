/** A picture with more room at its sides, and what could be seen there. */
import { extended } from '../../images/fit.ts';
import { inverted, maskOfRegion } from '../../images/mask.ts';
import { flattened } from '../../images/picture.ts';
import { drawingSize } from './drawing-size.ts';
import type { Mode } from './mode.ts';
import { paint } from './paint.ts';

/** Early steps thrice: with a place alone in the prompt, first-light's seams fell from 2.5 times the gradient inside to what it is inside; things named in the prompt still make stronger ones. */
const RETURNS = { times: 3, until: 0.3 };

export const outpaint: Mode = async (context) => {
  const { pipeline: { info }, request: { init, expand } } = context;
  if (init === undefined || expand === undefined) throw new TypeError('outpaint has a picture and an expansion');
  const picture = extended(flattened(init), expand);
  const mask = inverted(maskOfRegion(picture.width, picture.height, { left: expand.left, top: expand.top, width: init.width, height: init.height }));
  const region = { left: 0, top: 0, width: picture.width, height: picture.height };
  return paint(context, { picture, mask, region, size: drawingSize(region, info), fill: 'surroundings', returns: RETURNS });
};
