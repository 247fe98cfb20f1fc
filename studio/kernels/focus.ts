/** Where to look in a picture: what stands out from its surroundings. Data in, data out; the same everywhere. */

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, rows from the top. */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Shares of a side within which subjects usually lie about the middle: a moon in a corner shines, but nobody means it. */
const nearMiddle = 0.16;

/**
 * The middle of what stands out. A pixel stands out by how far its colour is from the mean of its row: skies and floors lie in rows, subjects do not.
 * @returns shares of width and height, 0 to 1; the middle when nothing stands out
 */
export function focusOf({ width, height, data }: Pixels): { readonly x: number; readonly y: number } {
  let [sum, across, down] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    const mean = rowMean(data, y, width);
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      const square = [0, 1, 2].reduce((total, channel) => total + ((data[at + channel] as number) - (mean[channel] as number)) ** 2, 0);
      // Squared once more: a subject outweighs much that differs a little.
      const far = ((x + 0.5) / width - 0.5) ** 2 + ((y + 0.5) / height - 0.5) ** 2;
      const weight = square * square * Math.exp(-far / (2 * nearMiddle ** 2));
      sum += weight;
      across += weight * (x + 0.5);
      down += weight * (y + 0.5);
    }
  }
  return sum === 0 ? { x: 0.5, y: 0.5 } : { x: across / sum / width, y: down / sum / height };
}

function rowMean(data: Pixels['data'], y: number, width: number): readonly number[] {
  const mean = [0, 0, 0];
  for (let x = 0; x < width; x++) for (let channel = 0; channel < 3; channel++) mean[channel] = (mean[channel] as number) + (data[4 * (y * width + x) + channel] as number) / width;
  return mean;
}
