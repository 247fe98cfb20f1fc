/** An icon's body taken apart into its painted parts, so that they can be painted anew: in other colours, grown, or as lines. */

import type { Icon } from './icon.ts';
import { pathExtent } from './path-extent.ts';

/** One shape. Colours are `#rrggbb`. */
export interface Part {
  /** Its element without fill, stroke and opacity: `<path d="…"`. */
  readonly shape: string;
  readonly fill?: string;
  readonly stroke?: string;
  /** Of its stroke, in units of its own plane. */
  readonly strokeWidth: number;
  readonly opacity: number;
  /** What its groups do to its plane: an SVG transform, and how much it enlarges. */
  readonly transform: string;
  readonly scale: number;
  /** The longer side of its largest piece, roughly, in units of the icon. */
  readonly extent: number;
}

/** What a part inherits from the groups around it. */
type Inherited = Omit<Part, 'shape' | 'extent'>;

const known = new WeakMap<Icon, readonly Part[]>();

/** The parts of an icon from back to front. */
export function partsOf(icon: Icon): readonly Part[] {
  const parts = known.get(icon) ?? takenApart(icon.body);
  known.set(icon, parts);
  return parts;
}

function takenApart(body: string): Part[] {
  const parts: Part[] = [];
  const groups: Inherited[] = [{ fill: '#000000', strokeWidth: 1, opacity: 1, transform: '', scale: 1 }];
  for (const [, closing, tag, text] of body.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
    if (closing) {
      groups.pop();
      continue;
    }
    const attributes = new Map([...text!.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
    const own = inherited(groups.at(-1)!, attributes, tag === 'g');
    if (tag === 'g') groups.push(own);
    else if (own.fill !== undefined || own.stroke !== undefined) parts.push({ ...own, shape: `<${tag}${geometry(attributes)}`, extent: own.scale * extentOf(attributes) });
  }
  return parts;
}

function extentOf(attributes: ReadonlyMap<string, string>): number {
  const data = attributes.get('d');
  if (data !== undefined) return pathExtent(data);
  return 2 * Math.max(...['r', 'rx', 'ry'].map((name) => Number(attributes.get(name) ?? 0)));
}

const painting = new Set(['fill', 'stroke', 'stroke-width', 'opacity']);

/** All attributes that say where the ink is, not what it is like. */
function geometry(attributes: ReadonlyMap<string, string>): string {
  return [...attributes].filter(([name]) => !painting.has(name)).map(([name, value]) => ` ${name}="${value}"`).join('');
}

function inherited(group: Inherited, attributes: ReadonlyMap<string, string>, isGroup: boolean): Inherited {
  const colour = (name: 'fill' | 'stroke'): string | undefined => {
    const value = attributes.get(name);
    return value === undefined ? group[name] : value === 'none' ? undefined : value;
  };
  const transform = isGroup ? attributes.get('transform') : undefined;
  const [fill, stroke] = [colour('fill'), colour('stroke')];
  return {
    ...(fill !== undefined && { fill }), ...(stroke !== undefined && { stroke }),
    strokeWidth: Number(attributes.get('stroke-width') ?? group.strokeWidth),
    opacity: group.opacity * Number(attributes.get('opacity') ?? 1),
    transform: transform === undefined ? group.transform : `${group.transform} ${transform}`.trim(),
    scale: group.scale * Math.abs(Number(/scale\((-?[\d.]+)/.exec(transform ?? '')?.[1] ?? 1)),
  };
}

/** How a part is painted: a colour, or undefined for none; the stroke's width in units of the icon. */
export interface Paint {
  readonly fill: string | undefined;
  readonly stroke: string | undefined;
  readonly strokeWidth: number;
  readonly opacity: number;
}

/** A part as SVG. */
export function painted({ shape, transform, scale }: Part, { fill, stroke, strokeWidth, opacity }: Paint): string {
  const line = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth / scale}"`;
  const element = `${shape} fill="${fill ?? 'none'}"${line}${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`;
  return transform === '' ? element : `<g transform="${transform}">${element}</g>`;
}

/** Shading that is fainter than this is no shape of its own. */
const FAINT = 0.5;

/** The icon with every colour mapped. */
export function recoloured(icon: Icon, colourOf: (colour: string) => string): string {
  return partsOf(icon).map((part) => painted(part, {
    fill: part.fill && colourOf(part.fill), stroke: part.stroke && colourOf(part.stroke), strokeWidth: part.strokeWidth * part.scale, opacity: part.opacity,
  })).join('');
}

/** All ink in one colour, grown by `growth` units of the icon to all sides. */
export function silhouetted(icon: Icon, colour: string, growth = 0): string {
  return partsOf(icon).filter(({ opacity }) => opacity >= FAINT).map((part) => painted(part, {
    fill: part.fill && colour,
    stroke: part.stroke ?? (growth > 0 && part.fill) ? colour : undefined,
    strokeWidth: (part.stroke ? part.strokeWidth * part.scale : 0) + 2 * growth, opacity: 1,
  })).join('');
}

/** Parts that are not longer than this many line widths have no room for a line around them. */
const ROOM = 4;

/** Every part with a line of `width` units along its edge; what lies in front hides lines behind it. Small parts are all edge; faint shading is left out. */
export function edged(icon: Icon, fillOf: (colour: string) => string, edgeOf: (colour: string) => string, width: number): string {
  return partsOf(icon).filter(({ opacity }) => opacity >= FAINT).map((part) => {
    const stroked = part.strokeWidth * part.scale;
    if (part.extent < ROOM * width) return painted(part, { fill: part.fill && edgeOf(part.fill), stroke: part.stroke && edgeOf(part.stroke), strokeWidth: stroked, opacity: 1 });
    if (part.stroke === undefined || stroked === 0) return painted(part, { fill: part.fill && fillOf(part.fill), stroke: part.fill && edgeOf(part.fill), strokeWidth: width, opacity: 1 });
    const line = painted(part, { fill: part.fill && fillOf(part.fill), stroke: edgeOf(part.stroke), strokeWidth: stroked + width, opacity: 1 });
    return stroked <= width ? line : line + painted(part, { fill: undefined, stroke: fillOf(part.stroke), strokeWidth: stroked - width, opacity: 1 });
  }).join('');
}
