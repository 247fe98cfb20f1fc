/** The canvas that the worlds draw on: the few parts of the 2-D canvas interface that they need, so that browsers and Node both fit. */

/** A picture that a canvas can draw. */
export type DrawableImage = { readonly width: number; readonly height: number };

/** An RGBA canvas with (part of) the drawing commands of the HTML 2-D context; alpha is not premultiplied when read. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Makes all pixels transparent and the transform the identity. */
  clear(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  /** Fills the whole width between two heights with a vertical gradient. */
  fillBand(top: number, bottom: number, from: string, to: string): void;
  fillEllipse(x: number, y: number, radiusX: number, radiusY: number, fill: string): void;
  fillPolygon(points: readonly (readonly [number, number])[], fill: string): void;
  /** A line of text in a plain sans-serif face; (x, y) is the left end of its base line. */
  fillText(text: string, x: number, y: number, height: number, fill: string): void;
  /** Draws the image over the unit square of the current transform. */
  drawUnitImage(image: DrawableImage): void;
  /** RGBA bytes of a rectangle, rows from the top. */
  pixels(x: number, y: number, width: number, height: number): Uint8ClampedArray;
}

/** Where canvases come from; `src/node/canvas.ts` makes one for Node. */
export interface CanvasFactory {
  createCanvas(width: number, height: number): Canvas;
  /** Rasterises a whole `<svg>` document at its own width and height. */
  decodeSvg(svg: string): Promise<DrawableImage>;
}
