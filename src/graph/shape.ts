/** Shape arithmetic shared by the ops: broadcasting, axes, and how shapes are written in messages. */
import { ShapeError } from '../base/errors.ts';

export type Shape = readonly number[];

/** `[64, 256]`, as it stands in every message. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/**
 * The shape two operands broadcast to (NumPy's rule: align at the last axis, size 1 stretches).
 * @throws ShapeError naming the op when a pair of sizes differs and neither is 1
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[a.length - rank + axis] ?? 1;
    const right = b[b.length - rank + axis] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(`${op}: shapes do not broadcast: ${formatShape(a)} and ${formatShape(b)} (axis ${axis - rank}: ${left} against ${right})`, { a, b });
    }
    return left === 1 ? right : left;
  });
}

/**
 * Turns an axis that may count from the end (-1 is the last) into one that counts from 0.
 * @throws ShapeError when it lies outside the shape
 */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError(`${op}: axis ${axis} is outside a tensor with ${rank} axes`, { axis, rank });
  }
  return axis < 0 ? axis + rank : axis;
}

/** All axes, or the given ones normalised, sorted and without repeats. */
export function normalizeAxes(op: string, axes: readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  return [...new Set(axes.map((axis) => normalizeAxis(op, axis, rank)))].sort((a, b) => a - b);
}
