/** Lasso and rectangle: mask an area at once. With Alt they take it away. */
import type { MaskStroke, Point, Rectangle } from '../document/document.ts';
import type { Tool } from './tool.ts';

/** Smaller than this on the screen, it was a click and not an area. */
const smallestOnScreen = 4;

export const lasso: Tool = {
  id: 'lasso', cursor: 'crosshair',
  begin({ document, preview, commit, zoom }, { at, alt }) {
    const points: Point[] = [at];
    const stroke = (): MaskStroke => ({ kind: 'lasso', mode: alt ? 'erase' : 'add', points: [...points] });
    const masked = () => ({ ...document, mask: [...document.mask, stroke()] });
    return {
      move(pointer) {
        points.push(pointer.at);
        preview(masked());
      },
      end() {
        preview(undefined);
        const box = boxAround(points);
        if (Math.min(box.width, box.height) * zoom >= smallestOnScreen) commit('Lasso', masked());
      },
      cancel: () => preview(undefined),
    };
  },
};

/** With Shift it is a square. */
export const rectangle: Tool = {
  id: 'rectangle', cursor: 'crosshair',
  begin({ document, preview, commit, zoom }, { at: from, alt }) {
    const masked = (box: Rectangle) => ({ ...document, mask: [...document.mask, { kind: 'rectangle', mode: alt ? 'erase' : 'add', box } as const] });
    return {
      move: ({ at, shift }) => preview(masked(boxBetween(from, at, shift))),
      end({ at, shift }) {
        preview(undefined);
        const box = boxBetween(from, at, shift);
        if (Math.min(box.width, box.height) * zoom >= smallestOnScreen) commit('Rectangle', masked(box));
      },
      cancel: () => preview(undefined),
    };
  },
};

/** The upright box between two corners; `square` takes the longer side for both. */
export function boxBetween(a: Point, b: Point, square = false): Rectangle {
  const side = Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y));
  const end = square ? { x: a.x + Math.sign(b.x - a.x || 1) * side, y: a.y + Math.sign(b.y - a.y || 1) * side } : b;
  return { x: Math.min(a.x, end.x), y: Math.min(a.y, end.y), width: Math.abs(end.x - a.x), height: Math.abs(end.y - a.y) };
}

function boxAround(points: readonly Point[]): Rectangle {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return boxBetween({ x: Math.min(...xs), y: Math.min(...ys) }, { x: Math.max(...xs), y: Math.max(...ys) });
}
