/** Wide land under an open sky: meadow, mountains, desert, snow. */

import type { Random } from '../../../base/random.ts';
import type { Point } from '../../canvas.ts';
import { band, between, blend, conifer, countOf, ellipse, leafyTree, peaksOf, polygon, range, rolling, type Scenery, shining, unlined } from '../scenery.ts';
import { openSky, type PlaceLook } from './place-look.ts';

const flowerColours = ['#ffffff', '#ffd940', '#ff6f91', '#e85050', '#b07cf0'];

/** A blossom on the grass: petals as one disc with a heart, larger when nearer. */
function flower(random: Random): Scenery[] {
  const y = between(random, 0.74, 0.98);
  const x = between(random, 0.02, 0.98);
  const radius = 0.010 + 0.022 * (y - 0.7);
  const petals = random.pick(flowerColours);
  return [unlined(ellipse(0.85, x, y, radius * 1.5, radius * 1.3, petals)), unlined(ellipse(0.86, x, y, radius * 0.6, radius * 0.55, petals === '#ffd940' ? '#d07a20' : '#ffd940'))];
}

export const meadow: PlaceLook = {
  horizon: 0.52, shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, light, 0.52),
    rolling(random, 0.25, '#8cc878', { base: 0.5, swell: 0.05, waves: 1.2 }),
    rolling(random, 0.42, '#72b85c', { base: 0.555, swell: 0.035, waves: 1.6 }),
    ...Array.from({ length: countOf(random, 1, 3) }, () => leafyTree(random, 0.5, '#3c8c48', '#7a5434', between(random, 0.05, 0.95), between(random, 0.57, 0.61), between(random, 0.13, 0.2))).flat(),
    rolling(random, 0.65, '#62ae4a', { base: 0.63, swell: 0.018, waves: 1.1 }),
    band(0.8, 0.72, 1, '#62ae4a', '#459238'),
    ...Array.from({ length: countOf(random, 12, 18) }, () => flower(random)).flat(),
  ],
};

/** The white top of a summit between its two slopes. */
function snowCap(depth: number, left: Point, summit: Point, right: Point, fill: string): Scenery {
  const along = (to: Point, amount: number): Point => [summit[0] + (to[0] - summit[0]) * amount, summit[1] + (to[1] - summit[1]) * amount];
  const [a, b] = [along(left, 0.42), along(right, 0.42)];
  const dent = (at: number, down: number): Point => [a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at + down];
  const deep = 0.12 * (Math.max(left[1], right[1]) - summit[1]);
  return polygon(depth, fill, [summit, b, dent(0.76, -deep * 0.4), dent(0.6, deep), dent(0.44, -deep * 0.3), dent(0.26, deep * 0.9), a]);
}

/** Rock below a summit on the side away from the light. */
function shadedSide(depth: number, summit: Point, right: Point, fill: string): Scenery {
  return polygon(depth, fill, [summit, right, [summit[0] + (right[0] - summit[0]) * 0.15, right[1] + 0.02], [summit[0] + (right[0] - summit[0]) * 0.28, summit[1] + (right[1] - summit[1]) * 0.5]]);
}

function alps(random: Random): Scenery[] {
  const peaks = peaksOf(random, { base: 0.56, height: 0.42, count: countOf(random, 2, 3) });
  const summits = peaks.flatMap((peak, i): Scenery[] => {
    const [left, right] = [peaks[i - 1], peaks[i + 1]];
    return i % 2 === 1 && left && right ? [shadedSide(0.32, peak, right, '#5c6c8c'), snowCap(0.33, left, peak, right, '#f6faff')] : [];
  });
  return [range(0.3, '#7486a4', peaks), ...summits];
}

export const mountains: PlaceLook = {
  horizon: 0.6, shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, light, 0.6),
    range(0.15, '#a4b4cc', peaksOf(random, { base: 0.5, height: 0.26, count: 4 })),
    ...alps(random),
    rolling(random, 0.5, '#5c8c58', { base: 0.6, swell: 0.03, waves: 1.3 }),
    ...Array.from({ length: countOf(random, 3, 6) }, () => conifer(0.6, '#2e6448', '#5c4030', between(random, 0, 1), between(random, 0.645, 0.675), between(random, 0.1, 0.16))).flat(),
    rolling(random, 0.7, '#7aaa5c', { base: 0.675, swell: 0.015, waves: 1.2 }),
    band(0.8, 0.75, 1, '#7aaa5c', '#5a8c48'),
    ...Array.from({ length: countOf(random, 2, 4) }, () => stone(random, '#8c8c90')).flat(),
  ],
};

/** A low boulder on the ground, with its lit top. */
export function stone(random: Random, fill: string): Scenery[] {
  const [x, y, width] = [between(random, 0.03, 0.97), between(random, 0.74, 0.97), between(random, 0.03, 0.055)];
  const top = width * between(random, 0.45, 0.6);
  return [
    polygon(0.85, fill, [[x - width, y], [x - width * 0.75, y - top * 0.8], [x - width * 0.1, y - top * 1.2], [x + width * 0.65, y - top * 0.9], [x + width, y]]),
    unlined(polygon(0.86, blend(fill, '#ffffff', 0.3), [[x - width * 0.75, y - top * 0.8], [x - width * 0.1, y - top * 1.2], [x + width * 0.65, y - top * 0.9], [x, y - top * 0.55]])),
  ];
}

/** A dune whose crest parts light from shade. */
function dune(random: Random, depth: number, base: number, height: number, lit: string, shaded: string): Scenery[] {
  const [top, width] = [between(random, 0.15, 0.85), between(random, 0.5, 0.75)];
  const slope = (side: number, steps: number): Point[] => Array.from({ length: steps + 1 }, (_, i): Point => [top + side * width * i / steps, base - height * (0.5 + 0.5 * Math.cos(Math.PI * i / steps)) ** 1.3]);
  const crest = Array.from({ length: 13 }, (_, i): Point => [top + width * (0.22 * Math.sin(Math.PI * i / 12) - 0.1 * i / 12), base - height + height * 1.3 * i / 12]);
  return [polygon(depth, lit, [...slope(-1, 20).reverse(), ...slope(1, 20), [top + width, 1.02], [top - width, 1.02]]), unlined(polygon(depth, shaded, [...slope(1, 20), [top + width, base + height * 0.3], ...crest.reverse()]))];
}

export const desert: PlaceLook = {
  horizon: 0.5, shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, light, 0.55),
    ...(random.uniform() < 0.6 ? mesa(random, 0.15, '#d08a5c', 0.54) : []),
    rolling(random, 0.25, '#f0c070', { base: 0.52, swell: 0.03, waves: 1.1 }),
    ...dune(random, 0.45, 0.64, 0.13, '#eeb862', '#cf9148'),
    ...dune(random, 0.6, 0.72, 0.12, '#f2c26c', '#d69a4e'),
    rolling(random, 0.75, '#f0be68', { base: 0.69, swell: 0.022, waves: 0.9 }),
    band(0.8, 0.76, 1, '#f0be68', '#dca24c'),
    ...Array.from({ length: 3 }, (_, i) => ripple(random, 0.8 + 0.07 * i)),
  ],
};

/** A long low wave in the sand. */
function ripple(random: Random, y: number): Scenery {
  const [x, width] = [between(random, 0.2, 0.8), between(random, 0.2, 0.34)];
  const edge = (down: number): Point[] => Array.from({ length: 13 }, (_, i): Point => [x - width + 2 * width * i / 12, y + (0.012 + down) * Math.sin(Math.PI * i / 12)]);
  return unlined(polygon(0.82, '#d89c4c', [...edge(0), ...edge(0.016).reverse()]));
}

/** A table mountain on the horizon. */
export function mesa(random: Random, depth: number, fill: string, base: number): Scenery[] {
  const [x, width, height] = [between(random, 0.1, 0.9), between(random, 0.12, 0.22), between(random, 0.1, 0.17)];
  return [
    polygon(depth, fill, [[x - width, base], [x - width * 0.8, base - height * 0.5], [x - width * 0.62, base - height], [x + width * 0.6, base - height], [x + width * 0.76, base - height * 0.55], [x + width, base]]),
    unlined(polygon(depth, blend(fill, '#402010', 0.22), [[x + width * 0.1, base], [x + width * 0.25, base - height], [x + width * 0.6, base - height], [x + width * 0.76, base - height * 0.55], [x + width, base]])),
  ];
}

/** A conifer under snow. */
function snowyConifer(x: number, y: number, height: number): Scenery[] {
  const cap = (top: number, bottom: number, half: number): Scenery => unlined(polygon(0.56, '#f8fcff', [[x, y - height * top], [x + height * half, y - height * bottom], [x + height * half * 0.3, y - height * (bottom + 0.07)], [x - height * half * 0.3, y - height * (bottom - 0.02)], [x - height * half, y - height * (bottom + 0.03)]]));
  return [...conifer(0.55, '#3f7468', '#5c4838', x, y, height), cap(1, 0.78, 0.075), cap(0.62, 0.5, 0.1)];
}

export const snow: PlaceLook = {
  horizon: 0.56, shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, { ...light, sky: [blend(light.sky[0], '#b4c8dc', 0.3), blend(light.sky[1], '#c4d4e4', 0.35), blend(light.sky[2], '#e4ecf4', 0.35)] }, 0.56),
    range(0.18, '#c4d4e8', peaksOf(random, { base: 0.54, height: 0.3, count: 3 })),
    rolling(random, 0.4, '#dce8f4', { base: 0.57, swell: 0.04, waves: 1.2 }),
    ...Array.from({ length: countOf(random, 3, 5) }, () => snowyConifer(between(random, 0.03, 0.97), between(random, 0.62, 0.67), between(random, 0.15, 0.24))).flat(),
    rolling(random, 0.65, '#eef4fb', { base: 0.66, swell: 0.02, waves: 1 }),
    band(0.8, 0.74, 1, '#eef4fb', '#d4e2f2'),
    unlined(rolling(random, 0.82, '#dfeaf6', { base: 0.87, swell: 0.02, waves: 0.8 })),
    ...Array.from({ length: 16 }, () => shining(unlined(ellipse(0.9, between(random, 0, 1), between(random, 0.02, 0.7), 0.0105, 0.0105, '#ffffff')))),
  ],
};
