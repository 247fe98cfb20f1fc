/** Wet paint on paper: edges wander a little and are darker, pigment lies unevenly, the picture ends before the paper does. */

import { boxBlur, scratchPlanes } from './box-blur.ts';
import { noiseField } from './noise-field.ts';

export interface Watercolour {
  readonly kind: 'watercolour';
  readonly paper: readonly [number, number, number];
  readonly turn: number;
}

/** How far edges wander, how wide the unpainted border is: fractions of the side. */
const WANDER = 0.011;
const BORDER = 0.035;
/** Of the difference to the surroundings that pools at edges. */
const POOLING = 0.55;
const UNEVEN = 0.11;

export function watercolour(rgb: Uint8Array, size: number, { paper, turn }: Watercolour): void {
  const [plane, soft, wide, between] = scratchPlanes(size, 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [shiftX, shiftY] = [noiseField(size, 15, turn), noiseField(size, 15, turn + 37)];
  const [fine, broad, rim] = [noiseField(size, 14, turn + 90), noiseField(size, 5, turn + 61), noiseField(size, 8, turn + 11)];
  const reach = WANDER * size;
  const near = Math.max(1, Math.round(size / 256));
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0, i = 0; y < size; y++) {
      for (let x = 0; x < size; x++, i++) {
        const fromX = Math.min(size - 1, Math.max(0, Math.round(x + reach * (shiftX[i] as number))));
        const fromY = Math.min(size - 1, Math.max(0, Math.round(y + reach * (shiftY[i] as number))));
        plane[i] = rgb[(fromY * size + fromX) * 3 + channel] as number;
      }
    }
    boxBlur(plane, soft, between, size, near);
    boxBlur(soft, wide, between, size, 4 * near);
    const white = paper[channel] as number;
    for (let y = 0, i = 0; y < size; y++) {
      const edgeY = Math.min(y, size - 1 - y);
      for (let x = 0; x < size; x++, i++) {
        const inside = Math.min(edgeY, x, size - 1 - x) / size;
        const painted = Math.min(1, Math.max(0, (inside - BORDER * (0.75 + 0.6 * (rim[i] as number))) * 42));
        const here = soft[i] as number;
        const pooled = here + POOLING * Math.min(0, here - (wide[i] as number));
        const amount = 1 + UNEVEN * ((fine[i] as number) * 0.6 + (broad[i] as number));
        // More pigment is further from the paper's white; least pigment is paper.
        const value = white - (white - pooled) * amount * painted;
        rgb[i * 3 + channel] = Math.min(255, Math.max(0, value));
      }
    }
  }
}
