/** Display lists to pixels and label maps. */

import { averagedAlpha, averagedColour } from './average.ts';
import type { Canvas, CanvasFactory, DrawableImage, Matrix } from './canvas.ts';
import type { DisplayItem, DisplayList, Drawing, Relief } from './display-list.ts';
import { applyFilter } from './filters/filters.ts';

/** A finished picture and what is where in it. */
export interface Rendering {
  readonly size: number;
  /** size × size × 3, rows from the top, RGB. */
  readonly rgb: Uint8Array;
  /**
   * size × size: 0 is background, n is the scene's object n - 1 (where it covers at least half of the pixel and nothing later hides it).
   * Drawn when first asked for: training asks only for the picture.
   */
  readonly labelMap: Uint8Array;
}

/** A decoded drawing and where on the canvas its unit square goes. */
interface Placed {
  readonly image: DrawableImage;
  readonly matrix: Matrix;
}

/** Rasters that stay in memory; those used longest ago go first. */
const MOST_RASTERS = 2000;

/** Owns the rasters of small drawings and the canvases; keep one and render many pictures. */
export class Renderer {
  readonly #canvases: CanvasFactory;
  readonly #rasters = new Map<string, DrawableImage>();
  readonly #surfaces = new Map<string, Canvas>();

  constructor(canvases: CanvasFactory) {
    this.#canvases = canvases;
  }

  /** Draws the display list. Asynchronous only because browsers decode SVG so. */
  async render(list: DisplayList): Promise<Rendering> {
    const side = list.size * list.supersampling;
    const placed = new Map<DisplayItem, Placed>();
    for (const item of list.items) if (item.kind === 'drawing') placed.set(item, list.supersampling > 1 ? await this.#small(item, side) : await this.#exact(item, side));
    const canvas = this.#surfaceOf(side, 'picture');
    canvas.clear();
    for (const item of list.items) this.#draw(canvas, item, placed);
    const rgb = averagedColour(canvas.pixels(0, 0, side, side), list.size, list.supersampling);
    for (const filter of list.filters) applyFilter(rgb, list.size, filter);
    const drawLabels = (): Uint8Array => this.#labelMap(list, placed);
    let labels: Uint8Array | undefined;
    return { size: list.size, rgb, get labelMap() { return (labels ??= drawLabels()); } };
  }

  #labelMap(list: DisplayList, placed: ReadonlyMap<DisplayItem, Placed>): Uint8Array {
    const labels = new Uint8Array(list.size * list.size);
    const side = list.size * list.supersampling;
    const canvas = this.#surfaceOf(side, 'picture');
    for (const item of list.items) {
      const label = labelOf(item);
      if (label === undefined) continue;
      canvas.clear();
      if (item.kind === 'drawing') drawImage(canvas, placed.get(item) as Placed);
      else this.#draw(canvas, item, placed);
      const coverage = averagedAlpha(canvas.pixels(0, 0, side, side), list.size, list.supersampling);
      for (let i = 0; i < coverage.length; i++) if ((coverage[i] as number) >= 128) labels[i] = label;
    }
    return labels;
  }

  #draw(canvas: Canvas, item: DisplayItem, placed: ReadonlyMap<DisplayItem, Placed>): void {
    const side = canvas.width;
    if (item.kind === 'drawing') return this.#drawDrawing(canvas, item, placed.get(item) as Placed);
    canvas.setTransform(side, 0, 0, side, 0, 0);
    if (item.kind === 'band') return canvas.fillBand(item.top, item.bottom, item.from, item.to);
    if (item.kind === 'glow') {
      const [[x, y], [radiusX, radiusY]] = [item.centre, item.radii];
      canvas.setTransform(side * radiusX, 0, 0, side * radiusY, side * x, side * y);
      return canvas.fillEllipse(0, 0, 1, 1, { kind: 'radial', centre: [0, 0], radius: 1, stops: item.stops });
    }
    setCast(canvas, item.cast);
    if (item.kind === 'polygon') canvas.fillPolygon(item.points, item.fill);
    else canvas.fillEllipse(...item.centre, ...item.radii, item.fill);
    canvas.setCast(undefined);
    if (item.edge === undefined) return;
    if (item.kind === 'polygon') canvas.strokePolygon(item.points, item.edge.width, item.edge.colour);
    else canvas.strokeEllipse(...item.centre, ...item.radii, item.edge.width, item.edge.colour);
  }

  #drawDrawing(canvas: Canvas, { shades = [], opacity, cast }: Drawing, placed: Placed): void {
    if (shades.length === 0 && opacity === undefined && cast === undefined) return drawImage(canvas, placed);
    const layer = this.#surfaceOf(canvas.width, 'layer');
    layer.clear();
    drawImage(layer, placed);
    layer.setTransform(canvas.width, 0, 0, canvas.width, 0, 0);
    layer.setAtop(true);
    for (const shade of shades) layer.fillPolygon([[0, 0], [1, 0], [1, 1], [0, 1]], shade);
    setCast(canvas, cast);
    canvas.drawCanvas(layer, opacity);
    canvas.setCast(undefined);
  }

  /** Drawn from its paths where it stands: sharp at every size. */
  async #exact({ markup, box: [x, y, width, height], matrix }: Drawing, side: number): Promise<Placed> {
    const transform = `matrix(${matrix.map((part) => part * side).join(' ')}) scale(${1 / width} ${1 / height}) translate(${-x} ${-y})`;
    const image = await this.#canvases.decodeSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}"><g transform="${transform}">${markup}</g></svg>`);
    return { image, matrix: [side, 0, 0, side, 0, 0] };
  }

  /** Rasterised once at the power of two that is not smaller than it is drawn: averaging hides the difference, and small pictures come by the ten thousand. */
  async #small({ markup, box, matrix }: Drawing, side: number): Promise<Placed> {
    const scaled = matrix.map((part) => part * side) as unknown as Matrix;
    const pixels = 2 ** Math.ceil(Math.log2(Math.max(Math.hypot(scaled[0], scaled[1]), Math.hypot(scaled[2], scaled[3]), 1)));
    const key = `${pixels} ${box.join(' ')} ${markup}`;
    const image = this.#rasters.get(key) ?? await this.#canvases.decodeSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="${box.join(' ')}">${markup}</svg>`);
    this.#rasters.delete(key);
    this.#rasters.set(key, image);
    if (this.#rasters.size > MOST_RASTERS) this.#rasters.delete(this.#rasters.keys().next().value as string);
    return { image, matrix: scaled };
  }

  #surfaceOf(side: number, use: 'picture' | 'layer'): Canvas {
    const key = `${side} ${use}`;
    const surface = this.#surfaces.get(key) ?? this.#canvases.createCanvas(side, side);
    this.#surfaces.set(key, surface);
    return surface;
  }
}

/** What the label map shows where the item is; undefined for what neither is an object nor hides one. */
function labelOf(item: DisplayItem): number | undefined {
  if (item.kind === 'drawing') return item.object === undefined ? undefined : item.object + 1;
  return (item.kind === 'polygon' || item.kind === 'ellipse') && item.hides ? 0 : undefined;
}

function drawImage(canvas: Canvas, { image, matrix }: Placed): void {
  canvas.setTransform(...matrix);
  canvas.drawUnitImage(image);
}

/** Lengths of a display list are fractions of the side, those of a canvas's casts are pixels. */
function setCast(canvas: Canvas, cast: Relief['cast']): void {
  if (cast === undefined) return;
  const { colour, blur, move: [x, y] } = cast;
  canvas.setCast({ colour, blur: blur * canvas.width, move: [x * canvas.width, y * canvas.width] });
}
