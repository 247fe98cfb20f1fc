/** The table of styles. */

import { clamped, lightness, mix, parseHex, saturated, toHex, withLightness, type Rgb } from '../colour.ts';
import type { Fill, Point } from '../canvas.ts';
import type { Box } from './geometry.ts';
import type { Light } from './lights.ts';
import { blend, box, ellipse, polygon, type Scenery, shining, unlined } from './scenery.ts';
import type { SkyColours, StyleLook } from './style-look.ts';
import type { StyleId } from './vocabulary.ts';

const same = ({ colour }: { readonly colour: Rgb }): Rgb => colour;
const none = (): readonly never[] => [];
const WHITE: Rgb = [255, 255, 255];

const flat: StyleLook = { gradients: 'flat', veils: true, scenery: same, thing: same, shadows: 1, filters: none };

/** Light from above, darkness below, and one large reflection with a clear edge: plastic or glass. */
function gloss({ left, top, right, bottom }: Box): Fill[] {
  const [width, height] = [right - left, bottom - top];
  const radius = Math.min(width, height) * 0.5;
  return [
    { kind: 'linear', from: [0, top], to: [0, bottom], stops: [[0, '#ffffff4c'], [0.4, '#ffffff00'], [0.6, '#00002000'], [1, '#0000207c']] },
    { kind: 'radial', centre: [left + width * 0.36, top + height * 0.24], radius, stops: [[0, '#ffffff8c'], [0.5, '#ffffff5c'], [0.62, '#ffffff14'], [1, '#ffffff00']] },
  ];
}

const glossy: StyleLook = {
  gradients: 'rich', veils: true, shadows: 1.2, shades: gloss, filters: none,
  scenery: ({ colour }) => saturated(colour, 1.2), thing: ({ colour }) => saturated(colour, 1.25),
};

const paperIn = (light: Light): Rgb => mix([252, 249, 240], parseHex(light.haze), 0.12);

const watercolour: StyleLook = {
  gradients: 'soft', veils: true, shadows: 0.8,
  scenery: ({ colour }) => mix(saturated(colour, 1.1), WHITE, 0.24), thing: ({ colour }) => mix(saturated(colour, 1.05), WHITE, 0.1),
  filters: (light, turn) => [{ kind: 'watercolour', paper: paperIn(light), turn }],
};

/** Graphite grey; a tinted thing keeps its colour as a wash of coloured pencil. */
const pencil: StyleLook = {
  gradients: 'soft', veils: false, shadows: 0.9,
  scenery: ({ colour, depth }) => { const grey = 255 * (0.2 + 0.76 * lightness(colour)) + 30 * (1 - depth); return clamped([grey, grey, grey]); },
  thing: ({ colour, tint }) => { const grey = 255 * (0.12 + 0.86 * lightness(colour)); return tint ? mix([grey, grey, grey], colour, 0.75) : [grey, grey, grey]; },
  outline: { colour: () => '#6c6c72', width: 0.01 },
  filters: (light, turn) => [{ kind: 'pencil', paper: mix([250, 248, 242], parseHex(light.haze), 0.2), turn }],
};

const pixel: StyleLook = {
  gradients: 'flat', veils: true, shadows: 1, scenery: ({ colour }) => saturated(colour, 1.15), thing: ({ colour }) => saturated(colour, 1.2),
  outline: { colour: () => '#1c1420', width: 0.012 }, filters: () => [{ kind: 'pixel-art', across: 64, levels: 7 }],
};

/** Sheets of coloured paper above each other; things have a white paper rim. */
const paperCut: StyleLook = {
  gradients: 'flat', veils: true, shadows: 0, scenery: ({ colour }) => mix(saturated(colour, 0.95), [255, 246, 232], 0.12), thing: ({ colour }) => mix(colour, [255, 246, 232], 0.06),
  sceneryRelief: ({ depth }) => (depth > 0.04 ? { cast: { colour: '#20102080', blur: 0.035, move: [0.006, 0.014] } } : {}),
  outline: { colour: () => '#fffaf0', width: 0.014 }, cast: { colour: '#20102090', blur: 0.04, move: [0.01, 0.02] },
  filters: none,
};

/** The colour's hue as a tube of gas shows it: as vivid as can be; what has little hue glows white, what is dark glows less. */
function glowing(colour: Rgb): Rgb {
  const [least, most] = [Math.min(...colour), Math.max(...colour)];
  const spread = most - least;
  const vivid = colour.map((part) => 255 * (0.1 + 0.9 * (spread === 0 ? 1 : (part - least) / spread))) as unknown as Rgb;
  const bright = mix([236, 240, 255], vivid, Math.min(1, spread / 70));
  return mix([0, 0, 0], bright, Math.min(1, 0.5 + most / 300));
}

const neon: StyleLook = {
  gradients: 'flat', veils: false, shadows: 0,
  scenery: ({ colour, depth }) => mix([9, 6, 24], colour, depth < 0.05 ? 0.2 : 0.13), thing: ({ colour }) => mix([10, 7, 26], saturated(colour, 1.3), 0.22),
  sceneryRelief: ({ colour }) => ({ edge: { colour: toHex(mix([0, 0, 0], glowing(colour), 0.45)), width: 0.013 } }),
  partEdge: { colour: ({ colour }) => mix([0, 0, 0], glowing(colour), 0.9), width: 0.013 },
  filters: () => [{ kind: 'bloom', reach: 0.09, strength: 0.6 }],
};

/** A luminous sky; the place before it in steps of darkness, without much of its colours; things nearly black, a tinted one of its darkest shade. */
const silhouette: StyleLook = {
  gradients: 'soft', veils: false, shadows: 0,
  scenery: ({ colour, depth, shines, light }) => {
    if (depth < 0.1 || shines) return withLightness(saturated(colour, 1.5), 0.25 + 0.62 * lightness(colour));
    const tone = 0.06 + 0.32 * (1 - depth) + 0.54 * lightness(colour);
    return withLightness(mix(saturated(colour, 1.9), parseHex(light.sky[2]), 0.22), Math.min(0.85, 1.08 * tone));
  },
  thing: ({ tint }) => (tint ? withLightness(saturated(tint, 1.3), 0.07 + 0.3 * lightness(tint)) : [12, 10, 20]),
  outline: { colour: ({ sky }) => toHex(withLightness(parseHex(sky[2]), 0.26 + 0.16 * lightness(parseHex(sky[2])))), width: 0.011 }, filters: none,
};

/** Inks of a poster press: few and muted. */
const INKS: readonly Rgb[] = [
  '#f3e7c9', '#e2c48e', '#dba544', '#cc6a3e', '#98382e', '#6a2c30', '#dba091', '#b4786a', '#7f8752', '#adb790', '#56643c', '#3f7d7c', '#93bab0', '#2c5658',
  '#2e3f5e', '#5c86b0', '#46587c', '#6e4a6a', '#a084a4', '#5e4536', '#8a6a50', '#3c2c28', '#26222a', '#68646a', '#9a968d', '#c4beb0',
].map(parseHex);

/** The ink that comes nearest; lightness counts most, then red against green, so that greys in warm light do not turn olive. */
function ink(colour: Rgb): Rgb {
  const chroma = ([red, green, blue]: Rgb): readonly [number, number] => [(red - green) / 255, (blue - (red + green) / 2) / 255];
  const [across, along] = chroma(colour);
  const distance = (other: Rgb): number => 1.6 * (lightness(colour) - lightness(other)) ** 2 + 2.2 * (across - chroma(other)[0]) ** 2 + (along - chroma(other)[1]) ** 2;
  return INKS.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

/** Rays from the horizon over the sky. */
function rays({ low }: SkyColours, horizon: number): Scenery[] {
  const centre: Point = [0.5, horizon];
  return Array.from({ length: 7 }, (_, i) => {
    const [from, to] = [Math.PI * (i + 0.25) / 7, Math.PI * (i + 0.75) / 7];
    return shining(unlined(polygon(0.01, low, [centre, [0.5 - 1.5 * Math.cos(from), horizon - 1.5 * Math.sin(from)], [0.5 - 1.5 * Math.cos(to), horizon - 1.5 * Math.sin(to)]])));
  });
}

const poster: StyleLook = {
  gradients: 'flat', veils: false, shadows: 1, scenery: ({ colour, depth }) => ink(mix(colour, [236, 208, 160], 0.08 + 0.16 * (1 - depth))), thing: ({ colour }) => ink(saturated(colour, 1.1)), filters: none,
  outline: { colour: ({ lampsLit }) => (lampsLit ? '#a08a74' : '#5e4536'), width: 0.01 },
  overSky: rays,
  inFront: () => [box(1, '#f3e7c9', 0, 0, 1, 0.05), box(1, '#f3e7c9', 0, 0.95, 1, 0.05), box(1, '#f3e7c9', 0, 0, 0.05, 1), box(1, '#f3e7c9', 0.95, 0, 0.05, 1)].map((side) => shining(unlined(side))),
};

/** Printed dots that thin out downwards. */
function halftone({ top }: SkyColours, horizon: number): Scenery[] {
  const step = 0.052;
  const rows = Math.floor(horizon * 0.75 / step);
  return Array.from({ length: rows }, (_, row) => Array.from({ length: 20 }, (__, column) => {
    const radius = 0.017 * (1 - row / rows) + 0.004;
    return radius < 0.007 ? [] : [shining(unlined(ellipse(0.01, (column + (row % 2) / 2) * step, (row + 0.5) * step, radius, radius, blend(top, '#000000', 0.06))))];
  }).flat()).flat();
}

const comic: StyleLook = {
  gradients: 'flat', veils: true, shadows: 1.3,
  scenery: ({ colour }) => saturated(clamped(mix([128, 128, 128], colour, 1.12)), 1.3), thing: ({ colour }) => saturated(colour, 1.35),
  sceneryRelief: ({ colour }) => ({ edge: { colour: toHex(mix(colour, [10, 5, 20], 0.64)), width: 0.012 } }),
  outline: { colour: () => '#181220', width: 0.016 }, overSky: halftone, filters: none,
};

export const styleLooks: Readonly<Record<StyleId, StyleLook>> = { flat, glossy, watercolour, pencil, pixel, 'paper-cut': paperCut, neon, silhouette, poster, comic };
