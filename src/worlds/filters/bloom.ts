/** Light that spills over from what is bright. */

import { boxBlur, scratchPlanes } from './box-blur.ts';

export interface Bloom {
  readonly kind: 'bloom';
  /** How far light spills, as a fraction of the side. */
  readonly reach: number;
  /** How much of it is added; 0 is none. */
  readonly strength: number;
}

/** Blurs at a quarter of the size (spilled light has no detail) and adds. */
export function bloom(rgb: Uint8Array, size: number, { reach, strength }: Bloom): void {
  const small = Math.ceil(size / 4);
  const radius = Math.max(1, Math.round(reach * small / 2));
  const [plane, blurred, between] = scratchPlanes(small, 3) as [Float32Array, Float32Array, Float32Array];
  for (let channel = 0; channel < 3; channel++) {
    shrunk(rgb, size, channel, plane, small);
    boxBlur(plane, blurred, between, small, radius);
    boxBlur(blurred, plane, between, small, radius);
    addEnlarged(rgb, size, channel, plane, small, strength);
  }
}

function shrunk(rgb: Uint8Array, size: number, channel: number, plane: Float32Array, small: number): void {
  plane.fill(0);
  for (let y = 0; y < size; y++) {
    const row = (y >> 2) * small;
    for (let x = 0, at = y * size * 3 + channel; x < size; x++, at += 3) plane[row + (x >> 2)] = (plane[row + (x >> 2)] as number) + (rgb[at] as number) / 16;
  }
}

function addEnlarged(rgb: Uint8Array, size: number, channel: number, plane: Float32Array, small: number, strength: number): void {
  for (let y = 0; y < size; y++) {
    const fy = Math.min(small - 1, Math.max(0, y / 4 - 0.375));
    const y0 = Math.floor(fy);
    const [upper, lower, ty] = [y0 * small, Math.min(small - 1, y0 + 1) * small, fy - y0];
    for (let x = 0, at = y * size * 3 + channel; x < size; x++, at += 3) {
      const fx = Math.min(small - 1, Math.max(0, x / 4 - 0.375));
      const x0 = Math.floor(fx);
      const x1 = Math.min(small - 1, x0 + 1);
      const tx = fx - x0;
      const top = (plane[upper + x0] as number) * (1 - tx) + (plane[upper + x1] as number) * tx;
      const bottom = (plane[lower + x0] as number) * (1 - tx) + (plane[lower + x1] as number) * tx;
      rgb[at] = Math.min(255, (rgb[at] as number) + strength * (top * (1 - ty) + bottom * ty));
    }
  }
}
