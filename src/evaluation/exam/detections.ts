/** From the detector's maps to a list of things. */

/** One thing that was seen. Lengths are fractions of the picture's side. */
export interface Detection {
  readonly subject: number;
  readonly tint: number;
  /** 0..1 */
  readonly score: number;
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

/** The maps of one picture, N = cells². */
export interface SeenMaps {
  /** [N], after the sigmoid. */
  readonly centre: Float32Array;
  /** [N, 4], see `DetectorMaps.box`. */
  readonly box: Float32Array;
  /** [N], class numbers. */
  readonly subject: Int32Array;
  readonly tint: Int32Array;
}

/** Below this, a peak is nothing. Chosen on renders: counts are right most often there. */
export const SEEN = 0.35;

/** Peaks of the map of middles, surest first: no neighbour is higher. */
export function detectionsOf({ centre, box, subject, tint }: SeenMaps, cells: number, seen = SEEN): Detection[] {
  const found: Detection[] = [];
  for (let place = 0; place < cells * cells; place++) {
    const score = centre[place] as number;
    if (score < seen || !isPeak(centre, cells, place)) continue;
    const [dx, dy, width, height] = [0, 1, 2, 3].map((i) => box[4 * place + i] as number) as [number, number, number, number];
    const [x, y] = [((place % cells) + 0.5 + dx) / cells, (Math.floor(place / cells) + 0.5 + dy) / cells];
    const [halfWidth, halfHeight] = [Math.exp(width) / cells / 2, Math.exp(height) / cells / 2];
    found.push({ subject: subject[place] as number, tint: tint[place] as number, score, box: { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight } });
  }
  return found.sort((a, b) => b.score - a.score);
}

/** Equal neighbours: the first one is the peak. */
function isPeak(centre: Float32Array, cells: number, place: number): boolean {
  const [column, row] = [place % cells, Math.floor(place / cells)];
  const score = centre[place] as number;
  for (let y = Math.max(0, row - 1); y <= Math.min(cells - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(cells - 1, column + 1); x++) {
      const other = y * cells + x;
      if (other !== place && ((centre[other] as number) > score || ((centre[other] as number) === score && other < place))) return false;
    }
  }
  return true;
}
