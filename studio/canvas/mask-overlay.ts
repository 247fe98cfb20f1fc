/** The mask as it lies over the picture: tinted, drawn anew only as far as it changed. */
import type { Document, MaskStroke } from '../document/document.ts';
import { drawStroke, type Raster, rasterMask } from '../kernels/mask-raster.ts';

/** Keeps the raster of all strokes but the last: while a brush moves only the last one changes. */
export class MaskOverlay {
  readonly canvas = document.createElement('canvas');
  #done: readonly MaskStroke[] = [];
  #base: Raster | undefined;
  #key = '';

  /** Draws the document's mask. @param colour [red, green, blue], 0..255 */
  draw({ mask, frame }: Document, colour: readonly [number, number, number]): void {
    const raster = this.#raster(mask, frame);
    this.canvas.width = raster.width;
    this.canvas.height = raster.height;
    const pixels = new ImageData(raster.width, raster.height);
    for (let i = 0; i < raster.values.length; i++) {
      const value = raster.values[i] as number;
      if (value === 0) continue;
      pixels.data.set([...colour, value * 0.55], 4 * i);
    }
    this.canvas.getContext('2d')?.putImageData(pixels, 0, 0);
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
