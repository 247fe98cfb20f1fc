/**
 * Larger, with detail: the picture is enlarged smoothly, then redrawn a little, window by window, each overlapping the next. A network of one
 * size takes a window for a whole picture, so it is not told what to draw; and what the source does not bear out is taken back from any network.
 */
import { backProjected } from '../../images/back-projection.ts';
import { flattened, type Picture } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import type { ResolvedRequest } from '../resolve-request.ts';
import { windowedPipeline } from '../windowed-pipeline.ts';
import { encodedAll } from './encode.ts';
import type { Mode, ModeContext, Pass } from './mode.ts';
import { ringsOf } from './tiling.ts';

/** Share of a window that neighbours have in common. */
const OVERLAP = 0.5;

export const upscale: Mode = async (context) => {
  const { init, seeds, upscale: wanted } = context.request;
  if (init === undefined || wanted === undefined) throw new TypeError('upscale has a picture and a factor');
  return enlargement(context, seeds.map(() => flattened(init)), wanted);
};

/** The pass that enlarges pictures of one size. */
export async function enlargement({ pipeline: plain, request, signal }: ModeContext, pictures: readonly Picture[], { factor, strength, steps }: NonNullable<ResolvedRequest['upscale']>): Promise<Pass> {
  const [first] = pictures as [Picture];
  const goal = { width: Math.round(first.width * factor), height: Math.round(first.height * factor) };
  const { sizeMultiple, size: window } = plain.info;
  const side = (pixels: number, least: number): number => Math.max(least, Math.ceil(pixels / sizeMultiple) * sizeMultiple);
  const size = { width: side(goal.width, window.width), height: side(goal.height, window.height) };
  const same = size.width === window.width && size.height === window.height && request.tiling === undefined;
  const pipeline = same ? plain : windowedPipeline(plain, { size, window, overlap: OVERLAP, rings: ringsOf(request.tiling) });
  const clean = await encodedAll(pipeline, pictures.map((picture) => resized(picture, size.width, size.height)), signal);
  return { pipeline, size, steps, start: { clean, strength }, unprompted: !same && plain.info.fixedSize, finish: (drawn) => drawn.map((picture, i) => backProjected(resized(picture, goal.width, goal.height), pictures[i] as Picture)) };
}
