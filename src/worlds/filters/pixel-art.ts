/** Large square pixels of few colours. */

export interface PixelArt {
  readonly kind: 'pixel-art';
  /** Pixels from side to side. */
  readonly across: number;
  /** Levels of each of red, green and blue. */
  readonly levels: number;
}

/** Each block takes the mean of its middle (half of it each way: crisper than the whole), rounded to a colour that there is. A side that `across` does not divide leaves a smaller last block. */
export function pixelArt(rgb: Uint8Array, size: number, { across, levels }: PixelArt): void {
  const block = Math.max(1, Math.round(size / across));
  const margin = Math.floor(block / 4);
  const step = 255 / (levels - 1);
  const rounded = Uint8Array.from({ length: 256 }, (_, value) => Math.round(Math.round(value / step) * step));
  for (let top = 0; top < size; top += block) {
    for (let left = 0; left < size; left += block) {
      const [bottom, right] = [Math.min(size, top + block), Math.min(size, left + block)];
      const inner = bottom - top > 2 * margin && right - left > 2 * margin ? margin : 0;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = top + inner; y < bottom - inner; y++) for (let x = left + inner; x < right - inner; x++) sum += rgb[(y * size + x) * 3 + channel] as number;
        const value = rounded[Math.round(sum / ((bottom - top - 2 * inner) * (right - left - 2 * inner)))] as number;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) rgb[(y * size + x) * 3 + channel] = value;
      }
    }
  }
}
