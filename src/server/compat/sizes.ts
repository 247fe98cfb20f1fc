/** Clients of these surfaces ask for sizes that they know, not that a model draws: something near is drawn, and brought to the size asked for. */
import { readPngSize, withPngText } from '../../images/png.ts';
import { decodePicture, encodePicture, type PictureFormat } from '../../node/image-codec.ts';
import type { PictureSize, PipelineInfo } from '../../pipelines/pipeline.ts';
import { recipeToText } from '../../recipe/recipe-text.ts';
import type { FinishedPicture } from './run-job.ts';

/** Beyond this many times the pixels that a model was trained on it repeats itself, and takes long. */
const MOST_AREA = 4;

/** What a model draws for somebody who wants this size. */
export function drawableSize({ width, height }: PictureSize, { size, sizeMultiple, fixedSize }: PipelineInfo): PictureSize {
  if (fixedSize) return size;
  const scale = Math.min(1, Math.sqrt((MOST_AREA * size.width * size.height) / (width * height)));
  const side = (pixels: number): number => Math.max(1, Math.round((pixels * scale) / sizeMultiple)) * sizeMultiple;
  return { width: side(width), height: side(height) };
}

export interface Delivery {
  readonly format: PictureFormat;
  /** 1 to 100, of JPEG and WebP. */
  readonly quality?: number;
  /** Default: as it was drawn. */
  readonly size?: PictureSize;
}

/** The file that goes out: the gallery's own where nothing has to change; else one that carries the same recipe, if it is a PNG. */
export async function delivered({ png, recipe }: FinishedPicture, { format, quality, size }: Delivery): Promise<Uint8Array<ArrayBuffer>> {
  const own = readPngSize(png);
  const sameSize = size === undefined || (own.width === size.width && own.height === size.height);
  if (sameSize && format === 'png') return png;
  const file = await encodePicture(await decodePicture(png, sameSize ? {} : { cover: size }), format, quality === undefined ? {} : { quality });
  return format === 'png' ? withPngText(file, recipeToText(recipe)) : file;
}

export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
