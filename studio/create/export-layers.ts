/** Saves the document with its layers: as OpenRaster (Krita, GIMP) or as a Photoshop file. */
import { strToU8, zip, type Zippable } from 'fflate';
import type { Document, Layer } from '../document/document.ts';
import type { StudioParts } from '../shell/context.ts';
import type { AssetStore } from '../storage/assets.ts';
import { saveFile, stampedName } from './export-frame.ts';
import { framePicture } from './frame-pictures.ts';
import { messageOf } from './run-verb.ts';

export async function exportLayers({ changes, assets }: StudioParts, format: 'ora' | 'psd'): Promise<void> {
  try {
    const document = changes.document();
    saveFile(format === 'ora' ? await openRaster(document, assets) : await photoshop(document, assets), stampedName(format));
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}

/** The layer alone, as large as the frame: turned and scaled layers become pixels. */
const alone = (document: Document, layer: Layer): Document => ({ ...document, layers: [{ ...layer, opacity: 1, visible: true }] });

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** @source https://www.openraster.org/baseline/file-layout-spec.html */
async function openRaster(document: Document, assets: AssetStore): Promise<Blob> {
  const { frame, layers } = document;
  const merged = await bytesOf(await framePicture(document, assets));
  // The kind of file must be its first entry, not compressed.
  const files: Zippable = { mimetype: [strToU8('image/openraster'), { level: 0 }], 'mergedimage.png': [merged, { level: 0 }], 'Thumbnails/thumbnail.png': [merged, { level: 0 }] };
  for (const [index, layer] of layers.entries()) files[`data/layer${index}.png`] = [await bytesOf(await framePicture(alone(document, layer), assets)), { level: 0 }];
  files['stack.xml'] = strToU8(stackOf(frame, layers));
  const archive = await new Promise<Uint8Array>((resolve, reject) => { zip(files, (error, data) => (error ? reject(error) : resolve(data))); });
  return new Blob([archive as Uint8Array<ArrayBuffer>], { type: 'image/openraster' });
}

const escaped = (text: string): string => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The stack lists layers from the front. */
export function stackOf({ width, height }: Document['frame'], layers: readonly Layer[]): string {
  const rows = layers.map(({ name, opacity, visible }, index) => `    <layer name="${escaped(name)}" src="data/layer${index}.png" x="0" y="0" opacity="${opacity}" visibility="${visible ? 'visible' : 'hidden'}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<image version="0.0.3" w="${Math.round(width)}" h="${Math.round(height)}">\n  <stack>\n${rows.reverse().join('\n')}\n  </stack>\n</image>\n`;
}

async function photoshop(document: Document, assets: AssetStore): Promise<Blob> {
  // A large library that few need: fetched when it is.
  const { writePsd } = await import('ag-psd');
  const { width, height } = document.frame;
  const pixelsOf = async (source: Document): Promise<ImageData> => {
    const bitmap = await createImageBitmap(await framePicture(source, assets));
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const children = [];
  for (const layer of document.layers) children.push({ name: layer.name, opacity: layer.opacity, hidden: !layer.visible, left: 0, top: 0, imageData: await pixelsOf(alone(document, layer)) });
  return new Blob([writePsd({ width, height, imageData: await pixelsOf(document), children })], { type: 'image/vnd.adobe.photoshop' });
}
