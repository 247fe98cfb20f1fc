/** Display lists: a picture as data, in pixels of the finished picture. Between scenes and pixels, so that either side can change. */

import type { Icon } from './art/icon.ts';
import type { Ramp } from './ramp.ts';

/** A band over the whole width between two heights, with a vertical gradient. */
export interface Band {
  readonly kind: 'band';
  readonly top: number;
  readonly bottom: number;
  readonly from: string;
  readonly to: string;
}

/** A filled ellipse around a centre. */
export interface Ellipse {
  readonly kind: 'ellipse';
  readonly centre: readonly [number, number];
  readonly radii: readonly [number, number];
  readonly fill: string;
}

/** A filled polygon. */
export interface Polygon {
  readonly kind: 'polygon';
  readonly points: readonly (readonly [number, number])[];
  readonly fill: string;
}

/** A recoloured drawing. The matrix [a b c d e f] maps the unit square of its box (y down) to pixels: x' = a x + c y + e, y' = b x + d y + f. */
export interface IconDraw {
  readonly kind: 'icon';
  readonly icon: Icon;
  readonly ramp: Ramp;
  readonly matrix: readonly [number, number, number, number, number, number];
  /** Which object of the scene it is: the label map holds `object + 1` there. */
  readonly object: number;
}

export type DisplayItem = Band | Ellipse | Polygon | IconDraw;

/** Items are painted in order. */
export interface DisplayList {
  /** Width and height in pixels. */
  readonly size: number;
  readonly items: readonly DisplayItem[];
}

/** An item of the unit square in a picture of `size` pixels a side. */
export function scaled(item: DisplayItem, size: number): DisplayItem {
  switch (item.kind) {
    case 'band': return { ...item, top: item.top * size, bottom: item.bottom * size };
    case 'ellipse': return { ...item, centre: [item.centre[0] * size, item.centre[1] * size], radii: [item.radii[0] * size, item.radii[1] * size] };
    case 'polygon': return { ...item, points: item.points.map(([x, y]) => [x * size, y * size] as const) };
    case 'icon': {
      const [a, b, c, d, e, f] = item.matrix;
      return { ...item, matrix: [a * size, b * size, c * size, d * size, e * size, f * size] };
    }
  }
}
