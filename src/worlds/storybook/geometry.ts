/** Where a thing's drawing lies in the picture, and the points on it that other things are put to. */

import type { Icon } from '../art/icon.ts';
import type { Thing } from './scene.ts';
import type { Drawing } from './subject.ts';

/** Fractions of the picture's side, y down. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The parts of a thing that say where its drawing lies. */
export type Placed = Pick<Thing, 'foot' | 'height' | 'flipped' | 'pose'>;

/** The icon that a pose is drawn by, and which point of its ink lies on the thing's foot (fractions of the ink box, unmirrored). */
export function lookOf(drawing: Drawing, pose?: Thing['pose']): { readonly icon: Icon; readonly anchor: readonly [x: number, y: number] } {
  if (pose === 'riding' && drawing.riding !== undefined) return { icon: drawing.riding.icon, anchor: drawing.riding.bottom };
  return { icon: drawing.icon, anchor: [0.5, drawing.feet ?? 1] };
}

/** Width of the ink box for one unit of its height. */
export function aspectOf({ ink: [, , width, height] }: Icon): number {
  return width / height;
}

/** The ink box of a thing. */
export function boxOf({ foot, height, flipped, pose }: Placed, drawing: Drawing): Box {
  const { icon, anchor: [x, y] } = lookOf(drawing, pose);
  const width = height * aspectOf(icon);
  const left = foot[0] - width * (flipped ? 1 - x : x);
  const top = foot[1] - height * y;
  return { left, top, right: left + width, bottom: top + height };
}

/** A point of a thing's standing drawing in the picture; `at` in fractions of its ink box, as drawings give their seats, tops and hands. */
export function pointOf(thing: Placed, drawing: Drawing, [x, y]: readonly [number, number]): readonly [x: number, y: number] {
  const { left, top, right, bottom } = boxOf(thing, drawing);
  return [left + (right - left) * (thing.flipped ? 1 - x : x), top + (bottom - top) * y];
}

/** The smallest box around all. */
export function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map(({ left }) => left)), top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)), bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** The area that two boxes share. */
export function sharedArea(a: Box, b: Box): number {
  return Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
}
