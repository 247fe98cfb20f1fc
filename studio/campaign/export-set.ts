/** The finished set: every format cut and scaled to its pixels, in one archive. */
import { zip, type Zippable } from 'fflate';
import { saveFile } from '../create/export-frame.ts';
import { focusOf } from '../kernels/focus.ts';
import { cropFor, type Format } from './formats.ts';

export interface FinishedFormat {
  readonly format: Format;
  readonly picture: Blob;
}

export async function exportSet(finished: readonly FinishedFormat[], name: string): Promise<void> {
  const files: Zippable = {};
  for (const { format, picture } of finished) files[`${name}-${format.id}-${format.width}x${format.height}.png`] = [await cutTo(format, picture), { level: 0 }];
  const archive = await new Promise<Uint8Array>((resolve, reject) => { zip(files, (error, data) => (error ? reject(error) : resolve(data))); });
  saveFile(new Blob([archive as Uint8Array<ArrayBuffer>], { type: 'application/zip' }), `${name}.zip`);
}

/** Times that pixels are enlarged. */
const squaresFrom = 8;

/** Where to look in a picture; found on a small copy. */
export function focusIn(bitmap: ImageBitmap | HTMLImageElement): { readonly x: number; readonly y: number } {
  const side = 64;
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, side, side);
  return focusOf(context.getImageData(0, 0, side, side));
}

async function cutTo(format: Format, picture: Blob): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(picture);
  const { x, y, width, height } = cropFor(bitmap, format, focusIn(bitmap));
  const canvas = new OffscreenCanvas(format.width, format.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  // Small pictures are enlarged in squares, as the studio shows them: smeared they look like a mistake.
  context.imageSmoothingEnabled = format.width / width < squaresFrom;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, width, height, 0, 0, format.width, format.height);
  bitmap.close();
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

/** Words as a file name: 'A fox, at night!' is 'a-fox-at-night'. */
export const fileName = (prompt: string): string => prompt.toLowerCase().match(/[a-z0-9]+/g)?.slice(0, 6).join('-') || 'campaign';
