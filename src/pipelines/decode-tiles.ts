/** Latents decoded in tiles that overlap, where the whole picture would not fit into memory: the most that is needed at once is one tile's. */
import type { LatentShape } from './pipeline.ts';
import { cutWindow, finer, joinWindows, layWindows } from './windows.ts';

export interface Tile {
  /** Latents. */
  readonly height: number;
  readonly width: number;
}

/** Latents of a side, the largest first: the larger, the nearer to the whole, as norms and attention see no more than their tile. */
const TILE_SIDES = [128, 96, 64, 48, 32] as const;

/** Of a tile's side: over this much, one tile fades into the next. */
const OVERLAP = 0.25;

/** The whole first, then smaller and smaller tiles. */
export function tilesFor({ height, width }: Tile): readonly [Tile, ...Tile[]] {
  const smaller = TILE_SIDES.filter((side) => side < Math.max(height, width));
  return [{ height, width }, ...smaller.map((side) => ({ height: Math.min(side, height), width: Math.min(side, width) }))];
}

/**
 * Each pixel is the mean of the tiles that hold it, weighted to their middles.
 * @param latents [C, h, w] of one picture
 * @param decode planes [3, H, W] of a tile's latents
 * @param factor pixels of a side for each latent
 * @returns [3, H, W]
 */
export async function decodeTiles(latents: Float32Array, [, height, width]: LatentShape, tile: Tile, factor: number, decode: (latents: Float32Array) => Promise<Float32Array>): Promise<Float32Array> {
  const layout = layWindows({ width, height }, tile, Math.round(OVERLAP * Math.min(tile.width, tile.height)), { x: false, y: false });
  const decoded: Float32Array[] = [];
  for (const place of layout.places) decoded.push(await decode(cutWindow(latents, layout, place)));
  return joinWindows(decoded, finer(layout, factor));
}
