/** Canvases for the worlds in Node, by @napi-rs/canvas (Skia). */

import { createCanvas, loadImage, type Canvas as NativeCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Canvas, CanvasFactory, DrawableImage } from '../worlds/canvas.ts';

/** Owns one Skia surface. */
class SkiaCanvas implements Canvas {
  readonly width: number;
  readonly height: number;
  readonly #context: SKRSContext2D;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#context = createCanvas(width, height).getContext('2d', { willReadFrequently: true } as never);
  }

  clear(): void {
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, this.width, this.height);
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#context.setTransform(a, b, c, d, e, f);
  }

  fillBand(top: number, bottom: number, from: string, to: string): void {
    const gradient = this.#context.createLinearGradient(0, top, 0, bottom);
    gradient.addColorStop(0, from);
    gradient.addColorStop(1, to);
    this.#context.fillStyle = gradient;
    this.#context.fillRect(0, top, this.width, bottom - top);
  }

  fillEllipse(x: number, y: number, radiusX: number, radiusY: number, fill: string): void {
    this.#context.beginPath();
    this.#context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
    this.#context.fillStyle = fill;
    this.#context.fill();
  }

  fillPolygon(points: readonly (readonly [number, number])[], fill: string): void {
    this.#context.beginPath();
    for (const [x, y] of points) this.#context.lineTo(x, y);
    this.#context.closePath();
    this.#context.fillStyle = fill;
    this.#context.fill();
  }

  fillText(text: string, x: number, y: number, height: number, fill: string): void {
    this.#context.font = `${height}px sans-serif`;
    this.#context.fillStyle = fill;
    this.#context.fillText(text, x, y);
  }

  drawUnitImage(image: DrawableImage): void {
    this.#context.drawImage(image as NativeCanvas, 0, 0, 1, 1);
  }

  pixels(x: number, y: number, width: number, height: number): Uint8ClampedArray {
    return this.#context.getImageData(x, y, width, height).data;
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
