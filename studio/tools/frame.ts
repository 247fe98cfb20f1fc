/** Frame: drags a side or a corner of the frame, to expand the picture into the new room or to crop it. */
import type { Point, Rectangle } from '../document/document.ts';
import type { FrameGrid } from '../document/sizes.ts';
import type { Tool } from './tool.ts';

/** Screen pixels within which a side is grabbed. */
const reach = 14;

export type Side = 'left' | 'right' | 'top' | 'bottom';

const cursors: Readonly<Record<string, string>> = {
  left: 'ew-resize', right: 'ew-resize', top: 'ns-resize', bottom: 'ns-resize', 'left top': 'nwse-resize', 'right bottom': 'nwse-resize', 'right top': 'nesw-resize', 'left bottom': 'nesw-resize',
};

export const frame: Tool = {
  id: 'frame', cursor: 'default',
  cursorAt: ({ frame }, at, zoom) => cursors[sidesNear(frame, at, reach / zoom).join(' ')],
  begin({ document, preview, commit, zoom, grid }, { at: from }) {
    const sides = sidesNear(document.frame, from, reach / zoom);
    if (sides.length === 0) return undefined;
    const resized = (at: Point) => ({ ...document, frame: resize(document.frame, sides, { x: at.x - from.x, y: at.y - from.y }, grid) });
    return {
      move: ({ at }) => preview(resized(at)),
      end({ at }) {
        preview(undefined);
        commit('Resize frame', resized(at));
      },
      cancel: () => preview(undefined),
    };
  },
};

/** The sides of a box within a distance of a point: two at a corner. */
export function sidesNear({ x, y, width, height }: Rectangle, at: Point, distance: number): readonly Side[] {
  const along = at.x > x - distance && at.x < x + width + distance && at.y > y - distance && at.y < y + height + distance;
  if (!along) return [];
  const near: Readonly<Record<Side, number>> = { left: at.x - x, right: at.x - x - width, top: at.y - y, bottom: at.y - y - height };
  return (Object.keys(near) as Side[]).filter((side) => Math.abs(near[side]) <= distance);
}

/** Moves sides by a distance, in steps of the grid; never smaller than a model can draw. */
export function resize(box: Rectangle, sides: readonly Side[], by: Point, { step, smallest }: FrameGrid): Rectangle {
  const snap = (value: number): number => Math.round(value / step) * step;
  const [dx, dy] = [snap(by.x), snap(by.y)];
  let { x, y, width, height } = box;
  if (sides.includes('left')) [x, width] = [Math.min(x + dx, x + width - smallest), Math.max(width - dx, smallest)];
  if (sides.includes('right')) width = Math.max(width + dx, smallest);
  if (sides.includes('top')) [y, height] = [Math.min(y + dy, y + height - smallest), Math.max(height - dy, smallest)];
  if (sides.includes('bottom')) height = Math.max(height + dy, smallest);
  return { x, y, width, height };
}
