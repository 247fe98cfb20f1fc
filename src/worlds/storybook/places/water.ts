/** By, on and under the water: beach, sea, underwater. */

import type { Random } from '../../../base/random.ts';
import type { Point } from '../../canvas.ts';
import type { Light } from '../lights.ts';
import { withAlpha, band, between, blend, countOf, ellipse, glow, lumps, polygon, rolling, type Scenery, shining, unlined } from '../scenery.ts';
import { openSky, type PlaceLook } from './place-look.ts';

/** Water from side to side below a row of `count` round crests. */
export function waves(depth: number, fill: string, top: number, height: number, count: number, phase: number): Scenery {
  const steps = 64;
  return polygon(depth, fill, [...Array.from({ length: steps + 1 }, (_, i): Point => [i / steps * 1.1 - 0.05, top + height * Math.abs(Math.sin(Math.PI * (count * i / steps + phase)))]), [1.05, 1.02], [-0.05, 1.02]]);
}

/** Water takes something of the sky above it. */
const mirroring = (fill: string, { sky }: Light): string => blend(fill, sky[1], 0.45);

/** An island on the horizon. */
function island(random: Random, horizon: number): Scenery {
  const [x, width] = [random.pick([between(random, 0.08, 0.3), between(random, 0.6, 0.9)]), between(random, 0.1, 0.16)];
  return lumps(0.12, '#6a9c8c', horizon + 0.004, [[x, -width * 0.55, width], [x + width * 0.7, -width * 0.45, width * 0.65]]);
}

/** A light streak on the water. */
const streak = (random: Random, y: number): Scenery => unlined(ellipse(0.35, between(random, 0.05, 0.95), y, between(random, 0.05, 0.09), 0.0075, '#9fe0ee'));

/** A white line where a wave ends on the sand. */
function surf(random: Random, y: number, water: string): Scenery[] {
  const phase = between(random, 0, 6);
  const edge = (down: number): Point[] => Array.from({ length: 33 }, (_, i): Point => [i / 32 * 1.1 - 0.05, y + down + 0.012 * Math.sin(7 * i / 32 + phase) + 0.006 * Math.sin(15 * i / 32 + 2 * phase)]);
  return [polygon(0.5, water, [...edge(-0.05), ...edge(0.002).reverse()]), polygon(0.55, '#f8fffc', [...edge(-0.012), ...edge(0.016).reverse()])];
}

function shell(random: Random): Scenery[] {
  const [x, y, size] = [between(random, 0.04, 0.96), between(random, 0.8, 0.97), between(random, 0.016, 0.024)];
  return [unlined(lumps(0.88, random.pick(['#fff0e0', '#f8b8a8', '#f4d8f0']), y, [[x, 0, size]]))];
}

export const beach: PlaceLook = {
  horizon: 0.42, water: (y, light) => mirroring(blend('#1c86c4', '#48c4d8', (y - 0.42) / 0.27), light), shadows: 'shapes',
  paint: (random, light) => [
    ...openSky(random, light, 0.42),
    ...(random.uniform() < 0.6 ? [island(random, 0.42)] : []),
    band(0.3, 0.42, 0.69, mirroring('#1c86c4', light), mirroring('#48c4d8', light)),
    streak(random, 0.455), streak(random, 0.495), streak(random, 0.54), streak(random, 0.6),
    band(0.6, 0.66, 1, '#f4dca0', '#e4be78'),
    ...surf(random, 0.675, mirroring('#5cc8d8', light)),
    unlined(rolling(random, 0.75, '#ecc884', { base: 0.86, swell: 0.02, waves: 0.8 })),
    ...Array.from({ length: countOf(random, 2, 5) }, () => shell(random)).flat(),
  ],
};

export const sea: PlaceLook = {
  horizon: 0.48, water: (y, light) => mirroring(blend('#2a86c2', '#145894', (y - 0.53) / 0.4), light), shadows: 'none',
  paint: (random, light) => [
    ...openSky(random, light, 0.48),
    ...(random.uniform() < 0.35 ? [island(random, 0.48)] : []),
    band(0.25, 0.48, 1, mirroring('#2c8cc8', light), mirroring('#1a6cae', light)),
    waves(0.4, mirroring('#2a86c2', light), 0.53, 0.016, 9, random.uniform()),
    waves(0.5, mirroring('#227cba', light), 0.6, 0.022, 7, random.uniform()),
    waves(0.6, mirroring('#1c70b0', light), 0.69, 0.028, 5.5, random.uniform()),
    waves(0.7, mirroring('#1864a2', light), 0.8, 0.034, 4.5, random.uniform()),
    waves(0.8, mirroring('#145894', light), 0.92, 0.04, 3.5, random.uniform()),
  ],
};

/** A ribbon of weed that sways upwards from its foot. */
function weed(random: Random, depth: number, fill: string, x: number, y: number, height: number): Scenery {
  const [phase, half] = [between(random, 0, 6), between(random, 0.011, 0.016)];
  const edge = (side: number): Point[] => Array.from({ length: 15 }, (_, i): Point => [x + 0.022 * Math.sin(phase + 5 * i / 14) + side * half * (1 - 0.7 * (i / 14) ** 2), y - height * i / 14]);
  return polygon(depth, fill, [...edge(-1), ...edge(1).reverse()]);
}

/** A coral: round-ended fingers from one foot. */
function coral(random: Random, depth: number, x: number, y: number, height: number): Scenery[] {
  const fill = random.pick(['#f0607c', '#ff8a5c', '#c870d8', '#f8b84c']);
  const finger = (angle: number, length: number): Scenery[] => {
    const [dx, dy] = [Math.sin(angle), -Math.cos(angle)];
    const half = height * 0.09;
    const tip: Point = [x + dx * length, y + dy * length];
    return [unlined(polygon(depth, fill, [[x - half * dy * -1.2, y], [x + half * dy * -1.2, y], [tip[0] - dy * half, tip[1] + dx * half], [tip[0] + dy * half, tip[1] - dx * half]])), unlined(ellipse(depth, ...tip, half * 1.15, half * 1.15, fill))];
  };
  return [-0.75, -0.35, 0.05, 0.4, 0.8].flatMap((angle) => finger(angle + between(random, -0.1, 0.1), height * between(random, 0.65, 1)));
}

/** A shaft of light from the surface. */
function shaft(random: Random, light: string): Scenery {
  const [x, width] = [between(random, 0.1, 0.9), between(random, 0.05, 0.1)];
  const lean = between(random, -0.12, 0.12);
  const shape = { kind: 'polygon', points: [[x - width / 2, -0.02], [x + width / 2, -0.02], [x + width * 1.2 + lean, 0.8], [x - width * 1.2 + lean, 0.8]], fill: { kind: 'linear', from: [0, 0], to: [0, 0.8], stops: [[0, withAlpha(light, 0.4)], [1, withAlpha(light, 0)]] } } as const;
  return unlined(shining({ shape, depth: 0.1 }));
}

export const underwater: PlaceLook = {
  horizon: 0.74, shadows: 'none',
  paint: (random, light) => [
    band(0.75, 0, 0.45, '#5cd0e4', '#1f94c4'), band(0.75, 0.448, 1, '#1f94c4', '#0c5488'),
    glowAbove(light.disc?.halo ?? light.sky[2]),
    ...Array.from({ length: countOf(random, 3, 4) }, () => shaft(random, light.disc?.halo ?? light.sky[2])),
    lumps(0.35, '#2c7ca8', 0.76, [[between(random, 0, 0.3), 0, between(random, 0.1, 0.18)], [between(random, 0.35, 0.65), 0, between(random, 0.06, 0.12)], [between(random, 0.7, 1), 0, between(random, 0.1, 0.18)]]),
    ...Array.from({ length: countOf(random, 3, 5) }, () => weed(random, 0.6, '#2c9c6c', random.pick([between(random, 0.02, 0.3), between(random, 0.7, 0.98)]), 0.76, between(random, 0.16, 0.34))),
    rolling(random, 0.8, '#e4cf98', { base: 0.745, swell: 0.018, waves: 1.2 }),
    ...coral(random, 0.85, between(random, 0.06, 0.22), between(random, 0.78, 0.86), between(random, 0.12, 0.18)),
    ...coral(random, 0.85, between(random, 0.78, 0.94), between(random, 0.78, 0.86), between(random, 0.12, 0.18)),
    ...Array.from({ length: countOf(random, 5, 8) }, () => bubble(random)).flat(),
  ],
};

const glowAbove = (colour: string): Scenery => shining(glow(0.1, 0.5, -0.05, 0.7, 0.35, colour, 0.7));

function bubble(random: Random): Scenery[] {
  const [x, y, radius] = [between(random, 0.04, 0.96), between(random, 0.06, 0.75), between(random, 0.012, 0.022)];
  return [unlined(ellipse(0.7, x, y, radius, radius, '#b8ecf4')), unlined(ellipse(0.7, x + radius * 0.15, y + radius * 0.15, radius * 0.6, radius * 0.6, blend('#b8ecf4', '#2c9ccc', 0.7)))];
}
