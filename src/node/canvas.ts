/** Canvases for the worlds in Node, by @napi-rs/canvas (Skia). */

import { createCanvas, loadImage, type Canvas as NativeCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Canvas, CanvasFactory, Cast, DrawableImage, Fill, Point } from '../worlds/canvas.ts';

/** Owns one Skia surface. */
class SkiaCanvas implements Canvas {
  readonly width: number;
  readonly height: number;
  readonly #surface: NativeCanvas;
  readonly #context: SKRSContext2D;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#surface = createCanvas(width, height);
    this.#context = this.#surface.getContext('2d', { willReadFrequently: true } as never);
    this.#context.lineJoin = 'round';
  }

  clear(): void {
    this.setAtop(false);
    this.setCast(undefined);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, this.width, this.height);
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#context.setTransform(a, b, c, d, e, f);
  }

  setCast(cast: Cast | undefined): void {
    this.#context.shadowColor = cast?.colour ?? '#00000000';
    this.#context.shadowBlur = cast?.blur ?? 0;
    this.#context.shadowOffsetX = cast?.move[0] ?? 0;
    this.#context.shadowOffsetY = cast?.move[1] ?? 0;
  }

  setAtop(atop: boolean): void {
    this.#context.globalCompositeOperation = atop ? 'source-atop' : 'source-over';
  }

  fillBand(top: number, bottom: number, from: string, to: string): void {
    const gradient = this.#context.createLinearGradient(0, top, 0, bottom);
    gradient.addColorStop(0, from);
    gradient.addColorStop(1, to);
    this.#context.fillStyle = gradient;
    this.#context.fillRect(0, top, this.width, bottom - top);
  }

  fillEllipse(x: number, y: number, radiusX: number, radiusY: number, fill: Fill): void {
    this.#traceEllipse(x, y, radiusX, radiusY);
    this.#context.fillStyle = this.#styleOf(fill);
    this.#context.fill();
  }

  fillPolygon(points: readonly Point[], fill: Fill): void {
    this.#tracePolygon(points);
    this.#context.fillStyle = this.#styleOf(fill);
    this.#context.fill();
  }

  strokePolygon(points: readonly Point[], width: number, colour: string): void {
    this.#tracePolygon(points);
    this.#stroke(width, colour);
  }

  strokeEllipse(x: number, y: number, radiusX: number, radiusY: number, width: number, colour: string): void {
    this.#traceEllipse(x, y, radiusX, radiusY);
    this.#stroke(width, colour);
  }

  drawUnitImage(image: DrawableImage): void {
    this.#context.drawImage(image as NativeCanvas, 0, 0, 1, 1);
  }

  drawCanvas(canvas: Canvas, opacity = 1): void {
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.globalAlpha = opacity;
    this.#context.drawImage((canvas as SkiaCanvas).#surface, 0, 0);
    this.#context.globalAlpha = 1;
  }

  pixels(x: number, y: number, width: number, height: number): Uint8ClampedArray {
    return this.#context.getImageData(x, y, width, height).data;
  }

  #traceEllipse(x: number, y: number, radiusX: number, radiusY: number): void {
    this.#context.beginPath();
    this.#context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  }

  #tracePolygon(points: readonly Point[]): void {
    this.#context.beginPath();
    for (const [x, y] of points) this.#context.lineTo(x, y);
    this.#context.closePath();
  }

  #stroke(width: number, colour: string): void {
    this.#context.lineWidth = width;
    this.#context.strokeStyle = colour;
    this.#context.stroke();
  }

  #styleOf(fill: Fill): SKRSContext2D['fillStyle'] {
    if (typeof fill === 'string') return fill;
    const gradient = fill.kind === 'linear'
      ? this.#context.createLinearGradient(...fill.from, ...fill.to)
      : this.#context.createRadialGradient(...fill.centre, 0, ...fill.centre, fill.radius);
    for (const [at, colour] of fill.stops) gradient.addColorStop(at, colour);
    return gradient;
  }
}

/** The canvas factory of Node. */
export const nodeCanvases: CanvasFactory = {
  createCanvas: (width, height) => new SkiaCanvas(width, height),
  decodeSvg: async (svg) => {
    const image = await loadImage(new TextEncoder().encode(svg));
    // An SVG image is drawn anew from its paths on every use; a canvas holds the finished pixels.
    const bitmap = createCanvas(image.width, image.height);
    bitmap.getContext('2d').drawImage(image, 0, 0);
    return bitmap;
  },
};
