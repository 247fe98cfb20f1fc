import { describe, expect, it } from 'vitest';
import { type Document, emptyDocument, type Layer, type Point, withNewLayer } from '../document/document.ts';
import { resize, sidesNear } from './frame.ts';
import { type ToolName, tools } from './index.ts';

const layer: Layer = { id: 'fox', name: 'fox', asset: 'sha256:0', pixels: { width: 100, height: 100 }, at: { x: 50, y: 50 }, scale: 1, rotation: 0, opacity: 1, visible: true };

const grid = { step: 8, smallest: 64 };

/** Drags a tool over a document and tells what came of it. */
function drag(name: ToolName, document: Document, path: readonly Point[], more: { shift?: boolean; alt?: boolean; cancel?: boolean } = {}) {
  let [committed, shown, act] = [document, undefined as Document | undefined, ''];
  const pointer = (at: Point) => ({ at, moved: { x: 0, y: 0 }, shift: more.shift ?? false, alt: more.alt ?? false });
  const context = { document, brush: { radius: 10, softness: 0.5 }, grid, zoom: 1, preview: (next?: Document) => { shown = next; }, commit: (name: string, next: Document) => { [act, committed] = [name, next]; }, pan: () => {} };
  const gesture = tools[name].begin(context, pointer(path[0] as Point));
  for (const at of path.slice(1)) gesture?.move(pointer(at));
  if (more.cancel) gesture?.cancel();
  else gesture?.end(pointer(path.at(-1) as Point));
  return { document: committed, shown, act };
}

describe('tools', () => {
  const start = withNewLayer(emptyDocument(256, 256), layer);

  it('paints one stroke for one gesture, without points that say nothing new', () => {
    const { document, act, shown } = drag('brush', start, [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 20, y: 0 }]);
    expect(act).toBe('Paint mask');
    expect(shown).toBeUndefined();
    expect(document.mask).toEqual([{ kind: 'brush', mode: 'add', points: [{ x: 0, y: 0 }, { x: 20, y: 0 }], radius: 10, softness: 0.5 }]);
    expect(drag('brush', start, [{ x: 0, y: 0 }], { alt: true }).document.mask[0]).toMatchObject({ mode: 'erase' });
  });

  it('changes nothing when a gesture is cancelled or was only a click', () => {
    expect(drag('brush', start, [{ x: 0, y: 0 }, { x: 9, y: 9 }], { cancel: true })).toMatchObject({ document: start, shown: undefined });
    expect(drag('rectangle', start, [{ x: 5, y: 5 }, { x: 6, y: 6 }]).document).toBe(start);
    expect(drag('lasso', start, [{ x: 5, y: 5 }]).document).toBe(start);
  });

  it('moves the layer under the pointer, straight with Shift', () => {
    const { document } = drag('move', start, [{ x: 60, y: 60 }, { x: 90.4, y: 65 }]);
    expect(document.layers[0]?.at).toEqual({ x: 80, y: 55 });
    expect(drag('move', start, [{ x: 60, y: 60 }, { x: 90, y: 65 }], { shift: true }).document.layers[0]?.at).toEqual({ x: 80, y: 50 });
    expect(drag('move', start, [{ x: 10, y: 10 }, { x: 90, y: 65 }]).document).toBe(start);
  });

  it('expands the frame at the grabbed side in the steps of the grid', () => {
    expect(drag('frame', start, [{ x: 256, y: 100 }, { x: 322, y: 100 }]).document.frame).toEqual({ x: 0, y: 0, width: 320, height: 256 });
    expect(sidesNear(start.frame, { x: 2, y: 254 }, 10)).toEqual(['left', 'bottom']);
    expect(resize(start.frame, ['left'], { x: 400, y: 0 }, grid)).toEqual({ x: 192, y: 0, width: 64, height: 256 });
  });
});
