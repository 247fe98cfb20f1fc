/** Where people live: city and farm. */

import type { Random } from '../../../base/random.ts';
import type { Light } from '../lights.ts';
import { band, between, blend, box, countOf, ellipse, polygon, rolling, type Scenery, shining, unlined } from '../scenery.ts';
import { openSky, type PlaceLook } from './place-look.ts';

/** A row of plain towers far away. */
function skyline(random: Random, depth: number, fill: string, base: number, lowest: number, highest: number): Scenery[] {
  const towers: Scenery[] = [];
  for (let x = -0.03; x < 1;) {
    const width = between(random, 0.07, 0.13);
    const height = between(random, lowest, highest);
    towers.push(box(depth, blend(fill, '#ffffff', between(random, 0, 0.14)), x, base - height, width, height + 0.08));
    x += width + between(random, -0.01, 0.01);
  }
  return towers;
}

const facades = ['#c8705c', '#d8a868', '#7c90b0', '#a8888c', '#6c9c94', '#c0b49c'];

/** A house front with rows of windows. */
function facade(random: Random, x: number, width: number, top: number, base: number, light: Light): Scenery[] {
  const fill = random.pick(facades);
  const [columns, rows] = [Math.max(2, Math.round(width / 0.062)), Math.floor((base - top - 0.03) / 0.08)];
  const [cell, pane] = [width / columns, { width: width / columns * 0.52, height: 0.045 }];
  const windows = Array.from({ length: columns * rows }, (_, i) => {
    const lit = light.lampsLit && random.uniform() < 0.6;
    const window = box(0.46, lit ? '#ffdf80' : '#40546c', x + cell * (i % columns) + (cell - pane.width) / 2, top + 0.035 + 0.08 * Math.floor(i / columns), pane.width, pane.height);
    return unlined(lit ? shining(window) : window);
  });
  return [box(0.45, fill, x, top, width, base - top + 0.02), unlined(box(0.45, blend(fill, '#000000', 0.22), x - 0.006, top - 0.004, width + 0.012, 0.022)), ...windows];
}

function houses(random: Random, base: number, light: Light): Scenery[] {
  const fronts: Scenery[] = [];
  for (let x = between(random, -0.12, -0.02); x < 1;) {
    const width = between(random, 0.15, 0.24);
    fronts.push(...facade(random, x, width, base - between(random, 0.16, 0.4), base, light));
    x += width + (random.uniform() < 0.3 ? between(random, 0.03, 0.06) : 0.004);
  }
  return fronts;
}

const laneMarks = (y: number, start: number): Scenery[] => Array.from({ length: 4 }, (_, i) => {
  const x = start + 0.3 * i;
  return unlined(polygon(0.82, '#f4f0dc', [[x, y], [x + 0.13, y], [x + 0.12, y + 0.018], [x - 0.01, y + 0.018]]));
});

export const city: PlaceLook = {
  horizon: 0.58, shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, light, 0.5),
    ...skyline(random, 0.15, '#8ca4c4', 0.6, 0.22, 0.48),
    ...houses(random, 0.66, light),
    band(0.7, 0.66, 0.74, '#c4c0b8', '#b0aca4'),
    unlined(band(0.75, 0.735, 0.752, '#8c8880')),
    band(0.8, 0.75, 1, '#6c707a', '#585c66'),
    ...laneMarks(0.86, between(random, -0.2, 0.02)),
  ],
};

/** A red barn with its gambrel roof and white door. */
function barn(x: number, base: number, width: number): Scenery[] {
  const [wall, roof] = [width * 0.5, width * 0.32];
  const at = (dx: number, up: number) => [x + dx * width, base - up] as const;
  const door = width * 0.15;
  return [
    polygon(0.5, '#b83c34', [at(-0.5, 0), at(-0.5, wall), at(-0.34, wall + roof * 0.68), at(0, wall + roof), at(0.34, wall + roof * 0.68), at(0.5, wall), at(0.5, 0)]),
    unlined(polygon(0.5, '#5c4844', [at(-0.57, wall - 0.012), at(-0.37, wall + roof * 0.72), at(0, wall + roof + 0.03), at(0.37, wall + roof * 0.72), at(0.57, wall - 0.012), at(0.5, wall - 0.012), at(0.33, wall + roof * 0.58), at(0, wall + roof - 0.022), at(-0.33, wall + roof * 0.58), at(-0.5, wall - 0.012)])),
    unlined(box(0.5, '#f4ece0', x - door - 0.012, base - wall * 0.72, door * 2 + 0.024, wall * 0.72)),
    unlined(box(0.5, '#8c2c28', x - door, base - wall * 0.72 + 0.014, door * 2, wall * 0.72 - 0.014)),
    unlined(polygon(0.5, '#f4ece0', [[x - door, base - 0.016], [x - door, base], [x - door + 0.016, base], [x + door, base - wall * 0.72 + 0.03], [x + door, base - wall * 0.72 + 0.014], [x + door - 0.016, base - wall * 0.72 + 0.014]])),
    unlined(ellipse(0.5, x, base - wall - roof * 0.4, width * 0.07, width * 0.07, '#f4ece0')),
  ];
}

const silo = (x: number, base: number, height: number): Scenery[] => [
  ellipse(0.45, x, base - height, 0.048, 0.045, '#8c9cac'), box(0.45, '#c4ccd4', x - 0.048, base - height, 0.096, height), unlined(box(0.45, '#a4b0bc', x + 0.012, base - height, 0.036, height)),
];

function fence(base: number): Scenery[] {
  const posts = Array.from({ length: 8 }, (_, i) => unlined(box(0.66, '#f0e4cc', 0.03 + 0.135 * i, base - 0.062, 0.02, 0.07)));
  return [unlined(box(0.65, '#e0d0b0', -0.02, base - 0.05, 1.04, 0.013)), unlined(box(0.65, '#e0d0b0', -0.02, base - 0.025, 1.04, 0.013)), ...posts];
}

/** A rolled bale of hay. */
const bale = (x: number, y: number, radius: number): Scenery[] => [ellipse(0.7, x, y - radius, radius, radius, '#e4bc58'), unlined(ellipse(0.7, x, y - radius, radius * 0.62, radius * 0.62, '#c8983c')), unlined(ellipse(0.7, x, y - radius, radius * 0.3, radius * 0.3, '#e4bc58'))];

export const farm: PlaceLook = {
  horizon: 0.55, shadows: 'shapes',
  paint: (random, light) => {
    const left = random.uniform() < 0.5;
    const x = left ? between(random, 0.16, 0.26) : between(random, 0.74, 0.84);
    const baleX = left ? between(random, 0.8, 0.92) : between(random, 0.08, 0.2);
    return [
      ...openSky(random, light, 0.54),
      rolling(random, 0.25, '#a4cc70', { base: 0.53, swell: 0.035, waves: 1.1 }),
      rolling(random, 0.35, '#d8c460', { base: 0.575, swell: 0.02, waves: 0.9 }),
      rolling(random, 0.45, '#84b858', { base: 0.62, swell: 0.012, waves: 1.2 }),
      ...silo(x + (left ? 0.2 : -0.2), 0.65, between(random, 0.22, 0.28)),
      ...barn(x, 0.665, between(random, 0.3, 0.34)),
      band(0.6, 0.66, 1, '#90b850', '#a88c50'),
      ...fence(0.69),
      ...(random.uniform() < 0.7 ? bale(baleX, 0.765, between(random, 0.042, 0.055)) : []),
      unlined(rolling(random, 0.8, '#b89860', { base: 0.84, swell: 0.012, waves: 0.8 })),
      ...Array.from({ length: countOf(random, 1, 3) }, () => unlined(ellipse(0.82, between(random, 0.05, 0.95), between(random, 0.88, 0.98), between(random, 0.04, 0.07), 0.009, '#a08048'))),
    ];
  },
};
