/** From a picture: as much noise is laid over it as the strength says, and taken away again with the prompt in mind. */
import { fitted } from '../../images/fit.ts';
import { flattened } from '../../images/picture.ts';
import { encodedFor } from './encode.ts';
import type { Mode } from './mode.ts';
import { tiled } from './tiling.ts';

export const imageToImage: Mode = async ({ pipeline: plain, request, signal }) => {
  const { init, fit, width, height, steps, strength, seeds, tiling } = request;
  if (init === undefined) throw new TypeError('image-to-image has a picture');
  const size = { width, height };
  const pipeline = tiled(plain, size, tiling);
  const clean = await encodedFor(pipeline, fitted(flattened(init), width, height, fit), seeds.length, signal);
  return { pipeline, size, steps, start: { clean, strength } };
};
