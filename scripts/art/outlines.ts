/** Lines as filled shapes, so that styles can put their own outlines around everything; and thin parts made thick enough for a codec to hold. */

import { Path2D } from '@napi-rs/canvas';
import { shortPath } from './path-data.ts';
import type { Element } from './svg.ts';

const caps: Readonly<Record<string, number>> = { butt: 0, round: 1, square: 2 };
const joins: Readonly<Record<string, number>> = { miter: 0, round: 1, bevel: 2 };
const strokeAttributes = ['stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit', 'stroke-opacity'] as const;
/** PathOp of Skia: the union of both. */
const UNION = 2;

/** How Skia's results of these operations are to be filled, so that rings keep their holes. */
const evenOdd = { 'fill-rule': 'evenodd' } as const;

type Attributes = Readonly<Record<string, string>>;

function without(attributes: Attributes, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

const shapeNames = ['d', 'cx', 'cy', 'r', 'rx', 'ry'] as const;

/** The path data of a path, a circle or an ellipse. */
function dataOf({ tag, attributes }: Element): string {
  if (tag === 'path') return attributes.d ?? '';
  if (tag !== 'circle' && tag !== 'ellipse') throw new Error(`no path data for <${tag}>`);
  const [cx, cy, rx, ry] = [attributes.cx ?? 0, attributes.cy ?? 0, attributes.rx ?? attributes.r ?? 0, attributes.ry ?? attributes.r ?? 0].map(Number) as [number, number, number, number];
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

function strokeOf(data: string, stroke: Attributes): Path2D {
  const path = new Path2D(data);
  return path.stroke({ width: Number(stroke['stroke-width'] ?? 1), cap: caps[stroke['stroke-linecap'] ?? 'butt'] as number, join: joins[stroke['stroke-linejoin'] ?? 'miter'] as number, miterLimit: Number(stroke['stroke-miterlimit'] ?? 4) });
}

/** The same picture without strokes. @param grid  parts of a unit to which coordinates are rounded */
export function filledStrokes(elements: readonly Element[], grid: number, inherited: Attributes = {}): Element[] {
  return elements.flatMap((element) => {
    const all = { ...inherited, ...element.attributes };
    if (element.tag === 'g') {
      const passedOn = Object.fromEntries([...strokeAttributes, 'fill'].flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
      return [{ ...element, attributes: without(element.attributes, strokeAttributes), children: filledStrokes(element.children, grid, passedOn) }];
    }
    if (all.stroke === undefined || all.stroke === 'none') return [{ ...element, attributes: without(element.attributes, strokeAttributes) }];
    const kept = without(element.attributes, [...strokeAttributes, ...shapeNames]);
    const line: Element = { tag: 'path', attributes: { ...kept, ...evenOdd, fill: all.stroke, d: shortPath(strokeOf(dataOf(element), all).simplify().toSVGString(), grid) }, children: [] };
    return all.fill === 'none' ? [line] : [{ ...element, attributes: without(element.attributes, strokeAttributes) }, line];
  });
}

/** The element, `by` units thicker. */
export function thicker(element: Element, by: number, grid: number): Element {
  const data = dataOf(element);
  const grown = new Path2D(data).op(strokeOf(data, { 'stroke-width': String(by), 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }), UNION);
  return { tag: 'path', attributes: { ...without(element.attributes, shapeNames), ...evenOdd, d: shortPath(grown.toSVGString(), grid) }, children: [] };
}
