/** The mask as it lies over the picture: tinted, with the soft edge that it will be painted with, drawn anew only as far as it changed. */
import type { Document, MaskStroke } from '../document/document.ts';
import { drawStroke, type Raster, rasterMask, softened } from '../kernels/mask-raster.ts';

/** How much of the tint shows where the mask is full. */
const strength = 0.6;

/** Keeps the raster of all strokes but the last: while a brush moves only the last one changes. */
export class MaskOverlay {
  readonly canvas = document.createElement('canvas');
  /** Along the pixels that are painted more than half, from the frame's corner. */
  edge = new Path2D();
  #done: readonly MaskStroke[] = [];
  #base: Raster | undefined;
  #key = '';

  /**
   * Draws the document's mask.
   * @param colour [red, green, blue], 0..255
   * @param feather document pixels over which it falls off; 0 while it is being painted
   */
  draw({ mask, frame }: Document, colour: readonly [number, number, number], feather: number): void {
    const raster = softened(this.#raster(mask, frame), feather);
    this.canvas.width = raster.width;
    this.canvas.height = raster.height;
    const pixels = new ImageData(raster.width, raster.height);
    for (let i = 0; i < raster.values.length; i++) {
      const value = raster.values[i] as number;
      if (value === 0) continue;
      pixels.data.set([...colour, value * strength], 4 * i);
    }
    this.canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    this.edge = edgeOf(raster);
  }

  #raster(mask: readonly MaskStroke[], frame: Document['frame']): Raster {
    const before = mask.slice(0, -1);
    const key = `${frame.x} ${frame.y} ${frame.width} ${frame.height}`;
    const same = this.#base !== undefined && key === this.#key && before.length === this.#done.length && before.every((stroke, i) => stroke === this.#done[i]);
    if (!same) [this.#base, this.#done, this.#key] = [rasterMask(before, frame), before, key];
    const base = this.#base as Raster;
    const raster = { ...base, values: base.values.slice() };
    const last = mask.at(-1);
    if (last !== undefined) drawStroke(raster, last, frame);
    return raster;
  }
}

/** The borders between painted and unpainted pixels, in runs as long as they go straight. */
function edgeOf({ width, height, values }: Raster): Path2D {
  const path = new Path2D();
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && (values[y * width + x] as number) >= 128;
  for (let y = 0; y <= height; y++) runs(width, (x) => inside(x, y) !== inside(x, y - 1), (from, to) => { path.moveTo(from, y); path.lineTo(to, y); });
  for (let x = 0; x <= width; x++) runs(height, (y) => inside(x, y) !== inside(x - 1, y), (from, to) => { path.moveTo(x, from); path.lineTo(x, to); });
  return path;
}

function runs(length: number, holds: (at: number) => boolean, tell: (from: number, to: number) => void): void {
  let from = -1;
  for (let at = 0; at <= length; at++) {
    const here = at < length && holds(at);
    if (here && from < 0) from = at;
    if (!here && from >= 0) {
      tell(from, at);
      from = -1;
    }
  }
}
