/** Latents as pictures that people can look at: not what they decode to, but the numbers themselves. */
import { createPicture, type Picture } from '../../images/picture.ts';
import type { LatentShape } from '../pipeline.ts';

/** Values of this many standard deviations are black and white. */
const spread = 2.5;

/** Each channel as a grey picture, [height, width]: dark is below its usual value, light above. @param latents [C, h, w] */
export function channelPictures(latents: Float32Array, [channels, height, width]: LatentShape): Picture[] {
  const area = height * width;
  return Array.from({ length: channels }, (_, channel) => greyPicture(latents.subarray(channel * area, (channel + 1) * area), width, height));
}

/** Values around 0 as grey, scaled by their own spread. */
function greyPicture(values: Float32Array, width: number, height: number): Picture {
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
  const data = new Uint8Array(3 * values.length);
  values.forEach((value, i) => data.fill(Math.round(127.5 + 127.5 * Math.min(1, Math.max(-1, value / (spread * deviation)))), 3 * i, 3 * i + 3));
  return createPicture(width, height, data);
}

/**
 * A map of shares as a picture: transparent where it is small, the colour of a safelight where it is large. Scaled to its own largest value.
 * @param map [height, width], not negative
 */
export function heatPicture(map: Float32Array, width: number, height: number): Picture {
  const largest = map.reduce((most, value) => Math.max(most, value), 0) || 1;
  const smallest = map.reduce((least, value) => Math.min(least, value), largest);
  const data = new Uint8Array(4 * map.length);
  map.forEach((value, i) => data.set([255, 106, 61, Math.round((230 * (value - smallest)) / Math.max(largest - smallest, 1e-9))], 4 * i));
  return createPicture(width, height, data, 4);
}
