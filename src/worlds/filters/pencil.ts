/** Graphite on paper: lines where the picture changes, broad hatching where it is dark; colour stays only as a thin wash. */

import { boxBlur, scratchPlanes } from './box-blur.ts';
import { noiseField } from './noise-field.ts';

export interface Pencil {
  readonly kind: 'pencil';
  readonly paper: readonly [number, number, number];
  readonly turn: number;
}

const GRAPHITE = 48;
/** How much lighter lines get for others around them. */
const CROWDING = 0.6;
/** How much of a colour's own hue the wash keeps. */
const WASH = 0.8;

/** Lightness in tones, lines by the gradient of the picture, strokes by a slanted wave that the tones let through. */
export function pencil(rgb: Uint8Array, size: number, { paper, turn }: Pencil): void {
  const [grey, soft, line, between] = scratchPlanes(size, 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) grey[i] = 0.3 * (rgb[at] as number) + 0.59 * (rgb[at + 1] as number) + 0.11 * (rgb[at + 2] as number);
  const thin = Math.max(1, Math.round(size / 256));
  edges(grey, line, size, thin);
  boxBlur(line, soft, between, size, thin);
  boxBlur(soft, line, between, size, 5 * thin);
  const pressure = noiseField(size, 9, turn);
  const period = 2 * Math.PI / (size * 0.036);
  for (let y = 0, i = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++, at += 3) {
      const tone = grey[i] as number;
      const dark = Math.min(1, Math.max(0, (232 - tone) / 215));
      const stroke = 0.5 + 0.5 * Math.sin(period * (x * 0.8 + y * 0.6) + 0.9 * (pressure[i] as number));
      const hatch = dark * (0.62 + 0.34 * stroke * (1 - dark * 0.6)) * (1 + 0.16 * (pressure[i] as number));
      // Where there are many lines each is lighter, or faces would be blots.
      const drawn = Math.min(1, Math.max(0, (soft[i] as number) - 4 - CROWDING * (line[i] as number)) / 38);
      const lead = Math.min(1, 1 - (1 - hatch * 0.86) * (1 - 0.8 * drawn));
      for (let channel = 0; channel < 3; channel++) {
        const wash = ((rgb[at + channel] as number) - tone) * WASH;
        const value = (paper[channel] as number) * (1 - lead) + GRAPHITE * lead + wash;
        rgb[at + channel] = Math.min(255, Math.max(0, value));
      }
    }
  }
}

/** The size of the gradient between neighbours `reach` away. */
function edges(from: Float32Array, to: Float32Array, size: number, reach: number): void {
  for (let y = 0, i = 0; y < size; y++) {
    const [up, down] = [Math.max(0, y - reach) * size, Math.min(size - 1, y + reach) * size];
    for (let x = 0; x < size; x++, i++) {
      const [left, right] = [Math.max(0, x - reach), Math.min(size - 1, x + reach)];
      const across = (from[y * size + right] as number) - (from[y * size + left] as number);
      const along = (from[down + x] as number) - (from[up + x] as number);
      to[i] = Math.abs(across) + Math.abs(along);
    }
  }
}
