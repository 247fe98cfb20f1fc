/** Large square pixels of few colours. */

export interface PixelArt {
  readonly kind: 'pixel-art';
  /** Pixels from side to side. */
  readonly across: number;
  /** Levels of each of red, green and blue. */
  readonly levels: number;
}

/** Averages each block, rounds its colour, and fills the block with it. A side that `across` does not divide leaves a smaller last block. */
export function pixelArt(rgb: Uint8Array, size: number, { across, levels }: PixelArt): void {
  const block = Math.max(1, Math.round(size / across));
  const step = 255 / (levels - 1);
  const rounded = Uint8Array.from({ length: 256 }, (_, value) => Math.round(Math.round(value / step) * step));
  for (let top = 0; top < size; top += block) {
    for (let left = 0; left < size; left += block) {
      const [bottom, right] = [Math.min(size, top + block), Math.min(size, left + block)];
      let [red, green, blue] = [0, 0, 0];
      for (let y = top; y < bottom; y++) {
        for (let at = (y * size + left) * 3, end = (y * size + right) * 3; at < end; at += 3) {
          red += rgb[at] as number;
          green += rgb[at + 1] as number;
          blue += rgb[at + 2] as number;
        }
      }
      const area = (bottom - top) * (right - left);
      const [r, g, b] = [rounded[Math.round(red / area)] as number, rounded[Math.round(green / area)] as number, rounded[Math.round(blue / area)] as number];
      for (let y = top; y < bottom; y++) {
        for (let at = (y * size + left) * 3, end = (y * size + right) * 3; at < end; at += 3) {
          rgb[at] = r;
          rgb[at + 1] = g;
          rgb[at + 2] = b;
        }
      }
    }
  }
}
