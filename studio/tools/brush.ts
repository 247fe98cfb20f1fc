/** Brush and eraser: paint the mask. */
import type { MaskMode, MaskStroke, Point } from '../document/document.ts';
import type { Tool } from './tool.ts';

/** Points nearer than this part of the radius say nothing new. */
const spacing = 0.15;

const brushTool = (id: string, mode: MaskMode, act: string): Tool => ({
  id, cursor: 'brush',
  begin({ document, brush, preview, commit }, { at, alt }) {
    const points: Point[] = [at];
    const stroke = (): MaskStroke => ({ kind: 'brush', mode: alt ? opposite(mode) : mode, points: [...points], ...brush });
    const painted = () => ({ ...document, mask: [...document.mask, stroke()] });
    preview(painted());
    const follow = (next: Point): void => {
      const last = points.at(-1) as Point;
      if (Math.hypot(next.x - last.x, next.y - last.y) >= spacing * brush.radius) points.push(next);
    };
    return {
      move(pointer) {
        follow(pointer.at);
        preview(painted());
      },
      end() {
        preview(undefined);
        commit(act, painted());
      },
      cancel: () => preview(undefined),
    };
  },
});

const opposite = (mode: MaskMode): MaskMode => (mode === 'add' ? 'erase' : 'add');

/** With Alt it erases. */
export const brush = brushTool('brush', 'add', 'Paint mask');
/** With Alt it paints. */
export const eraser = brushTool('eraser', 'erase', 'Erase mask');
