/** How many pixels a model draws a part of a picture with. */
import type { PictureSize, PipelineInfo } from '../pipeline.ts';

/** Beyond this many times the pixels that it was trained on, a model repeats itself and takes long. */
const MOST_AREA = 4;

/** The part's own pixels where the model can; more where it is small, fewer where it is huge. Sides fit the model. */
export function drawingSize(region: PictureSize, { size, sizeMultiple, fixedSize }: PipelineInfo): PictureSize {
  const native = size.width * size.height;
  const area = region.width * region.height;
  const scale = Math.sqrt(Math.min(MOST_AREA * native, Math.max(native, area)) / area);
  const side = (pixels: number, least: number): number => Math.max(fixedSize ? least : sizeMultiple, Math.round((pixels * scale) / sizeMultiple) * sizeMultiple);
  return { width: side(region.width, size.width), height: side(region.height, size.height) };
}
