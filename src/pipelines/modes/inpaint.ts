/** A part of a picture, given by a mask, drawn anew: the whole picture seen at once, or the mask's surroundings at full resolution. */
import { type Region, maskBounds } from '../../images/mask.ts';
import type { PictureSize } from '../pipeline.ts';
import type { Mode } from './mode.ts';
import { paint } from './paint.ts';
import { drawingSize } from './drawing-size.ts';

export const inpaint: Mode = async (context) => {
  const { pipeline: { info }, request: { init, mask } } = context;
  if (init === undefined || mask === undefined) throw new TypeError('inpaint has a picture and a mask');
  const all: Region = { left: 0, top: 0, width: init.width, height: init.height };
  const bounds = maskBounds(mask.mask) ?? all;
  const region = mask.crop ? surroundings(bounds, mask.padding, init, info.fixedSize ? info.size : undefined) : all;
  const size = mask.crop && info.fixedSize ? info.size : drawingSize(region, info);
  return paint(context, { picture: init, mask: mask.mask, region, size, fill: mask.fill });
};

/** The mask with its padding, in the shape that the model draws if it draws one only; within the picture. */
function surroundings(bounds: Region, padding: number, picture: PictureSize, shape: PictureSize | undefined): Region {
  let [width, height] = [bounds.width + 2 * padding, bounds.height + 2 * padding];
  if (shape !== undefined) [width, height] = [Math.max(width, Math.round((height * shape.width) / shape.height)), Math.max(height, Math.round((width * shape.height) / shape.width))];
  const along = (from: number, length: number, wanted: number, whole: number): readonly [number, number] => {
    const taken = Math.min(whole, wanted);
    return [Math.min(whole - taken, Math.max(0, Math.round(from + length / 2 - taken / 2))), taken];
  };
  const [left, wide] = along(bounds.left, bounds.width, width, picture.width);
  const [top, high] = along(bounds.top, bounds.height, height, picture.height);
  return { left, top, width: wide, height: high };
}
