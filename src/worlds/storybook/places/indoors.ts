/** Under a roof: kitchen, stage, studio, library. */

import type { Random } from '../../../base/random.ts';
import type { Point } from '../../canvas.ts';
import type { Light } from '../lights.ts';
import { withAlpha, band, between, blend, box, ellipse, glow, polygon, type Scenery, shining, unlined } from '../scenery.ts';
import type { PlaceLook } from './place-look.ts';

/** A floor of large tiles that run together towards the horizon. */
function tiles(top: number, light: string, dark: string): Scenery[] {
  const rows = [top, top + 0.045, top + 0.11, top + 0.2, 1.02];
  const at = (index: number, y: number): Point => [0.5 + (index - 4.5) * (0.22 + 0.9 * (y - top)), y];
  const tile = (row: number, column: number): Scenery => unlined(polygon(0.8, dark, [at(column, rows[row]!), at(column + 1, rows[row]!), at(column + 1, rows[row + 1]!), at(column, rows[row + 1]!)]));
  const darkOnes = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((column) => (row + column) % 2 === 1).map((column) => tile(row, column)));
  return [band(0.78, top, 1, light), ...darkOnes];
}

/** A window with the sky behind it. */
function windowOn(light: Light, x: number, y: number, width: number, height: number): Scenery[] {
  const disc = light.disc;
  return [
    box(0.4, '#f8f4ec', x - 0.018, y - 0.018, width + 0.036, height + 0.036),
    shining(unlined({ shape: { kind: 'polygon', points: [[x, y], [x + width, y], [x + width, y + height], [x, y + height]], fill: { kind: 'linear', from: [0, y], to: [0, y + height], stops: [[0, light.sky[0]], [0.5, light.sky[1]], [1, light.sky[2]]] } }, depth: 0.05 })),
    ...(disc ? [shining(unlined(ellipse(0.05, x + width * 0.7, y + height * 0.3, 0.026, 0.026, disc.colour)))] : []),
    unlined(box(0.4, '#f8f4ec', x + width / 2 - 0.009, y, 0.018, height)), unlined(box(0.4, '#f8f4ec', x, y + height / 2 - 0.009, width, 0.018)),
    unlined(box(0.42, '#e4dcd0', x - 0.035, y + height + 0.015, width + 0.07, 0.024)),
  ];
}

/** A lamp that hangs from the ceiling. */
function hangingLamp(x: number, length: number, fill: string, lit: boolean): Scenery[] {
  const shade = polygon(0.5, fill, [[x - 0.03, length], [x + 0.03, length], [x + 0.075, length + 0.065], [x - 0.075, length + 0.065]]);
  const bulb = lit ? [shining(glow(0.5, x, length + 0.08, 0.24, 0.22, '#ffe0a0', 0.75)), shining(unlined(ellipse(0.5, x, length + 0.068, 0.034, 0.022, '#fff4c8')))] : [];
  return [unlined(box(0.5, '#50484c', x - 0.007, -0.02, 0.014, length + 0.03)), ...bulb, shade];
}

const jarColours = ['#e07a5c', '#f0c060', '#6cac9c', '#c8788c', '#7c94c8'];

function shelfWithJars(random: Random, x: number, y: number, width: number): Scenery[] {
  const jars = Array.from({ length: Math.floor(width / 0.075) }, (_, i) => {
    const height = between(random, 0.05, 0.085);
    return [box(0.45, random.pick(jarColours), x + 0.014 + 0.075 * i, y - height, 0.05, height), unlined(box(0.45, '#f4ecdc', x + 0.014 + 0.075 * i, y - height, 0.05, 0.014))];
  }).flat();
  return [...jars, box(0.45, '#9c6c44', x, y, width, 0.022)];
}

function cupboards(fill: string): Scenery[] {
  const doors = Array.from({ length: 4 }, (_, i) => [
    unlined(box(0.6, blend(fill, '#ffffff', 0.22), 0.02 + 0.25 * i, 0.55, 0.21, 0.145)), unlined(ellipse(0.6, 0.02 + 0.25 * i + (i % 2 === 0 ? 0.185 : 0.025), 0.615, 0.0095, 0.0095, '#e8d8b0')),
  ]).flat();
  return [box(0.6, fill, -0.02, 0.52, 1.04, 0.21), ...doors, box(0.62, '#f0e4d0', -0.02, 0.5, 1.04, 0.032), unlined(box(0.62, '#5c4c48', -0.02, 0.708, 1.04, 0.022))];
}

export const kitchen: PlaceLook = {
  horizon: 0.725, shadows: 'spots',
  paint: (random, light) => {
    const [wall, cupboard] = random.pick([['#f4e0b8', '#4c9c94'], ['#d8ecd8', '#c8705c'], ['#f8d8c8', '#5c7cb0'], ['#dce8f4', '#c89850']] as const);
    const left = random.uniform() < 0.5;
    return [
      band(0.78, 0, 0.55, wall, blend(wall, '#a08060', 0.12)),
      unlined(band(0.78, 0.39, 0.51, blend(wall, '#ffffff', 0.5))), ...Array.from({ length: 9 }, (_, i) => unlined(box(0.78, blend(wall, '#8c7c70', 0.3), 0.055 + 0.115 * i, 0.39, 0.012, 0.12))), unlined(band(0.78, 0.385, 0.398, blend(wall, '#8c7c70', 0.3))),
      ...windowOn(light, left ? 0.1 : 0.6, 0.1, 0.3, 0.24),
      ...shelfWithJars(random, left ? 0.56 : 0.06, 0.2, 0.38), ...shelfWithJars(random, left ? 0.56 : 0.06, 0.355, 0.38),
      ...cupboards(cupboard),
      ...tiles(0.725, '#f0e8dc', blend(cupboard, '#d8ccc0', 0.6)),
      ...hangingLamp(0.5, between(random, 0.05, 0.1), '#e8b048', light.lampsLit),
    ];
  },
};

/** A gathered curtain between two sides: broad folds, light and dark in turn. */
function curtain(left: number, right: number, fill: string, folds: number): Scenery[] {
  const width = (right - left) / folds;
  return [box(0.7, fill, left, -0.02, right - left, 0.77), ...Array.from({ length: folds }, (_, i) => unlined(box(0.7, blend(fill, i % 2 === 0 ? '#200008' : '#ff8c8c', i % 2 === 0 ? 0.3 : 0.12), left + width * (i + 0.25), -0.02, width * 0.5, 0.77)))];
}

const spot = (x: number, target: number, colour: string): Scenery[] => [
  shining(unlined({ shape: { kind: 'polygon', points: [[x - 0.02, -0.02], [x + 0.02, -0.02], [target + 0.2, 0.86], [target - 0.2, 0.86]], fill: { kind: 'linear', from: [0, 0], to: [0, 0.86], stops: [[0, withAlpha(colour, 0.5)], [1, withAlpha(colour, 0.06)]] } }, depth: 0.6 })),
];

export const stage: PlaceLook = {
  horizon: 0.7, shadows: 'spots',
  paint: (random, light) => {
    const fill = '#b81c30';
    const [depthLeft, depthRight] = [between(random, 0.17, 0.22), between(random, 0.78, 0.83)];
    const back = random.pick(['#4c3058', '#2c3c68', '#583038']);
    return [
      band(0.8, 0, 0.76, blend(back, '#000000', 0.35), back),
      ...curtain(-0.02, depthLeft, fill, 4), ...curtain(depthRight, 1.02, fill, 4),
      lumpsDown(fill),
      band(0.85, 0.7, 0.965, '#c48c54', '#a06c3c'),
      ...[0.745, 0.805, 0.88].map((y, i) => unlined(band(0.85, y, y + 0.011 + 0.002 * i, '#8c5c34'))),
      band(0.9, 0.96, 1, '#5c3a28'), unlined(band(0.9, 0.955, 0.972, '#e0b050')),
      ...(light.lampsLit && light.onInk ? [...spot(0.15, 0.4, '#ff2ea8'), ...spot(0.85, 0.6, '#16d8ff')] : [...spot(between(random, 0.3, 0.45), 0.45, '#fff4cc'), ...spot(between(random, 0.55, 0.7), 0.55, '#fff4cc')]),
      shining(glow(0.9, 0.5, 0.86, 0.36, 0.085, light.onInk ? '#e088ff' : '#fff0c0', 0.7)),
    ];
  },
};

/** The valance along the upper edge, in scallops with a golden hem. */
function lumpsDown(fill: string): Scenery {
  const scallop = (hem: number): Point[] => Array.from({ length: 57 }, (_, i): Point => [i / 56 * 1.1 - 0.05, 0.07 + hem + 0.055 * Math.abs(Math.sin(Math.PI * 5 * i / 56))]);
  return polygon(0.75, blend(fill, '#400008', 0.25), [[-0.05, -0.05], ...scallop(0), [1.05, -0.05]]);
}

const backdrops = ['#f0c4c0', '#c4dcf0', '#cce8cc', '#f4e4b4', '#dccef0', '#e6e2dc', '#b8d8d4', '#f4d0ac'];

export const studio: PlaceLook = {
  horizon: 0.68, shadows: 'spots',
  paint: (random) => {
    const fill = random.pick(backdrops);
    return [
      band(0.85, 0, 0.7, blend(fill, '#ffffff', 0.18), fill), band(0.85, 0.699, 1, fill, blend(fill, '#403048', 0.16)),
      glow(0.85, 0.5, 0.45, 0.62, 0.5, '#ffffff', 0.45),
    ];
  },
};

const bindings = ['#b84c3c', '#3c6c9c', '#5c8c54', '#d8a848', '#7c4c84', '#c8784c', '#486c74', '#e4d4b0'];

function booksOn(random: Random, y: number, height: number): Scenery[] {
  const books: Scenery[] = [];
  for (let x = 0.0; x < 1;) {
    const [width, tall] = [between(random, 0.03, 0.05), height * between(random, 0.68, 0.92)];
    const gap = random.uniform() < 0.1;
    if (!gap) {
      const fill = random.pick(bindings);
      books.push(unlined(box(0.45, fill, x, y - tall, width, tall)), unlined(box(0.45, blend(fill, '#000000', 0.3), x + width - 0.008, y - tall, 0.008, tall)));
      if (random.uniform() < 0.4) books.push(unlined(box(0.45, blend(fill, '#fff0c0', 0.6), x, y - tall * 0.75, width - 0.008, 0.014)));
    }
    x += width + (gap ? 0.02 : 0);
  }
  return books;
}

export const library: PlaceLook = {
  horizon: 0.7, shadows: 'spots',
  paint: (random, light) => {
    const shelves = [0.19, 0.36, 0.53, 0.69];
    return [
      band(0.75, 0, 0.72, '#5a3a28', '#4c3022'),
      ...shelves.flatMap((y) => [...booksOn(random, y, 0.15), box(0.5, '#8c5c38', -0.02, y, 1.04, 0.024)]),
      ...[-0.012, 0.488, 0.988].map((x) => box(0.5, '#7c5032', x, -0.02, 0.026, 0.73)),
      band(0.8, 0.71, 1, '#a8744c', '#885838'),
      unlined(ellipse(0.82, 0.5, 0.87, 0.46, 0.1, random.pick(['#8c3c44', '#3c5c7c', '#4c6c4c']))), unlined(ellipse(0.82, 0.5, 0.87, 0.4, 0.08, random.pick(['#c89c5c', '#b0886c']))),
      ...hangingLamp(between(random, 0.2, 0.8), between(random, 0.04, 0.09), '#3c7c5c', light.lampsLit),
    ];
  },
};
