/** The document as pictures that a model can take: what is in the frame, and what shall change there. */
import { covers, type Document, layerBounds } from '../document/document.ts';
import { type Raster, rasterMask, softened } from '../kernels/mask-raster.ts';
import type { AssetStore } from '../storage/assets.ts';

function canvasOf(width: number, height: number): { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gives no canvas; close other tabs and try again');
  return { canvas, context };
}

/** All visible layers within the frame; what no layer covers stays transparent. */
export async function framePicture({ frame, layers }: Document, assets: AssetStore): Promise<Blob> {
  const { canvas, context } = canvasOf(frame.width, frame.height);
  for (const { visible, asset, at, pixels, scale, rotation, opacity } of layers) {
    if (!visible) continue;
    const [width, height] = [pixels.width * scale, pixels.height * scale];
    context.setTransform(1, 0, 0, 1, at.x - frame.x + width / 2, at.y - frame.y + height / 2);
    context.rotate((rotation * Math.PI) / 180);
    context.globalAlpha = opacity;
    // A picture at its own size keeps its very pixels.
    context.imageSmoothingEnabled = scale !== 1 || rotation !== 0;
    context.imageSmoothingQuality = 'high';
    context.drawImage(await assets.bitmap(asset), -width / 2, -height / 2, width, height);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

/**
 * White where to paint: the mask, and whatever of the frame no layer covers.
 * @param feather pixels over which the mask falls off; at the empty part it does not: there is nothing to mix with
 */
export async function paintMask(document: Document, feather: number): Promise<Blob> {
  const raster = softened(rasterMask(document.mask, document.frame), feather);
  uncover(raster, document);
  const { canvas, context } = canvasOf(raster.width, raster.height);
  const pixels = context.createImageData(raster.width, raster.height);
  raster.values.forEach((value, i) => pixels.data.set([value, value, value, 255], 4 * i));
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

function uncover({ width, height, values }: Raster, { frame, layers }: Document): void {
  const boxes = layers.filter(({ visible }) => visible).map(layerBounds);
  if (boxes.some((box) => covers(box, frame))) return;
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [frame.x + (i % width) + 0.5, frame.y + Math.floor(i / width) + 0.5];
    if (i >= width * height) break;
    if (!boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height)) values[i] = 255;
  }
}
