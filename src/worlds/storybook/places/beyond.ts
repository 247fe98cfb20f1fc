/** Beyond daily ground: Mars, the Moon, space, a cave. */

import type { Random } from '../../../base/random.ts';
import type { Point } from '../../canvas.ts';
import type { Light } from '../lights.ts';
import { band, between, blend, countOf, ellipse, glow, peaksOf, polygon, range, rolling, type Scenery, shining, unlined } from '../scenery.ts';
import { mesa, stone } from './open-land.ts';
import { type PlaceLook, skyBands, skyDisc, stars } from './place-look.ts';

/** A crater seen aslant: rim, then the dark bowl, then its lit floor. */
function crater(random: Random, depth: number, x: number, y: number, width: number, ground: string): Scenery[] {
  const flat = width * between(random, 0.26, 0.32);
  return [
    unlined(ellipse(depth, x, y, width, flat, blend(ground, '#ffffff', 0.2))),
    ellipse(depth, x, y + flat * 0.1, width * 0.86, flat * 0.8, blend(ground, '#000000', 0.34)),
    unlined(ellipse(depth, x + width * 0.06, y + flat * 0.3, width * 0.68, flat * 0.5, blend(ground, '#000000', 0.18))),
  ];
}

function craters(random: Random, ground: string, top: number): Scenery[] {
  const slots = random.shuffled([0.12, 0.38, 0.64, 0.9]).slice(0, countOf(random, 2, 4));
  return slots.flatMap((slot) => {
    const y = between(random, top, 0.97);
    return crater(random, 0.8, slot + between(random, -0.08, 0.08), y, 0.04 + 0.3 * (y - top + 0.05) * between(random, 0.6, 1), ground);
  });
}

/** The sky of Mars: butterscotch by day, bluish around the setting sun, dark by night. */
function marsSky(light: Light): Light['sky'] {
  if (light.disc?.kind === 'moon') return ['#140c1c', '#3a1c2c', '#6c3430'];
  const [top, middle, low] = light.sky;
  return [blend('#c07848', top, 0.25), blend('#e0a06c', middle, 0.25), blend('#f4cc9c', low, 0.3)];
}

export const mars: PlaceLook = {
  horizon: 0.54, shadows: 'shapes',
  paint: (random, light) => [
    ...skyBands(marsSky(light), 0.54),
    ...(light.disc?.kind === 'moon' ? stars(random, 12, 0.42) : []),
    ...skyDisc(light, 0.54),
    ...[[0.3, 0.14, 0.026], [0.55, 0.24, 0.015]].map(([x, y, radius]) => shining(unlined(ellipse(0.03, x! + between(random, -0.12, 0.12), y! + between(random, -0.03, 0.03), radius!, radius! * 0.9, '#f0e0d0')))),
    range(0.15, '#c06c48', peaksOf(random, { base: 0.55, height: 0.12, count: 4 })),
    ...mesa(random, 0.3, '#a84c30', 0.57), ...(random.uniform() < 0.5 ? mesa(random, 0.35, '#b05234', 0.58) : []),
    rolling(random, 0.45, '#c45c38', { base: 0.56, swell: 0.02, waves: 1.3 }),
    rolling(random, 0.7, '#cc6440', { base: 0.63, swell: 0.018, waves: 0.9 }),
    band(0.8, 0.7, 1, '#cc6440', '#a8482c'),
    ...craters(random, '#c05a38', 0.72),
    ...Array.from({ length: countOf(random, 3, 5) }, () => stone(random, '#8c3c28')).flat(),
  ],
};

/** The Earth in the sky: sea, land, cloud, and its night side. */
function earth(random: Random): Scenery[] {
  const [x, y, radius] = [random.pick([between(random, 0.14, 0.3), between(random, 0.7, 0.86)]), between(random, 0.14, 0.22), between(random, 0.085, 0.11)];
  const part = (dx: number, dy: number, rx: number, ry: number, fill: string): Scenery => shining(unlined(ellipse(0.03, x + dx * radius, y + dy * radius, rx * radius, ry * radius, fill)));
  return [
    shining(glow(0.02, x, y, radius * 1.8, radius * 1.8, '#6cb4ff', 0.5)), shining(ellipse(0.03, x, y, radius, radius, '#2f7fe0')),
    part(-0.3, -0.25, 0.42, 0.34, '#4cb45c'), part(0.35, 0.3, 0.36, 0.42, '#4cb45c'), part(0.1, -0.6, 0.4, 0.16, '#f4f8ff'), part(-0.35, 0.45, 0.34, 0.12, '#f4f8ff'),
  ];
}

export const moon: PlaceLook = {
  horizon: 0.56, shadows: 'shapes',
  paint: (random, light) => [
    ...skyBands(light.disc ? ['#04050c', '#080a18', '#10142a'] : ['#0c0424', '#240a48', '#501a78'], 0.58),
    ...stars(random, 20, 0.48),
    ...earth(random),
    rolling(random, 0.5, '#84868c', { base: 0.55, swell: 0.025, waves: 1.6 }),
    rolling(random, 0.7, '#a4a6ac', { base: 0.61, swell: 0.02, waves: 1.1 }),
    band(0.8, 0.68, 1, '#b4b6bc', '#84868e'),
    ...craters(random, '#a4a6ae', 0.68),
    ...Array.from({ length: countOf(random, 1, 3) }, () => stone(random, '#74767e')).flat(),
  ],
};

/** A part of a great planet that reaches into the picture from a lower corner. */
function limb(random: Random): Scenery[] {
  const [x, radius] = [random.pick([between(random, -0.05, 0.15), between(random, 0.85, 1.05)]), between(random, 0.3, 0.42)];
  const y = 1.12;
  const fill = random.pick(['#c8744c', '#4c84c8', '#8c6cc0', '#58a890']);
  return [
    shining(glow(0.1, x, y, radius * 1.35, radius * 1.35, blend(fill, '#ffffff', 0.4), 0.6)),
    shining(ellipse(0.2, x, y, radius, radius, fill)),
    shining(unlined(ellipse(0.2, x + (x < 0.5 ? 0.06 : -0.06), y - 0.07, radius * 0.74, radius * 0.72, blend(fill, '#ffffff', 0.2)))),
    shining(unlined(ellipse(0.2, x + (x < 0.5 ? 0.04 : -0.04), y + 0.02, radius * 0.7, radius * 0.68, fill))),
  ];
}

export const space: PlaceLook = {
  horizon: 1, shadows: 'none',
  paint: (random, light) => {
    const clouds = light.disc ? ['#5a3cc8', '#c83c9c', '#2c7cd0'] : ['#ff2ea8', '#18c8ff', '#9c3cff'];
    return [
      shining(band(0, 0, 1, '#060618', '#14103c')),
      ...Array.from({ length: 4 }, (_, i) => shining(glow(0.02, between(random, 0.1, 0.9), between(random, 0.1, 0.9), between(random, 0.25, 0.45), between(random, 0.18, 0.3), clouds[i % 3] as string, 0.55))),
      ...stars(random, 26, 0.96),
      ...Array.from({ length: 3 }, () => brightStar(random)).flat(),
      ...(random.uniform() < 0.75 ? limb(random) : []),
    ];
  },
};

function brightStar(random: Random): Scenery[] {
  const [x, y, reach] = [between(random, 0.06, 0.94), between(random, 0.06, 0.7), between(random, 0.024, 0.034)];
  const spikes = Array.from({ length: 8 }, (_, i): Point => {
    const length = i % 2 === 0 ? reach : reach * 0.3;
    return [x + length * Math.sin(Math.PI * i / 4), y - length * Math.cos(Math.PI * i / 4)];
  });
  return [shining(glow(0.02, x, y, reach * 1.5, reach * 1.5, '#c8d8ff', 0.6)), shining(unlined(polygon(0.03, '#ffffff', spikes)))];
}

/** Teeth of rock along an edge: hanging (down) or standing (up). */
function teeth(random: Random, depth: number, fill: string, edge: number, length: number, count: number): Scenery {
  const points: Point[] = [];
  for (let i = 0; i < count; i++) {
    const middle = (i + between(random, 0.35, 0.65)) / count;
    points.push([middle - 0.36 / count, edge], [middle - 0.06 / count, edge + length * between(random, 0.35, 1)], [middle + 0.08 / count, edge + length * between(random, 0.35, 1)], [middle + 0.36 / count, edge]);
  }
  const back = edge < 0.5 ? -0.05 : 1.05;
  return polygon(depth, fill, [[-0.1, edge], ...points, [1.1, edge], [1.1, back], [-0.1, back]]);
}

/** Crystals that shine out of the ground. */
function crystals(random: Random, x: number, y: number, fill: string): Scenery[] {
  const shard = (dx: number, lean: number, height: number): Scenery[] => {
    const half = height * 0.2;
    const tip: Point = [x + dx + lean, y - height];
    return [shining(polygon(0.8, fill, [[x + dx - half, y], [x + dx - half + lean * 0.7, y - height * 0.72], tip, [x + dx + half + lean * 0.7, y - height * 0.72], [x + dx + half, y]])), shining(unlined(polygon(0.8, blend(fill, '#ffffff', 0.4), [[x + dx - half, y], [x + dx - half + lean * 0.7, y - height * 0.72], tip, [x + dx, y]])))];
  };
  return [shining(glow(0.7, x, y - 0.03, 0.15, 0.12, fill, 0.55)), ...shard(-0.03, -0.02, between(random, 0.06, 0.08)), ...shard(0.032, 0.024, between(random, 0.05, 0.075)), ...shard(0, 0, between(random, 0.09, 0.12))];
}

export const cave: PlaceLook = {
  horizon: 0.66, shadows: 'spots',
  paint: (random, light) => {
    const fill = random.pick(['#58d8e8', '#b07cf0', '#6ce890', '#f07cb8']);
    return [
      band(0.75, 0, 0.72, '#6c5c64', '#8c7870'),
      teeth(random, 0.6, '#7c6868', 0.1, 0.16, 7),
      ...opening(random, light),
      teeth(random, 0.72, '#584a52', 0.05, 0.17, 5),
      teeth(random, 0.68, '#766264', 0.7, -0.09, 7),
      rolling(random, 0.75, '#8c7a74', { base: 0.69, swell: 0.014, waves: 2 }),
      band(0.85, 0.78, 1, '#8c7a74', '#645458'),
      side(random, -0.1, 1), side(random, 1.1, -1),
      ...crystals(random, between(random, 0.06, 0.2), between(random, 0.78, 0.9), fill),
      ...crystals(random, between(random, 0.8, 0.94), between(random, 0.78, 0.9), fill),
    ];
  },
};

/** Where the cave opens: an arch with the sky of the light behind it; by candlelight a dark passage. */
function opening(random: Random, light: Light): Scenery[] {
  const [x, half, height, wobble] = [between(random, 0.34, 0.66), between(random, 0.13, 0.17), between(random, 0.26, 0.33), between(random, 0, 6)];
  const foot = 0.71;
  const arch = (scale: number): Point[] => Array.from({ length: 25 }, (_, i): Point => {
    const angle = Math.PI * i / 24;
    const reach = scale * (1 + 0.05 * Math.sin(4 * angle + wobble) + 0.03 * Math.sin(9 * angle + wobble));
    return [x - half * reach * Math.cos(angle), foot - height * reach * Math.sin(angle) ** 0.75];
  });
  const beyond = light.veil === 'candle' ? [unlined(polygon(0.7, '#3a2c30', arch(1)))] : [
    shining(unlined(polygon(0.03, light.sky[1], arch(1)))), shining(unlined(polygon(0.03, light.sky[2], arch(0.72)))),
    unlined(polygon(0.3, '#5c6c70', [[x - half, foot], [x - half * 0.9, foot - height * 0.2], [x - half * 0.3, foot - height * 0.34], [x + half * 0.2, foot - height * 0.2], [x + half * 0.95, foot - height * 0.28], [x + half, foot]])),
  ];
  return [polygon(0.65, '#4c4048', arch(1.2)), ...beyond];
}

function side(random: Random, from: number, turn: number): Scenery {
  const points = Array.from({ length: 9 }, (_, i): Point => [from + turn * (0.1 + (i % 2 === 0 ? 0.03 : 0.08) + between(random, 0, 0.03) + 0.07 * Math.abs(i / 8 - 0.4)), i / 8 * 1.05 - 0.02]);
  return polygon(0.78, '#4c4048', [[from, -0.05], ...points, [from, 1.05]]);
}
