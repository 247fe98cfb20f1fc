/** Display lists to pixels: supersampled drawing, then a box filter down to clean small pictures. */

import type { Icon } from './art/icon.ts';
import type { Canvas, CanvasFactory, DrawableImage } from './canvas.ts';
import type { DisplayItem, DisplayList, IconDraw } from './display-list.ts';
import { recolour, type Ramp } from './ramp.ts';

/** A finished picture and what is where in it. */
export interface Rendering {
  readonly size: number;
  /** size × size × 3, rows from the top, RGB. */
  readonly rgb: Uint8Array;
  /**
   * size × size: 0 is background, n is the scene's object n - 1 (where it covers at least half of the pixel; later objects win).
   * Drawn when first asked for: training asks only for the picture, and the map costs a quarter to a third as much again.
   */
  readonly labelMap: Uint8Array;
}

/** Drawn this many times larger in each direction, then averaged. */
const supersampling = 3;
/** Width of the outline around a drawing as a fraction of its box. */
const outlineWidth = 0.045;

/** An icon with its colours mapped to the ramp, centred in a square box that its ink and outline just fill. */
export function recolouredSvg(icon: Icon, ramp: Ramp, pixels: number): string {
  const [x, y, width, height] = icon.ink;
  const stroke = 2 * outlineWidth * Math.max(width, height);
  const side = Math.max(width, height) + stroke;
  const box = [x + width / 2 - side / 2, y + height / 2 - side / 2, side, side].join(' ');
  const silhouette = icon.body.replace(/#[0-9a-f]{6}/g, ramp.outline);
  const painted = icon.body.replace(/#[0-9a-f]{6}/g, (fill) => recolour(fill, icon.mainFill, ramp));
  const outline = `<g stroke="${ramp.outline}" stroke-width="${stroke}" stroke-linejoin="round">${silhouette}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="${box}">${outline}${painted}</svg>`;
}

const area = supersampling * supersampling;

/** Averages the colour of supersampling × supersampling blocks of opaque RGBA pixels; `width` and `height` count finished pixels. */
function averagedColour(pixels: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  const stride = width * supersampling * 4;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let dy = 0; dy < supersampling; dy++) {
        const start = (y * supersampling + dy) * stride + x * supersampling * 4;
        for (let from = start; from < start + 4 * supersampling; from += 4) {
          red += pixels[from] as number;
          green += pixels[from + 1] as number;
          blue += pixels[from + 2] as number;
        }
      }
      out[at++] = (red + area / 2) / area;
      out[at++] = (green + area / 2) / area;
      out[at++] = (blue + area / 2) / area;
    }
  }
  return out;
}

/** Averages alpha likewise: 0..255 per finished pixel. */
function averagedAlpha(pixels: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const stride = width * supersampling * 4;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let alpha = 0;
      for (let dy = 0; dy < supersampling; dy++) {
        const start = (y * supersampling + dy) * stride + x * supersampling * 4 + 3;
        for (let from = start; from < start + 4 * supersampling; from += 4) alpha += pixels[from] as number;
      }
      out[at++] = (alpha + area / 2) / area;
    }
  }
  return out;
}

/** A region in finished pixels, inside the picture. */
interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the picture that an icon's box can touch. */
function regionOf({ matrix: [a, b, c, d, e, f] }: IconDraw, size: number): Region {
  const span = (from: number, ...steps: readonly [number, number]): readonly [number, number] => {
    const ends = [from, from + steps[0], from + steps[1], from + steps[0] + steps[1]];
    const low = Math.min(size, Math.max(0, Math.floor(Math.min(...ends))));
    return [low, Math.max(low, Math.min(size, Math.ceil(Math.max(...ends))))];
  };
  const [left, right] = span(e, a, c);
  const [top, bottom] = span(f, b, d);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Side, in pixels, at which an icon is rasterised: the power of two that is not smaller than it is drawn. */
function rasterSide({ matrix: [a, b, c, d] }: IconDraw): number {
  return 2 ** Math.ceil(Math.log2(supersampling * Math.max(Math.hypot(a, b), Math.hypot(c, d), 1)));
}

/** Owns the rasterised icons and the canvases; keep one and render many pictures. */
export class Renderer {
  readonly #canvases: CanvasFactory;
  readonly #images = new Map<string, DrawableImage>();
  readonly #surfaces = new Map<number, Canvas>();

  constructor(canvases: CanvasFactory) {
    this.#canvases = canvases;
  }

  /** Draws the display list. Asynchronous only because browsers decode SVG so; the first use of an icon in a tint is slow. */
  async render(list: DisplayList): Promise<Rendering> {
    const images = new Map<DisplayItem, DrawableImage>();
    for (const item of list.items) if (item.kind === 'icon') images.set(item, await this.#imageOf(item));
    const canvas = this.#surfaceOf(list.size * supersampling);
    canvas.clear();
    for (const item of list.items) this.#draw(canvas, item, images);
    const wide = list.size * supersampling;
    const rgb = averagedColour(canvas.pixels(0, 0, wide, wide), list.size, list.size);
    const drawLabels = (): Uint8Array => this.#labelMap(canvas, list, images);
    let labels: Uint8Array | undefined;
    return { size: list.size, rgb, get labelMap() { return (labels ??= drawLabels()); } };
  }

  #labelMap(canvas: Canvas, list: DisplayList, images: ReadonlyMap<DisplayItem, DrawableImage>): Uint8Array {
    const labels = new Uint8Array(list.size * list.size);
    for (const item of list.items) {
      if (item.kind !== 'icon') continue;
      canvas.clear();
      this.#draw(canvas, item, images);
      const { x, y, width, height } = regionOf(item, list.size);
      if (width === 0 || height === 0) continue;
      const pixels = canvas.pixels(x * supersampling, y * supersampling, width * supersampling, height * supersampling);
      const coverage = averagedAlpha(pixels, width, height);
      for (let i = 0; i < coverage.length; i++) {
        if ((coverage[i] as number) >= 128) labels[(y + Math.floor(i / width)) * list.size + x + (i % width)] = item.object + 1;
      }
    }
    return labels;
  }

  #draw(canvas: Canvas, item: DisplayItem, images: ReadonlyMap<DisplayItem, DrawableImage>): void {
    const scale = supersampling;
    if (item.kind === 'icon') {
      const [a, b, c, d, e, f] = item.matrix;
      canvas.setTransform(a * scale, b * scale, c * scale, d * scale, e * scale, f * scale);
      canvas.drawUnitImage(images.get(item) as DrawableImage);
      return;
    }
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    if (item.kind === 'band') canvas.fillBand(item.top * scale, item.bottom * scale, item.from, item.to);
    else if (item.kind === 'ellipse') canvas.fillEllipse(item.centre[0] * scale, item.centre[1] * scale, item.radii[0] * scale, item.radii[1] * scale, item.fill);
    else canvas.fillPolygon(item.points.map(([x, y]) => [x * scale, y * scale] as const), item.fill);
  }

  async #imageOf(draw: IconDraw): Promise<DrawableImage> {
    const { icon, ramp } = draw;
    const side = rasterSide(draw);
    const key = `${icon.origin} ${side} ${ramp.shadow} ${ramp.pure} ${ramp.highlight} ${ramp.outline}`;
    const known = this.#images.get(key);
    if (known !== undefined) return known;
    const image = await this.#canvases.decodeSvg(recolouredSvg(icon, ramp, side));
    this.#images.set(key, image);
    return image;
  }

  #surfaceOf(side: number): Canvas {
    const known = this.#surfaces.get(side);
    if (known !== undefined) return known;
    const surface = this.#canvases.createCanvas(side, side);
    this.#surfaces.set(side, surface);
    return surface;
  }
}
