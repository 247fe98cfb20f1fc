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
const SWEEPS = 24;

/**
 * Painted pixels with their colours led over to the original's at the edge of the mask: the difference that stands at the edge (what the autoencoder
 * changed, a slightly other tone) is carried into the painted part as smoothly as can be and fades there.
 * @param fade pixels from the edge within which the difference falls to a third
 * @source Pérez, Gangnet and Blake 2003, Poisson Image Editing (the difference solves Laplace's equation)
 */
export function healed(original: Picture, painted: Picture, mask: Mask, fade: number): Picture {
  const { width, height } = mask;
  const known = Uint8Array.from(mask.data, (value) => (value === 0 ? 1 : 0));
  if (!known.includes(1) || !known.includes(0)) return painted;
  const distance = distanceTo(width, height, (i) => known[i] === 1);
  const data = painted.data.slice();
  for (let channel = 0; channel < 3; channel++) {
    const difference = Float32Array.from({ length: width * height }, (_, i) => (known[i] === 1 ? (original.data[i * original.channels + channel] as number) - (painted.data[i * painted.channels + channel] as number) : 0));
    const membrane = relaxed(pushed({ width, height, values: difference, weights: Float32Array.from(known) }), known, width, height);
    membrane.forEach((value, i) => {
      const at = i * painted.channels + channel;
      if (known[i] === 0) data[at] = Math.round(Math.min(255, Math.max(0, (painted.data[at] as number) + value * Math.exp(-(distance[i] as number) / fade))));
    });
  }
  return createPicture(painted.width, painted.height, data, painted.channels);
}

/** The masked part in the colours of what surrounds it, smeared: near the edge as there, further in as all around. */
export function filledIn(picture: Picture, mask: Mask): Picture {
  const { width, height } = mask;
  const weights = mask.data.map((value) => (value === 0 ? 1 : 0));
  if (!weights.includes(1)) return picture;
  const data = picture.data.slice();
  for (let channel = 0; channel < 3; channel++) {
    const values = Float32Array.from(weights, (weight, i) => weight * (picture.data[i * picture.channels + channel] as number));
    pushed({ width, height, values, weights }).forEach((value, i) => (data[i * picture.channels + channel] = Math.round(value)));
  }
  return createPicture(width, height, data, picture.channels);
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
  if (weights.every((weight) => weight > 0)) return values;
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const sums = new Float32Array(halfWidth * halfHeight);
  const counts = new Float32Array(halfWidth * halfHeight);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y >> 1) * halfWidth + (x >> 1);
      const weight = weights[y * width + x] as number;
      sums[to] = (sums[to] as number) + weight * (values[y * width + x] as number);
      counts[to] = (counts[to] as number) + weight;
    }
  }
  const coarse = pushed({ width: halfWidth, height: halfHeight, values: sums.map((sum, i) => sum / Math.max(1e-6, counts[i] as number)), weights: counts.map((count) => (count > 0 ? 1 : 0)) });
  return values.map((value, i) => ((weights[i] as number) > 0 ? value : coarse[(Math.floor(i / width) >> 1) * halfWidth + ((i % width) >> 1)] as number));
}

/** Laplace's equation on the unknown pixels, by Gauss and Seidel, forwards and backwards in turn; the picture's edges let nothing through. */
function relaxed(values: Float32Array, known: Uint8Array, width: number, height: number): Float32Array {
  const unknown = Int32Array.from(known.keys()).filter((i) => known[i] === 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < unknown.length; k++) {
      const i = unknown[sweep % 2 === 0 ? k : unknown.length - 1 - k] as number;
      const x = i % width;
      const left = values[x > 0 ? i - 1 : i] as number;
      const right = values[x < width - 1 ? i + 1 : i] as number;
      const above = values[i >= width ? i - width : i] as number;
      const below = values[i < width * (height - 1) ? i + width : i] as number;
      values[i] = (left + right + above + below) / 4;
    }
  }
  return values;
}
