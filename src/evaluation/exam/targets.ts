/** What the detector should say of a scene: the middles, boxes and names of its things on the map of cells. */

/** One thing as the detector sees it; lengths are fractions of the picture's side. */
export interface Located {
  readonly subject: number;
  readonly tint: number;
  readonly centre: readonly [x: number, y: number];
  readonly width: number;
  readonly height: number;
}

/** Things of one picture that count in training; scenes have at most this many. */
export const MOST_THINGS = 6;

/** Targets of B pictures on maps of `cells` × `cells`, N = cells². */
export interface Targets {
  /** [B, N]: 1 at middles, falling off around them; what a near miss is forgiven. */
  readonly heat: Float32Array;
  /** [B · MOST_THINGS]: which row of the flattened map [B · N] holds the thing's middle; 0 where there is none. */
  readonly rows: Int32Array;
  /** [B · MOST_THINGS]: 1 for a thing, 0 for filling. */
  readonly counts: Float32Array;
  readonly subjects: Int32Array;
  readonly tints: Int32Array;
  /** [B · MOST_THINGS, 4], see `DetectorMaps.box`. */
  readonly boxes: Float32Array;
}

/** Two things in one cell: the later one is kept, as it is painted last. */
export function targetsOf(pictures: readonly (readonly Located[])[], cells: number): Targets {
  const batch = pictures.length;
  const places = cells * cells;
  const slots = batch * MOST_THINGS;
  const targets: Targets = {
    heat: new Float32Array(batch * places), rows: new Int32Array(slots), counts: new Float32Array(slots),
    subjects: new Int32Array(slots), tints: new Int32Array(slots), boxes: new Float32Array(4 * slots),
  };
  pictures.forEach((things, picture) => {
    things.slice(0, MOST_THINGS).forEach((thing, i) => {
      const slot = picture * MOST_THINGS + i;
      const [x, y] = [thing.centre[0] * cells, thing.centre[1] * cells];
      const [column, row] = [clamp(Math.floor(x), cells), clamp(Math.floor(y), cells)];
      targets.rows[slot] = picture * places + row * cells + column;
      targets.counts[slot] = 1;
      targets.subjects[slot] = thing.subject;
      targets.tints[slot] = thing.tint;
      targets.boxes.set([x - column - 0.5, y - row - 0.5, Math.log(thing.width * cells), Math.log(thing.height * cells)], 4 * slot);
      spread(targets.heat.subarray(picture * places, (picture + 1) * places), cells, column, row, Math.min(thing.width, thing.height) * cells);
    });
  });
  return targets;
}

const clamp = (value: number, cells: number): number => Math.min(cells - 1, Math.max(0, value));

/** A bump around a middle, as wide as a fraction of the thing. */
function spread(heat: Float32Array, cells: number, column: number, row: number, size: number): void {
  const deviation = Math.max(0.6, size / 9);
  const reach = Math.ceil(3 * deviation);
  for (let y = Math.max(0, row - reach); y <= Math.min(cells - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(cells - 1, column + reach); x++) {
      const value = Math.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * deviation * deviation));
      if (value > (heat[y * cells + x] as number)) heat[y * cells + x] = value;
    }
  }
}
