/** Saves the frame as a picture file. */
import type { Document } from '../document/document.ts';
import type { AssetStore } from '../storage/assets.ts';
import { messageOf } from './run-verb.ts';
import type { StudioParts } from '../shell/context.ts';
import { framePicture } from './frame-pictures.ts';

const types = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const;
const quality = 0.92;
/** Long enough for any browser to take a file. */
const keptMs = 60_000;

export async function exportFrame({ changes, assets }: StudioParts, format: keyof typeof types): Promise<void> {
  try {
    const document = changes.document();
    const png = await untouched(document, assets) ?? await framePicture(document, assets);
    saveFile(format === 'png' ? png : await converted(png, types[format]), stampedName(format));
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}

/** The very file of a picture that fills the frame and was not changed: it has its recipe in it. */
async function untouched({ frame, layers }: Document, assets: AssetStore): Promise<Blob | undefined> {
  const front = layers.findLast(({ visible }) => visible);
  if (front === undefined || front.opacity !== 1 || front.scale !== 1 || front.rotation !== 0) return undefined;
  const whole = front.at.x === frame.x && front.at.y === frame.y && front.pixels.width === frame.width && front.pixels.height === frame.height;
  const file = whole ? await assets.blob(front.asset) : undefined;
  return file?.type === types.png && await isOpaque(file) ? file : undefined;
}

/** What lies behind an opaque picture cannot be seen. */
async function isOpaque(file: Blob): Promise<boolean> {
  const bitmap = await createImageBitmap(file);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** Puts the frame on the clipboard. */
export async function copyFrame({ changes, assets }: StudioParts): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': framePicture(changes.document(), assets) })]);
    changes.notify('Copied.');
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}

/** JPEG knows no transparency: it becomes white. */
async function converted(png: Blob, type: string): Promise<Blob> {
  const bitmap = await createImageBitmap(png);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  if (type === types.jpeg) {
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type, quality });
}

/** A file name that says when it was made. */
export const stampedName = (extension: string): string => `darkroom-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}.${extension}`;

/** Hands a file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // Not at once: the browser may not have begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
