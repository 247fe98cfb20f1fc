/** Display lists: a picture as data, in fractions of the picture's side (y points down). Between scenes and pixels, so that either side can change. */

import type { Fill, Matrix, Point } from './canvas.ts';
import type { Filter } from './filters/filters.ts';

/** How a shape stands out from what is below it. */
export interface Relief {
  /** A line around it, half of it outside. */
  readonly edge?: { readonly colour: string; readonly width: number };
  /** Its own shape, cast on what is below it. */
  readonly cast?: { readonly colour: string; readonly blur: number; readonly move: Point };
  /** It stands in front of objects that come before it, so that the label map is 0 there. */
  readonly hides?: true;
}

/** A band over the whole width between two heights, with a vertical gradient. */
export interface Band {
  readonly kind: 'band';
  readonly top: number;
  readonly bottom: number;
  readonly from: string;
  readonly to: string;
}

/** A filled ellipse around a centre. */
export interface Ellipse extends Relief {
  readonly kind: 'ellipse';
  readonly centre: Point;
  readonly radii: Point;
  readonly fill: Fill;
}

/** An ellipse that fades from its centre to its edge. Stops run from 0 (centre) to 1 (edge). */
export interface Glow {
  readonly kind: 'glow';
  readonly centre: Point;
  readonly radii: Point;
  readonly stops: readonly (readonly [at: number, colour: string])[];
}

/** A filled polygon. */
export interface Polygon extends Relief {
  readonly kind: 'polygon';
  readonly points: readonly Point[];
  readonly fill: Fill;
}

/** A vector drawing in its final colours. */
export interface Drawing {
  readonly kind: 'drawing';
  /** The inside of an `<svg>` element. */
  readonly markup: string;
  /** The part of its plane that is drawn: x, y, width, height. */
  readonly box: readonly [number, number, number, number];
  /** Maps the unit square of the box to the picture. */
  readonly matrix: Matrix;
  /** Which object of the scene it is: the label map holds `object + 1` there. Absent: it belongs to what is behind (a shadow). */
  readonly object?: number;
  /** Default 1. */
  readonly opacity?: number;
  /** Painted over the drawing, within its ink, in order; in fractions of the picture's side. */
  readonly shades?: readonly Fill[];
  readonly cast?: Relief['cast'];
}

export type DisplayItem = Band | Ellipse | Glow | Polygon | Drawing;

/** Items are painted in order, then the filters change the whole picture in order. */
export interface DisplayList {
  /** Width and height of the picture in pixels. */
  readonly size: number;
  /** Drawn this many times larger in each direction, then averaged: for pictures so small that antialiasing alone is rough. */
  readonly supersampling: number;
  readonly items: readonly DisplayItem[];
  readonly filters: readonly Filter[];
}
