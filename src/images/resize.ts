/** Pictures at other sizes: averaged when they shrink, drawn smoothly when they grow. For pixels kept as squares see `enlarged`. */
import { DarkroomError } from '../base/errors.ts';
import { type Picture, createPicture } from './picture.ts';

/** How far the Lanczos window reaches, in pixels of the smaller picture. */
const LOBES = 3;

/** Which pixels of a line make one pixel of the new line, and how much of each; the weights sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** @source Duchon, Lanczos Filtering in One and Two Dimensions, 1979 */
const lanczos = (x: number): number => (Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0);

function normalised(first: number, weights: readonly number[]): Taps {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, weights: Float64Array.from(weights, (weight) => weight / sum) };
}

/** Shrinking: every old pixel counts by the share of it that the new one covers, so nothing is skipped and nothing rings. */
function areaTaps(from: number, to: number, at: number): Taps {
  const [start, end] = [(at * from) / to, ((at + 1) * from) / to];
  const first = Math.floor(start);
  const last = Math.min(from, Math.ceil(end - 1e-9));
  return normalised(first, Array.from({ length: last - first }, (_, i) => Math.min(end, first + i + 1) - Math.max(start, first + i)));
}

/** Growing: what reaches over the edge is left out and the rest counts more. */
function lanczosTaps(from: number, to: number, at: number): Taps {
  const centre = ((at + 0.5) * from) / to - 0.5;
  const first = Math.max(0, Math.floor(centre) - LOBES + 1);
  const last = Math.min(from - 1, Math.floor(centre) + LOBES);
  return normalised(first, Array.from({ length: last - first + 1 }, (_, i) => lanczos(first + i - centre)));
}

const tapsOf = (from: number, to: number): Taps[] => Array.from({ length: to }, (_, at) => (to < from ? areaTaps : lanczosTaps)(from, to, at));

/** Lanes that are so few that each is summed by itself. */
const FEW_LANES = 8;

/** Weighs lines of numbers: element `i` of the `outer`-th block lies at (outer · length + i) · inner. Many lanes are summed side by side, in the order of memory. */
function weighed(values: Float32Array, outer: number, length: number, inner: number, to: number): Float32Array {
  const out = new Float32Array(outer * to * inner);
  const taps = tapsOf(length, to);
  const sums = new Float64Array(inner);
  for (let block = 0; block < outer; block++) {
    for (let at = 0; at < to; at++) {
      const { first, weights } = taps[at] as Taps;
      const [from, into] = [(block * length + first) * inner, (block * to + at) * inner];
      if (inner > FEW_LANES) {
        sideBySide(values, from, weights, sums);
        out.set(sums, into);
        continue;
      }
      for (let lane = 0; lane < inner; lane++) {
        let sum = 0;
        for (let i = 0, k = from + lane; i < weights.length; i++, k += inner) sum += (weights[i] as number) * (values[k] as number);
        out[into + lane] = sum;
      }
    }
  }
  return out;
}

function sideBySide(values: Float32Array, from: number, weights: Float64Array, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0, start = from; i < weights.length; i++, start += sums.length) {
    const weight = weights[i] as number;
    for (let lane = 0; lane < sums.length; lane++) sums[lane] = (sums[lane] as number) + weight * (values[start + lane] as number);
  }
}

/** Numbers in rows, [height, width, channels], at another size: as `resized`, without rounding. */
export function resizedValues(values: Float32Array, { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: number }, toWidth: number, toHeight: number): Float32Array {
  return weighed(weighed(values, height, width, channels, toWidth), 1, height, toWidth * channels, toHeight);
}

/** Colours times alpha: what cannot be seen must not bleed into what can. */
function premultiplied({ channels, data }: Picture): Float32Array {
  const values = new Float32Array(data);
  if (channels === 4) for (let i = 0; i < values.length; i += 4) for (let channel = 0; channel < 3; channel++) values[i + channel] = ((data[i + channel] as number) * (data[i + 3] as number)) / 255;
  return values;
}

/** Smooth curves overshoot at hard edges: what leaves 0 to 255 is brought back to it. */
function pixels(values: Float32Array, channels: 3 | 4): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const alpha = channels === 4 && i % 4 !== 3 ? values[i - (i % 4) + 3] as number : 255;
    out[i] = alpha <= 0 ? 0 : Math.round(Math.min(255, Math.max(0, ((values[i] as number) * 255) / alpha)));
  }
  return out;
}

/**
 * The whole picture at another size, each side by itself: area average where it shrinks, Lanczos (3 lobes) where it grows. Works on the sRGB
 * numbers as they are, as most programs do. The same size gives an equal picture.
 * @throws DarkroomError code 'usage' when a side is no positive whole number
 */
export function resized(picture: Picture, width: number, height: number): Picture {
  if (![width, height].every((side) => Number.isInteger(side) && side > 0)) throw new DarkroomError('usage', `A picture is resized to positive whole sides, not ${width}×${height}.`, { width, height });
  const { channels } = picture;
  if (width === picture.width && height === picture.height) return createPicture(width, height, picture.data.slice(), channels);
  return createPicture(width, height, pixels(resizedValues(premultiplied(picture), picture, width, height), channels), channels);
}
