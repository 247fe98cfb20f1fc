/** Masks: which pixels of a picture may change, and how much. Made from pictures, grown, softened, measured. */
import { DarkroomError } from '../base/errors.ts';
import { distanceTo } from './distance.ts';
import type { Picture } from './picture.ts';

export interface Mask {
  readonly width: number;
  readonly height: number;
  /** [height, width]; 0 keeps a pixel as it is, 1 paints it anew, between is a mix. */
  readonly data: Float32Array;
}

/** Whole pixels: left and top may be 0, right and bottom edges lie at left + width and top + height. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** White paints, black keeps, as A1111 and most programs have it; what is transparent keeps, too. */
export function maskFromBrightness({ width, height, channels, data }: Picture): Mask {
  const values = new Float32Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += channels) {
    const alpha = channels === 4 ? (data[at + 3] as number) / 255 : 1;
    // Rec. 601 luma: what programs mean by the brightness of an 8-bit picture.
    values[i] = (alpha * (0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number))) / 255;
  }
  return { width, height, data: values };
}

/** Transparent paints, opaque keeps, as OpenAI's edits have it. @throws DarkroomError code 'data' when the picture has no transparency at all */
export function maskFromTransparency({ width, height, channels, data }: Picture): Mask {
  if (channels !== 4) throw new DarkroomError('data', 'The mask has no transparency: where it is transparent, the picture is painted anew.');
  return { width, height, data: Float32Array.from({ length: width * height }, (_, i) => 1 - (data[4 * i + 3] as number) / 255) };
}

/** 1 within the region. */
export function maskOfRegion(width: number, height: number, region: Region): Mask {
  const data = new Float32Array(width * height);
  for (let y = region.top; y < region.top + region.height; y++) data.fill(1, y * width + region.left, y * width + region.left + region.width);
  return { width, height, data };
}

export function inverted({ width, height, data }: Mask): Mask {
  return { width, height, data: data.map((value) => 1 - value) };
}

/** Wider by `radius` pixels on all sides: what lies so near to the mask (half on or more) is painted whole. */
export function grown(mask: Mask, radius: number): Mask {
  if (radius <= 0) return mask;
  const distance = distanceTo(mask.width, mask.height, (i) => (mask.data[i] as number) >= 0.5);
  return { ...mask, data: mask.data.map((value, i) => ((distance[i] as number) <= radius ? 1 : value)) };
}

/**
 * Soft towards its edge: within `radius` pixels of what is kept the mask falls to nothing. It never reaches beyond itself, so what it kept it still
 * keeps; the picture's own edges are no edges of the mask.
 */
export function feathered(mask: Mask, radius: number): Mask {
  if (radius <= 0) return mask;
  const distance = distanceTo(mask.width, mask.height, (i) => mask.data[i] === 0);
  return { ...mask, data: mask.data.map((value, i) => value * smooth((distance[i] as number) / (radius + 1))) };
}

/** 0 to 1 without corners. */
const smooth = (x: number): number => (x >= 1 ? 1 : x * x * (3 - 2 * x));

/** The smallest rectangle around all that is painted; undefined when nothing is. */
export function maskBounds({ width, height, data }: Mask): Region | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A rectangle of the mask. */
export function croppedMask({ width, data }: Mask, region: Region): Mask {
  const out = new Float32Array(region.width * region.height);
  for (let y = 0; y < region.height; y++) {
    const from = (region.top + y) * width + region.left;
    out.set(data.subarray(from, from + region.width), y * region.width);
  }
  return { width: region.width, height: region.height, data: out };
}

/** The mask on a coarser (or finer) grid, as latents have it: a cell is painted as much as the most painted pixel that it touches. @returns [rows, columns] */
export function pooledMask({ width, height, data }: Mask, columns: number, rows: number): Float32Array {
  const out = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = span(row, rows, height);
    for (let column = 0; column < columns; column++) {
      const [left, right] = span(column, columns, width);
      let most = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) most = Math.max(most, data[y * width + x] as number);
      out[row * columns + column] = most;
    }
  }
  return out;
}

/** The pixels that cell `at` of `cells` touches. */
function span(at: number, cells: number, pixels: number): readonly [from: number, to: number] {
  return [Math.floor((at * pixels) / cells), Math.ceil(((at + 1) * pixels) / cells)];
}

/** @throws DarkroomError code 'data' when mask and picture are not of one size */
export function checkMaskFits(mask: Mask, picture: { readonly width: number; readonly height: number }): void {
  if (mask.width !== picture.width || mask.height !== picture.height) throw new DarkroomError('data', `The mask is ${mask.width}×${mask.height} pixels, but the picture ${picture.width}×${picture.height}: they must be of one size.`, { mask: [mask.width, mask.height], picture: [picture.width, picture.height] });
}
