/** Box filters: RGBA drawn some times too large, down to finished pixels. */

/** The colour of opaque RGBA pixels, averaged over factor × factor blocks; size × size × 3. */
export function averagedColour(pixels: Uint8ClampedArray, size: number, factor: number): Uint8Array {
  const out = new Uint8Array(size * size * 3);
  const area = factor * factor;
  const stride = size * factor * 4;
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let dy = 0; dy < factor; dy++) {
        const start = (y * factor + dy) * stride + x * factor * 4;
        for (let from = start; from < start + 4 * factor; from += 4) {
          red += pixels[from] as number;
          green += pixels[from + 1] as number;
          blue += pixels[from + 2] as number;
        }
      }
      out[at++] = (red + area / 2) / area;
      out[at++] = (green + area / 2) / area;
      out[at++] = (blue + area / 2) / area;
    }
  }
  return out;
}

/** Alpha, likewise: 0..255 per finished pixel, size × size. */
export function averagedAlpha(pixels: Uint8ClampedArray, size: number, factor: number): Uint8Array {
  const out = new Uint8Array(size * size);
  const area = factor * factor;
  const stride = size * factor * 4;
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let alpha = 0;
      for (let dy = 0; dy < factor; dy++) {
        const start = (y * factor + dy) * stride + x * factor * 4 + 3;
        for (let from = start; from < start + 4 * factor; from += 4) alpha += pixels[from] as number;
      }
      out[at++] = (alpha + area / 2) / area;
    }
  }
  return out;
}
