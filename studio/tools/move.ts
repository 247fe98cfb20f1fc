/** Move: drags the layer under the pointer. With Shift it keeps to a row or a column. */
import { type Layer, type Point, layerBounds, withLayer } from '../document/document.ts';
import type { Tool } from './tool.ts';

export const move: Tool = {
  id: 'move', cursor: 'move',
  begin({ document, preview, commit }, { at: from }) {
    const layer = [...document.layers].reverse().find((each) => each.visible && holds(each, from));
    if (layer === undefined) return undefined;
    const moved = (to: Point, straight: boolean) => {
      const [dx, dy] = [Math.round(to.x - from.x), Math.round(to.y - from.y)];
      const [x, y] = straight ? (Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy]) : [dx, dy];
      return { ...withLayer(document, layer.id, { at: { x: layer.at.x + x, y: layer.at.y + y } }), selected: layer.id };
    };
    return {
      move: ({ at, shift }) => preview(moved(at, shift)),
      end({ at, shift }) {
        preview(undefined);
        commit('Move layer', moved(at, shift));
      },
      cancel: () => preview(undefined),
    };
  },
};

function holds(layer: Layer, { x, y }: Point): boolean {
  const box = layerBounds(layer);
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}
