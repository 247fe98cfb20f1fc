/** Among trees: forest and jungle. */

import type { Random } from '../../../base/random.ts';
import type { Point } from '../../canvas.ts';
import { band, between, blend, box, conifer, countOf, ellipse, glow, lumps, polygon, rolling, type Scenery, shining, unlined } from '../scenery.ts';
import { type PlaceLook, skyBands, skyDisc, stars } from './place-look.ts';

/** A row of conifers, evenly spread with some disorder. */
function treeRow(random: Random, depth: number, fill: string, foot: number, height: number, count: number): Scenery[] {
  return Array.from({ length: count }, (_, i) => conifer(depth, fill, '#5a4032', (i + between(random, 0.2, 0.8)) / count, foot + between(random, -0.01, 0.01), height * between(random, 0.8, 1.15))).flat();
}

/** A tall trunk at the side of the picture, its crown above the edge. */
function trunk(random: Random, x: number): Scenery[] {
  const half = between(random, 0.035, 0.05);
  return [
    polygon(0.75, '#6a4a34', [[x - half * 0.8, -0.02], [x + half * 0.8, -0.02], [x + half, 0.66], [x + half * 1.7, 0.73], [x - half * 1.7, 0.73], [x - half, 0.66]]),
    unlined(polygon(0.76, '#543826', [[x + half * 0.2, -0.02], [x + half * 0.8, -0.02], [x + half, 0.66], [x + half * 1.7, 0.73], [x + half * 0.4, 0.73]])),
  ];
}

function bush(random: Random, x: number, base: number, size: number, fill: string): Scenery[] {
  const part = (at: number): readonly [number, number, number] => [x + at * size, size * 0.1, size * between(random, 0.34, 0.46)];
  return [lumps(0.72, fill, base, [part(-0.55), [x, size * 0.28, size * 0.5], part(0.55)])];
}

export const forest: PlaceLook = {
  horizon: 0.62, shadows: 'shapes',
  paint: (random, light) => [
    ...skyBands([blend(light.sky[0], '#7cc0a4', 0.4), blend(light.sky[1], '#a4d8b4', 0.35), blend(light.sky[2], '#d4f0c8', 0.3)], 0.64),
    ...(light.disc?.kind === 'moon' ? stars(random, 8, 0.25) : []),
    ...skyDisc(light, 0.64),
    ...treeRow(random, 0.2, '#7ab088', 0.63, 0.36, 7),
    rolling(random, 0.5, '#5c9c64', { base: 0.615, swell: 0.012, waves: 1.7 }),
    ...treeRow(random, 0.4, '#4c9062', 0.66, 0.44, 5),
    rolling(random, 0.55, '#5a9a4c', { base: 0.64, swell: 0.012, waves: 1.5 }),
    ...treeRow(random, 0.6, '#2c6e48', 0.69, 0.52, 3),
    band(0.7, 0.69, 1, '#68a850', '#437c36'),
    unlined(polygon(0.7, '#c0a070', path(random))),
    ...[between(random, 0.0, 0.12), between(random, 0.88, 1)].flatMap((x) => trunk(random, x)),
    ...[between(random, 0.12, 0.3), between(random, 0.7, 0.9)].flatMap((x) => bush(random, x, 0.735, between(random, 0.08, 0.12), '#3a7a40')),
  ],
};

/** A path that winds towards the trees. */
function path(random: Random): Point[] {
  const [from, to] = [between(random, 0.35, 0.65), between(random, 0.35, 0.65)];
  const side = (half: number): Point[] => Array.from({ length: 13 }, (_, i): Point => {
    const t = i / 12;
    return [from + (to - from) * t + 0.05 * Math.sin(4 * t) + half * (0.035 + 0.16 * t), 0.69 + 0.33 * t];
  });
  return [...side(-1), ...side(1).reverse()];
}

/** A long pointed leaf from (x, y) in a direction; its midrib parts a lighter from a darker half. */
function leaf(depth: number, fill: string, x: number, y: number, angle: number, length: number, width: number): Scenery[] {
  const at = (along: number, across: number): Point => [x + along * length * Math.cos(angle) - across * width * Math.sin(angle), y + along * length * Math.sin(angle) + across * width * Math.cos(angle)];
  const edge = (side: number): Point[] => Array.from({ length: 11 }, (_, i): Point => at(i / 10, side * Math.sin(Math.PI * (i / 10) ** 0.8)));
  return [polygon(depth, fill, [...edge(1), ...edge(-1).reverse()]), unlined(polygon(depth, blend(fill, '#f0ffb0', 0.18), [...edge(1), at(1, 0), at(0, 0)]))];
}

/** Leaves fanning out from one point. */
function fan(random: Random, depth: number, fill: string, x: number, y: number, from: number, to: number, count: number, length: number): Scenery[] {
  return Array.from({ length: count }, (_, i) => leaf(depth, i % 2 === 0 ? fill : blend(fill, '#0c3018', 0.2), x, y, from + (to - from) * (i + between(random, 0.3, 0.7)) / count, length * between(random, 0.8, 1.1), length * 0.15)).flat();
}

/** A vine that hangs from the top in an arc. */
function vine(random: Random): Scenery {
  const [x, span, depth] = [between(random, 0.1, 0.7), between(random, 0.2, 0.35), between(random, 0.12, 0.24)];
  const edge = (down: number): Point[] => Array.from({ length: 17 }, (_, i): Point => [x + span * i / 16, -0.02 + depth * Math.sin(Math.PI * i / 16) + down]);
  return polygon(0.45, '#3c7434', [...edge(0), ...edge(0.018).reverse()]);
}

export const jungle: PlaceLook = {
  horizon: 0.6, shadows: 'shapes',
  paint: (random, light) => [
    ...skyBands([blend(light.sky[0], '#5cac6c', 0.55), blend(light.sky[1], '#a8d878', 0.5), blend(light.sky[2], '#f0f4a8', 0.45)], 0.64),
    shining(glow(0.05, 0.5, 0.4, 0.4, 0.4, blend(light.sky[2], '#ffffc0', 0.4), 0.7)),
    lumps(0.2, '#8cc070', 0.66, Array.from({ length: 7 }, (_, i) => [i / 6, between(random, 0.1, 0.24), 0.13] as const)),
    ...Array.from({ length: countOf(random, 2, 3) }, () => box(0.35, '#7c8c5c', between(random, 0.1, 0.9), 0, between(random, 0.035, 0.05), 0.68)),
    lumps(0.4, '#56a052', 0.7, Array.from({ length: 6 }, (_, i) => [(i + between(random, 0.2, 0.8)) / 6, between(random, 0.0, 0.07), between(random, 0.08, 0.12)] as const)),
    rolling(random, 0.45, '#4c9048', { base: 0.66, swell: 0.01, waves: 2 }),
    vine(random), vine(random),
    band(0.6, 0.68, 1, '#6c9c3c', '#3c6428'),
    ...fan(random, 0.55, '#3f8c40', between(random, 0.15, 0.3), 0.72, -2.6, -0.5, 5, 0.2),
    ...fan(random, 0.55, '#358044', between(random, 0.7, 0.85), 0.72, -2.6, -0.5, 5, 0.2),
    ...fan(random, 0.75, '#1f6a3a', -0.02, between(random, 0.0, 0.1), 0.1, 1.5, 4, 0.34),
    ...fan(random, 0.75, '#237440', 1.02, between(random, 0.0, 0.1), 1.65, 3.0, 4, 0.34),
    ...fan(random, 0.78, '#1c6038', -0.03, 0.8, -1.3, 0.1, 3, 0.2),
    ...fan(random, 0.78, '#1c6038', 1.03, 0.8, 3.05, 4.4, 3, 0.2),
    ...Array.from({ length: countOf(random, 2, 4) }, () => blossom(random)).flat(),
  ],
};

function blossom(random: Random): Scenery[] {
  const [x, y] = [random.pick([between(random, 0.02, 0.2), between(random, 0.8, 0.98)]), between(random, 0.6, 0.74)];
  const petals = random.pick(['#f05090', '#ff8a3c', '#f8e05c']);
  return [unlined(ellipse(0.79, x, y, 0.026, 0.026, petals)), unlined(ellipse(0.79, x, y, 0.011, 0.011, '#fff4b0'))];
}
