/** Textures whose edges meet: the network looks across the edges as if they were none. */
import type { Tiling } from '../../recipe/recipe.ts';
import type { PictureSize, Pipeline } from '../pipeline.ts';
import { windowedPipeline } from '../windowed-pipeline.ts';
import type { Rings } from '../windows.ts';

/** Share of a side that a network of any size sees again beyond each edge: more than its convolutions reach. */
const MARGIN_SHARE = 0.125;

export const ringsOf = (tiling: Tiling | undefined): Rings => ({ x: tiling === 'x' || tiling === 'both', y: tiling === 'y' || tiling === 'both' });

/**
 * A network of one size looks twice along a ring, the second time turned by half, and the two views are blended; one of any size looks once, at a
 * larger picture that repeats at its edges.
 */
export function tiled(pipeline: Pipeline, size: PictureSize, tiling: Tiling | undefined): Pipeline {
  if (tiling === undefined) return pipeline;
  const rings = ringsOf(tiling);
  const { fixedSize, sizeMultiple } = pipeline.info;
  const margin = (side: number): number => 2 * Math.max(1, Math.ceil((MARGIN_SHARE * side) / sizeMultiple)) * sizeMultiple;
  const window = fixedSize ? size : { width: size.width + (rings.x ? margin(size.width) : 0), height: size.height + (rings.y ? margin(size.height) : 0) };
  return windowedPipeline(pipeline, { size, window, overlap: 0.5, rings });
}
