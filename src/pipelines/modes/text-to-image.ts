/** From words alone: pure noise at the size asked for; then, if asked, larger. */
import { tiled } from './tiling.ts';
import type { Mode } from './mode.ts';
import { enlargement } from './upscale.ts';

export const textToImage: Mode = async (context) => {
  const { pipeline, request } = context;
  const { width, height, steps, upscale } = request;
  const size = { width, height };
  return { pipeline: tiled(pipeline, size, request.tiling), size, steps, ...(upscale && { next: (pictures) => enlargement(context, pictures, upscale) }) };
};
