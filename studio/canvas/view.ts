/** The view on a document: how document pixels lie on the screen. */
import type { Point, Rectangle } from '../document/document.ts';

/** screen = document · zoom + offset, in CSS pixels. */
export interface View {
  readonly zoom: number;
  readonly offset: Point;
}

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

const smallestZoom = 0.05;
/** A 32×32 picture on a large screen is enlarged some 30 times; beyond this nothing but squares is seen. */
const largestZoom = 64;
/** Screen pixels about a fitted frame: above and below it lie controls. */
const room = { across: 24, down: 58 };

export const toDocument = ({ zoom, offset }: View, at: Point): Point => ({ x: (at.x - offset.x) / zoom, y: (at.y - offset.y) / zoom });
export const toScreen = ({ zoom, offset }: View, at: Point): Point => ({ x: at.x * zoom + offset.x, y: at.y * zoom + offset.y });

/** Zooms so that the document point under `at` (a screen point) stays there. */
export function zoomedAt(view: View, at: Point, factor: number): View {
  const zoom = Math.min(largestZoom, Math.max(smallestZoom, view.zoom * factor));
  const still = toDocument(view, at);
  return { zoom, offset: { x: at.x - still.x * zoom, y: at.y - still.y * zoom } };
}

export const pannedBy = (view: View, by: Point): View => ({ ...view, offset: { x: view.offset.x + by.x, y: view.offset.y + by.y } });

/** The whole rectangle in the middle, as large as fits; pixels of small pictures are enlarged by whole numbers, so that they stay squares. */
export function fitted(box: Rectangle, screen: ScreenSize): View {
  const most = Math.min((screen.width - 2 * room.across) / box.width, (screen.height - 2 * room.down) / box.height);
  const zoom = Math.max(smallestZoom, most >= 2 ? Math.min(largestZoom, Math.floor(most)) : most);
  return { zoom, offset: { x: (screen.width - box.width * zoom) / 2 - box.x * zoom, y: (screen.height - box.height * zoom) / 2 - box.y * zoom } };
}

/** Where a rectangle of the document lies on the screen, as a style has it. */
export function boxOnScreen(view: View, box: Rectangle): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const corner = toScreen(view, box);
  return { left: corner.x, top: corner.y, width: box.width * view.zoom, height: box.height * view.zoom };
}
