/** The canvas that the worlds draw on: the few parts of the 2-D canvas interface that they need, so that browsers and Node both fit. */

/** A picture that a canvas can draw. */
export type DrawableImage = { readonly width: number; readonly height: number };

export type Point = readonly [x: number, y: number];
/** x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Colours at their places (0 to 1) along a line, or from a centre outwards. Colours are `#rrggbb` or `#rrggbbaa`. */
export type Gradient =
  | { readonly kind: 'linear'; readonly from: Point; readonly to: Point; readonly stops: readonly (readonly [at: number, colour: string])[] }
  | { readonly kind: 'radial'; readonly centre: Point; readonly radius: number; readonly stops: readonly (readonly [at: number, colour: string])[] };
export type Fill = string | Gradient;

/** What everything drawn casts on what is below: its own shape, moved and softened. Lengths in pixels of the canvas, whatever the transform is. */
export interface Cast {
  readonly colour: string;
  readonly blur: number;
  readonly move: Point;
}

/** An RGBA canvas with (part of) the drawing commands of the HTML 2-D context; alpha is not premultiplied when read. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Makes all pixels transparent and the transform the identity; ends casting and `atop`. */
  clear(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  /** From now on everything drawn casts this; undefined ends it. */
  setCast(cast: Cast | undefined): void;
  /** From now on (or no more) only where something is already. */
  setAtop(atop: boolean): void;
  /** Fills the whole width between two heights with a vertical gradient. */
  fillBand(top: number, bottom: number, from: string, to: string): void;
  fillEllipse(x: number, y: number, radiusX: number, radiusY: number, fill: Fill): void;
  fillPolygon(points: readonly Point[], fill: Fill): void;
  /** A line of that width around a polygon, centred on its edge, with round corners. */
  strokePolygon(points: readonly Point[], width: number, colour: string): void;
  strokeEllipse(x: number, y: number, radiusX: number, radiusY: number, width: number, colour: string): void;
  /** Draws the image over the unit square of the current transform. */
  drawUnitImage(image: DrawableImage): void;
  /** Draws another canvas of the same size over this one, pixel on pixel. */
  drawCanvas(canvas: Canvas, opacity?: number): void;
  /** RGBA bytes of a rectangle, rows from the top. */
  pixels(x: number, y: number, width: number, height: number): Uint8ClampedArray;
}

/** Where canvases come from; `src/node/canvas.ts` makes one for Node. */
export interface CanvasFactory {
  createCanvas(width: number, height: number): Canvas;
  /** Rasterises a whole `<svg>` document at its own width and height. */
  decodeSvg(svg: string): Promise<DrawableImage>;
}
