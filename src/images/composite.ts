/** Painted parts back into their picture: mixed by a mask, with their colours led over to what surrounds them. */
import { distanceTo } from './distance.ts';
import { type Mask, type Region, checkMaskFits } from './mask.ts';
import { type Picture, createPicture } from './picture.ts';

/** The painted picture where the mask is 1, the original where it is 0: there every byte is the original's, alpha too. Painted pixels are opaque. */
export function composited(original: Picture, painted: Picture, mask: Mask): Picture {
  checkMaskFits(mask, original);
  checkMaskFits(mask, painted);
  const { channels } = original;
  const data = original.data.slice();
  mask.data.forEach((share, i) => {
    if (share === 0) return;
    for (let channel = 0; channel < channels; channel++) {
      const from = original.data[i * channels + channel] as number;
      const to = channel === 3 ? 255 : painted.data[i * painted.channels + channel] as number;
      data[i * channels + channel] = Math.round(from + share * (to - from));
    }
  });
  return createPicture(original.width, original.height, data, channels);
}

/** A smaller picture laid over a larger one, whole. */
export function pasted(base: Picture, piece: Picture, { left, top }: Pick<Region, 'left' | 'top'>): Picture {
  const data = base.data.slice();
  for (let y = 0; y < piece.height; y++) {
    for (let x = 0; x < piece.width; x++) {
      const to = ((top + y) * base.width + left + x) * base.channels;
      const from = (y * piece.width + x) * piece.channels;
      for (let channel = 0; channel < base.channels; channel++) data[to + channel] = channel < piece.channels ? piece.data[from + channel] as number : 255;
    }
  }
  return createPicture(base.width, base.height, data, base.channels);
}

/** Sweeps that carry the difference inwards; from the pyramid's start a few suffice. */
const SWEEPS = 16;

/**
 * Painted pixels with their colours led over to the original's at the edge of the mask: the difference that stands at the edge (what the autoencoder
 * changed, a slightly other tone) is carried into the painted part as smoothly as can be and fades there.
 * @param fade pixels from the edge within which the difference falls to a third
 * @source Pérez, Gangnet and Blake 2003, Poisson Image Editing (the difference solves Laplace's equation)
 */
export function healed(original: Picture, painted: Picture, mask: Mask, fade: number): Picture {
  const { width, height } = mask;
  const weights = outside(mask);
  const unknown = indicesOf(weights, 0);
  if (unknown.length === 0 || unknown.length === weights.length) return painted;
  const distance = distanceTo(width, height, (i) => weights[i] === 1);
  const shares = Float32Array.from(unknown, (i) => Math.exp(-(distance[i] as number) / fade));
  const data = painted.data.slice();
  for (let channel = 0; channel < 3; channel++) {
    const difference = new Float32Array(weights.length);
    for (let i = 0; i < difference.length; i++) if (weights[i] === 1) difference[i] = (original.data[i * original.channels + channel] as number) - (painted.data[i * painted.channels + channel] as number);
    const membrane = relaxed(pushed({ width, height, values: difference, weights }), unknown, width, height);
    for (let k = 0; k < unknown.length; k++) {
      const at = (unknown[k] as number) * painted.channels + channel;
      data[at] = Math.round(Math.min(255, Math.max(0, (painted.data[at] as number) + (membrane[unknown[k] as number] as number) * (shares[k] as number))));
    }
  }
  return createPicture(painted.width, painted.height, data, painted.channels);
}

/** The masked part in the colours of what surrounds it, smeared: near the edge as there, further in as all around. */
export function filledIn(picture: Picture, mask: Mask): Picture {
  const { width, height } = mask;
  const weights = outside(mask);
  const unknown = indicesOf(weights, 0);
  if (unknown.length === weights.length) return picture;
  const data = picture.data.slice();
  for (let channel = 0; channel < 3; channel++) {
    const values = new Float32Array(weights.length);
    for (let i = 0; i < values.length; i++) if (weights[i] === 1) values[i] = picture.data[i * picture.channels + channel] as number;
    const filled = pushed({ width, height, values, weights });
    for (const i of unknown) data[i * picture.channels + channel] = Math.round(filled[i] as number);
  }
  return createPicture(width, height, data, picture.channels);
}

/** 1 where the mask keeps, 0 where it paints, however little. */
const outside = ({ data }: Mask): Float32Array => data.map((value) => (value === 0 ? 1 : 0));

function indicesOf(weights: Float32Array, wanted: number): Int32Array {
  const found = new Int32Array(weights.length);
  let count = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] === wanted) found[count++] = i;
  return found.slice(0, count);
}

interface Level {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  /** 1 where the value is known, 0 where not. */
  readonly weights: Float32Array;
}

/** Unknown values from known ones by a pyramid: each level fills its gaps from the next coarser one. @source Gortler et al. 1996, The Lumigraph (pull-push) */
function pushed({ width, height, values, weights }: Level): Float32Array {
  if (!weights.includes(0)) return values;
  const coarse = pulled({ width, height, values, weights });
  const filled = pushed(coarse);
  const out = values.slice();
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y >> 1) * coarse.width;
    for (let x = 0; x < width; x++, i++) if (weights[i] === 0) out[i] = filled[row + (x >> 1)] as number;
  }
  return out;
}

/** Half as wide and high: means of what is known. */
function pulled({ width, height, values, weights }: Level): Level {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const sums = new Float32Array(halfWidth * halfHeight);
  const counts = new Float32Array(halfWidth * halfHeight);
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y >> 1) * halfWidth;
    for (let x = 0; x < width; x++, i++) {
      if (weights[i] === 0) continue;
      const to = row + (x >> 1);
      sums[to] = (sums[to] as number) + (values[i] as number);
      counts[to] = (counts[to] as number) + 1;
    }
  }
  return { width: halfWidth, height: halfHeight, values: sums.map((sum, i) => sum / Math.max(1, counts[i] as number)), weights: counts.map((count) => (count > 0 ? 1 : 0)) };
}

/** Laplace's equation on the unknown pixels, by Gauss and Seidel, forwards and backwards in turn; the picture's edges let nothing through. */
function relaxed(values: Float32Array, unknown: Int32Array, width: number, height: number): Float32Array {
  const last = width * (height - 1);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < unknown.length; k++) {
      const i = unknown[sweep % 2 === 0 ? k : unknown.length - 1 - k] as number;
      const x = i % width;
      const sides = (values[x > 0 ? i - 1 : i] as number) + (values[x < width - 1 ? i + 1 : i] as number);
      values[i] = (sides + (values[i >= width ? i - width : i] as number) + (values[i < last ? i + width : i] as number)) / 4;
    }
  }
  return values;
}
