/** Makes icons flat: every gradient becomes its mean colour over its shape, clips and filters go, references are written out, numbers are shortened. */

import { draw } from './measure.ts';
import { shortPath } from './path-data.ts';
import { parseSvg, svgText, type Element } from './svg.ts';

/** Shades that are fainter than this on average are dropped: as flat patches they would only be seen as dirt. */
const FAINTEST_SHADE = 0.3;
/** Of a mean opacity above this nothing shows through worth keeping. */
const NEARLY_OPAQUE = 0.85;
const probe = 128;

const paintServers = new Set(['defs', 'linearGradient', 'radialGradient', 'clipPath', 'mask', 'filter', 'pattern']);
const dropped = new Set(['clip-path', 'mask', 'filter', 'id', 'style', 'fill-rule', 'clip-rule', 'color-interpolation-filters']);

interface Icon {
  readonly elements: readonly Element[];
  readonly byId: ReadonlyMap<string, Element>;
  readonly gradients: string;
  readonly width: number;
  readonly height: number;
  /** Parts of a unit to which coordinates are rounded. */
  readonly grid: number;
}

interface Paint {
  readonly colour: string;
  /** 0..1. */
  readonly opacity: number;
}

function everyElement(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [element, ...everyElement(element.children)]);
}

/** The mean colour and opacity of a gradient over the shape that it fills (or outlines). */
async function meanPaint(icon: Icon, element: Element, paint: 'fill' | 'stroke', wrap: (body: string) => string): Promise<Paint> {
  const { [paint === 'fill' ? 'stroke' : 'fill']: _other, opacity: _opacity, ...attributes } = element.attributes;
  const alone = (colour: string): Promise<{ readonly pixels: Uint8ClampedArray }> => {
    const shape = svgText([{ ...element, attributes: { ...(paint === 'stroke' ? { fill: 'none' } : {}), ...attributes, [paint]: colour } }]);
    return draw(`${icon.gradients}${wrap(shape)}`, icon.width, icon.height, probe);
  };
  const [painted, whole] = [await alone(attributes[paint] as string), await alone('#000')];
  const sums = [0, 0, 0];
  let [alpha, coverage] = [0, 0];
  for (let i = 0; i < whole.pixels.length; i += 4) {
    const weight = painted.pixels[i + 3] as number;
    for (let k = 0; k < 3; k++) sums[k] = (sums[k] as number) + weight * (painted.pixels[i + k] as number);
    alpha += weight;
    coverage += whole.pixels[i + 3] as number;
  }
  if (alpha === 0) return { colour: '#000000', opacity: 0 };
  return { colour: `#${sums.map((sum) => Math.round(sum / alpha).toString(16).padStart(2, '0')).join('')}`, opacity: alpha / coverage };
}

function shortNumbers(text: string, digits: number): string {
  return text.replace(/-?\d*\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(digits))));
}

/** Six-digit lower-case colours everywhere, so that recolouring is a plain look-up. */
function normalColour(value: string): string {
  const named: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' };
  const known = named[value] ?? value;
  return known.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3').toLowerCase();
}

function shortAttributes(icon: Icon, attributes: Readonly<Record<string, string>>): Record<string, string> {
  const digits = Math.log10(icon.grid);
  const short = (name: string, value: string): string => {
    if (name === 'd') return shortPath(value, icon.grid);
    if (name === 'fill' || name === 'stroke') return normalColour(value);
    return shortNumbers(value, name === 'transform' ? 3 : Math.max(2, digits));
  };
  const kept = Object.entries(attributes).filter(([name]) => !dropped.has(name) || (name === 'fill-rule' && attributes[name] === 'evenodd'));
  return Object.fromEntries(kept.map(([name, value]) => [name, short(name, value)]));
}

async function flatElement(icon: Icon, element: Element, inherited: Readonly<Record<string, string>>, wrap: (body: string) => string): Promise<Element[]> {
  if (paintServers.has(element.tag)) return [];
  if (element.tag === 'use') return flatUse(icon, element, inherited, wrap);
  let attributes = { ...element.attributes };
  for (const paint of ['fill', 'stroke'] as const) {
    if (!attributes[paint]?.startsWith('url(')) continue;
    const mean = await meanPaint(icon, element, paint, wrap);
    const { [paint]: _url, ...rest } = attributes;
    if (mean.opacity < FAINTEST_SHADE) attributes = rest;
    else attributes = { ...rest, [paint]: mean.colour, ...(mean.opacity < NEARLY_OPAQUE ? { opacity: String(Number(attributes.opacity ?? 1) * mean.opacity) } : {}) };
    if (mean.opacity < FAINTEST_SHADE && paint === 'fill') attributes.fill = 'none';
  }
  if (element.tag === 'g') {
    const passedOn = { ...inherited, ...attributes };
    const inner = (body: string): string => wrap(svgText([{ tag: 'g', attributes: { ...attributes, 'clip-path': 'none' }, children: [] }]).replace('/>', `>${body}</g>`));
    const children = (await Promise.all(element.children.map((child) => flatElement(icon, child, passedOn, inner)))).flat();
    const { fill, ...kept } = shortAttributes(icon, attributes);
    const own = fill === undefined || fill === 'none' ? kept : { ...kept, fill };
    if (children.length === 0) return [];
    return Object.keys(own).length === 0 ? children : [{ tag: 'g', attributes: own, children }];
  }
  const fill = attributes.fill ?? inherited.fill;
  const stroke = attributes.stroke ?? inherited.stroke;
  if ((fill === 'none') && (stroke === undefined || stroke === 'none')) return [];
  if (fill === 'none') attributes.fill = 'none';
  if (fill === undefined) attributes.fill = '#000000';
  return [{ tag: element.tag, attributes: shortAttributes(icon, attributes), children: [] }];
}

function flatUse(icon: Icon, { attributes: { href = '', 'xlink:href': linked = '', ...attributes } }: Element, inherited: Readonly<Record<string, string>>, wrap: (body: string) => string): Promise<Element[]> {
  const target = icon.byId.get((href || linked).slice(1));
  if (target === undefined) throw new Error(`<use> of unknown ${href}`);
  return flatElement(icon, { tag: 'g', attributes, children: [target] }, inherited, wrap);
}

/**
 * The flat twin of an icon's body, as its top elements: what is drawn one after the other.
 * @param grid  10 keeps one decimal of each coordinate
 */
export async function flatten(body: string, width: number, height: number, grid: number): Promise<Element[]> {
  const elements = parseSvg(body);
  const all = everyElement(elements);
  const byId = new Map(all.flatMap((element) => (element.attributes.id === undefined ? [] : [[element.attributes.id, element] as const])));
  const gradients = svgText(all.filter(({ tag }) => tag === 'linearGradient' || tag === 'radialGradient'));
  const icon: Icon = { elements, byId, gradients: `<defs>${gradients}</defs>`, width, height, grid };
  return (await Promise.all(elements.map((element) => flatElement(icon, element, {}, (inner) => inner)))).flat();
}
