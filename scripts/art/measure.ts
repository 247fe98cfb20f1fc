/** What can be measured about an icon by drawing it: its pixels, its ink box, the colour that covers most of it. */

import { createCanvas, loadImage } from '@napi-rs/canvas';
import { svgDocument } from './svg.ts';

/** Pixels of a square drawing. */
export interface Drawn {
  readonly side: number;
  /** side × side × 4, RGBA. */
  readonly pixels: Uint8ClampedArray;
}

/** Draws the body of an icon at `side` × `side` pixels. */
export async function draw(body: string, width: number, height: number, side: number): Promise<Drawn> {
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(Buffer.from(svgDocument(body, width, height, side))), 0, 0, side, side);
  return { side, pixels: context.getImageData(0, 0, side, side).data };
}

/** How many pixels each of the fills covers wholly, most first. */
export function fillAreas({ pixels }: Drawn, fills: readonly string[]): [fill: string, pixels: number][] {
  const area = new Map<string, number>();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] !== 255) continue;
    const hex = `#${[0, 1, 2].map((k) => (pixels[i + k] ?? 0).toString(16).padStart(2, '0')).join('')}`;
    if (fills.includes(hex)) area.set(hex, (area.get(hex) ?? 0) + 1);
  }
  return [...area].sort((a, b) => b[1] - a[1]);
}

/** The rectangle of inked pixels, in units of the view box: x, y, width, height. */
export function inkBox({ side, pixels }: Drawn, width: number): [number, number, number, number] {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let i = 0; i < side * side; i++) {
    if ((pixels[4 * i + 3] ?? 0) < 16) continue;
    const [x, y] = [i % side, Math.floor(i / side)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  const unit = width / side;
  return [left * unit, top * unit, (right - left) * unit, (bottom - top) * unit];
}
