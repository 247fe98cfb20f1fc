/** How alike two pictures are: PSNR and SSIM, by the definitions of their papers. */
import { DarkroomError } from '../base/errors.ts';
import type { Picture } from './picture.ts';

/** Largest value of a pixel. */
const PEAK = 255;
const WINDOW = 11;
const SIGMA = 1.5;
const C1 = (0.01 * PEAK) ** 2;
const C2 = (0.03 * PEAK) ** 2;

/** Mean of the squared differences over all pixels and channels, in units of a byte squared. @throws DarkroomError code 'data' when sizes differ */
export function meanSquareError(a: Picture, b: Picture): number {
  checkAlike(a, b);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += ((a.data[i] as number) - (b.data[i] as number)) ** 2;
  return sum / a.data.length;
}

/** Peak signal-to-noise ratio in decibels; Infinity for equal pictures. @throws DarkroomError code 'data' when sizes differ */
export function psnr(a: Picture, b: Picture): number {
  return 10 * Math.log10(PEAK ** 2 / meanSquareError(a, b));
}

/**
 * Structural similarity, at most 1: the mean over all places where an 11×11 Gaussian window (σ 1.5) lies inside the picture, and over the channels.
 * @throws DarkroomError code 'data' when sizes differ or the window does not fit
 * @source Wang et al. 2004, Image Quality Assessment: From Error Visibility to Structural Similarity, equation 13 with K1 .01, K2 .03
 */
export function ssim(a: Picture, b: Picture): number {
  checkAlike(a, b);
  const { width, height, channels } = a;
  if (width < WINDOW || height < WINDOW) throw new DarkroomError('data', `SSIM looks through windows of ${WINDOW}×${WINDOW} pixels; a picture of ${width}×${height} is smaller.`, { width, height });
  let total = 0;
  for (let channel = 0; channel < channels; channel++) total += ssimOfPlanes(planeOf(a, channel), planeOf(b, channel), width, height);
  return total / channels;
}

function checkAlike(a: Picture, b: Picture): void {
  if (a.width === b.width && a.height === b.height && a.channels === b.channels) return;
  throw new DarkroomError('data', `Only pictures of one size can be compared, not ${a.width}×${a.height}×${a.channels} with ${b.width}×${b.height}×${b.channels}.`);
}

function planeOf({ channels, data }: Picture, channel: number): Float64Array {
  return Float64Array.from({ length: data.length / channels }, (_, i) => data[channels * i + channel] as number);
}

function ssimOfPlanes(x: Float64Array, y: Float64Array, width: number, height: number): number {
  const smooth = (values: Float64Array): Float64Array => windowMeans(values, width, height);
  const product = (p: Float64Array, q: Float64Array): Float64Array => p.map((value, i) => value * (q[i] as number));
  const [meanX, meanY] = [smooth(x), smooth(y)];
  const [squareX, squareY, cross] = [smooth(product(x, x)), smooth(product(y, y)), smooth(product(x, y))];
  let sum = 0;
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i] as number, meanY[i] as number];
    const [varianceX, varianceY, covariance] = [(squareX[i] as number) - mx * mx, (squareY[i] as number) - my * my, (cross[i] as number) - mx * my];
    sum += ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (varianceX + varianceY + C2));
  }
  return sum / meanX.length;
}

/** Weights of the window along one side; they add up to 1. */
const taps = ((): readonly number[] => {
  const raw = Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)));
  const sum = raw.reduce((a, b) => a + b);
  return raw.map((weight) => weight / sum);
})();

/** Weighted means of all windows inside the picture, rows first, then columns. @returns [height − 10, width − 10] */
function windowMeans(values: Float64Array, width: number, height: number): Float64Array {
  const [columns, rows] = [width - WINDOW + 1, height - WINDOW + 1];
  const across = new Float64Array(height * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let t = 0; t < WINDOW; t++) sum += (taps[t] as number) * (values[y * width + x + t] as number);
      across[y * columns + x] = sum;
    }
  }
  const means = new Float64Array(rows * columns);
  for (let t = 0; t < WINDOW; t++) {
    const weight = taps[t] as number;
    for (let i = 0; i < means.length; i++) means[i] = (means[i] as number) + weight * (across[i + t * columns] as number);
  }
  return means;
}
