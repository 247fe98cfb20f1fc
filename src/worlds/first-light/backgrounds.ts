/** Backgrounds of the places by day and night, in the unit square (y points down). Few soft shapes: a small codec has to hold them. */

import type { Band, DisplayItem, Ellipse, Polygon } from '../display-list.ts';
import type { LightId, PlaceId } from './vocabulary.ts';

const band = (top: number, bottom: number, from: string, to: string): Band => ({ kind: 'band', top, bottom, from, to });
const ellipse = (x: number, y: number, rx: number, ry: number, fill: string): Ellipse => ({ kind: 'ellipse', centre: [x, y], radii: [rx, ry], fill });
const polygon = (fill: string, ...points: (readonly [number, number])[]): Polygon => ({ kind: 'polygon', points, fill });

type Paint<Names extends string> = Readonly<Record<LightId, Readonly<Record<Names, string>>>>;
type PaintPlace = (light: LightId, horizon: number) => DisplayItem[];

const beachPaint: Paint<'skyTop' | 'skyLow' | 'seaFar' | 'seaNear' | 'foam' | 'sand' | 'sandNear'> = {
  day: { skyTop: '#7cc8f4', skyLow: '#c4ecfa', seaFar: '#1a86c8', seaNear: '#3fc0d8', foam: '#e8f8f4', sand: '#f2d694', sandNear: '#e4be74' },
  night: { skyTop: '#0c1238', skyLow: '#1e2a60', seaFar: '#0a3468', seaNear: '#1a6490', foam: '#7c9cb4', sand: '#84766c', sandNear: '#6c5e5c' },
};

function beach(light: LightId, shift: number): DisplayItem[] {
  const paint = beachPaint[light];
  const [horizon, shore] = [0.36 + shift, 0.62 + shift];
  return [
    band(0, horizon, paint.skyTop, paint.skyLow),
    band(horizon, shore, paint.seaFar, paint.seaNear),
    band(shore - 0.02, shore + 0.02, paint.foam, paint.foam),
    band(shore + 0.02, 1, paint.sand, paint.sandNear),
  ];
}

const forestPaint: Paint<'skyTop' | 'skyLow' | 'trees' | 'treesNear' | 'grass' | 'grassNear'> = {
  day: { skyTop: '#a8dcd8', skyLow: '#d4f0d0', trees: '#2f7a48', treesNear: '#1f5c34', grass: '#6cae4c', grassNear: '#4c8c38' },
  night: { skyTop: '#101c44', skyLow: '#264468', trees: '#0f3c38', treesNear: '#0a2c28', grass: '#24583a', grassNear: '#1a4430' },
};

/** A row of pointed tree tops from edge to edge. */
function treeRow(fill: string, top: number, bottom: number, count: number, phase: number): Polygon {
  const points: [number, number][] = [[0, bottom]];
  for (let i = 0; i <= 2 * count; i++) points.push([(i + phase) / (2 * count), i % 2 === 0 ? top + 0.16 : top]);
  return polygon(fill, [-0.2, bottom], [-0.2, top + 0.1], ...points.slice(1), [1.2, top + 0.1], [1.2, bottom]);
}

function forest(light: LightId, shift: number): DisplayItem[] {
  const paint = forestPaint[light];
  const ground = 0.66 + shift;
  return [
    band(0, ground, paint.skyTop, paint.skyLow),
    treeRow(paint.trees, 0.14 + shift, ground + 0.02, 4, 0),
    treeRow(paint.treesNear, 0.36 + shift, ground + 0.02, 3, -0.5),
    band(ground, 1, paint.grass, paint.grassNear),
  ];
}

const snowPaint: Paint<'skyTop' | 'skyLow' | 'hill' | 'hillNear' | 'ground' | 'groundNear'> = {
  day: { skyTop: '#b4cce4', skyLow: '#dce8f4', hill: '#c0d0e4', hillNear: '#e0eaf4', ground: '#f4f8fc', groundNear: '#d8e4f0' },
  night: { skyTop: '#10183c', skyLow: '#2c3866', hill: '#4c5c8c', hillNear: '#7484b0', ground: '#98a6cc', groundNear: '#7c8cb8' },
};

function snow(light: LightId, shift: number): DisplayItem[] {
  const paint = snowPaint[light];
  const ground = 0.56 + shift;
  return [
    band(0, 1, paint.skyTop, paint.skyLow),
    polygon(paint.hill, [-0.1, ground + 0.05], [0.22, 0.2 + shift], [0.55, ground + 0.05]),
    polygon(paint.hillNear, [0.35, ground + 0.05], [0.75, 0.28 + shift], [1.15, ground + 0.05]),
    band(ground, 1, paint.ground, paint.groundNear),
  ];
}

const desertPaint: Paint<'skyTop' | 'skyLow' | 'duneFar' | 'dune' | 'duneNear'> = {
  day: { skyTop: '#f8c878', skyLow: '#fce8b8', duneFar: '#d88c48', dune: '#c87434', duneNear: '#b05c28' },
  night: { skyTop: '#1c1440', skyLow: '#503464', duneFar: '#6c3c3c', dune: '#5c3034', duneNear: '#4a2630' },
};

function desert(light: LightId, shift: number): DisplayItem[] {
  const paint = desertPaint[light];
  return [
    band(0, 1, paint.skyTop, paint.skyLow),
    ellipse(0.2, 1.02 + shift, 0.75, 0.52, paint.duneFar),
    ellipse(0.95, 1.12 + shift, 0.8, 0.52, paint.dune),
    ellipse(0.3, 1.3 + shift, 0.9, 0.5, paint.duneNear),
  ];
}

const painters = { beach, forest, snow, desert } as const satisfies Record<PlaceId, PaintPlace>;

/** Sun or moon stand in the upper right corner, out of the way of all positions. */
const skyMarks: Readonly<Record<LightId, readonly DisplayItem[]>> = {
  day: [ellipse(0.9, 0.11, 0.075, 0.075, '#fff4c0')],
  night: [
    ellipse(0.9, 0.11, 0.075, 0.075, '#f4f0d0'),
    ellipse(0.08, 0.08, 0.018, 0.018, '#e8ecff'),
    ellipse(0.27, 0.05, 0.018, 0.018, '#e8ecff'),
    ellipse(0.68, 0.06, 0.018, 0.018, '#e8ecff'),
    ellipse(0.17, 0.2, 0.018, 0.018, '#e8ecff'),
  ],
};

/** The background of a place in a light; `horizonShift` moves ground and hills down by that fraction of the side. */
export function backgroundOf(place: PlaceId, light: LightId, horizonShift: number): DisplayItem[] {
  return [...painters[place](light, horizonShift), ...skyMarks[light]];
}
