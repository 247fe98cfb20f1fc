/** What places are made of: shapes in daylight colours, each knowing how far away it is, and hands to make them with. */

import type { Random } from '../../base/random.ts';
import type { Point } from '../canvas.ts';
import type { Band, Ellipse, Glow, Polygon } from '../display-list.ts';
import { mix, parseHex, toHex } from '../colour.ts';

/** A shape of a place. */
export interface Scenery {
  readonly shape: Band | Ellipse | Polygon | Glow;
  /** 0 the sky behind everything, 1 what is nearest. Air, styles and shadows go by it. */
  readonly depth: number;
  /** It shines by itself: no light of the scene changes its colour. */
  readonly shines?: boolean;
  /** Too small or too soft for a line around it. */
  readonly plain?: boolean;
}

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();
/** Whole numbers from `low` to `high`, both included. */
export const countOf = (random: Random, low: number, high: number): number => low + random.integer(high - low + 1);
export const blend = (from: string, to: string, amount: number): string => toHex(mix(parseHex(from), parseHex(to), amount));

export const band = (depth: number, top: number, bottom: number, from: string, to = from): Scenery => ({ shape: { kind: 'band', top, bottom, from, to }, depth });
export const ellipse = (depth: number, x: number, y: number, radiusX: number, radiusY: number, fill: string): Scenery => ({ shape: { kind: 'ellipse', centre: [x, y], radii: [radiusX, radiusY], fill }, depth });
export const polygon = (depth: number, fill: string, points: readonly Point[]): Scenery => ({ shape: { kind: 'polygon', points, fill }, depth });
export const box = (depth: number, fill: string, left: number, top: number, width: number, height: number): Scenery =>
  polygon(depth, fill, [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]);
/** A soft light or dark around a point: `colour` with alpha at the centre, nothing at the edge. */
export const glow = (depth: number, x: number, y: number, radiusX: number, radiusY: number, colour: string, alpha: number): Scenery => ({
  shape: { kind: 'glow', centre: [x, y], radii: [radiusX, radiusY], stops: [[0, withAlpha(colour, alpha)], [0.45, withAlpha(colour, alpha * 0.45)], [1, withAlpha(colour, 0)]] }, depth, plain: true,
});
export const shining = (scenery: Scenery): Scenery => ({ ...scenery, shines: true });
export const unlined = (scenery: Scenery): Scenery => ({ ...scenery, plain: true });

/** `#rrggbb` with an opacity of 0..1. */
export const withAlpha = (colour: string, alpha: number): string => colour.slice(0, 7) + Math.round(255 * Math.min(1, Math.max(0, alpha))).toString(16).padStart(2, '0');

const STEPS = 40;

/** Ground with a softly waving upper edge from side to side. `base` is its mean height, `swell` how far waves reach up and down, `waves` how many there are. */
export function rolling(random: Random, depth: number, fill: string, { base, swell, waves, bottom = 1.02 }: { readonly base: number; readonly swell: number; readonly waves: number; readonly bottom?: number }): Scenery {
  const [phase, second, lean] = [between(random, 0, 2 * Math.PI), between(random, 0, 2 * Math.PI), between(random, -0.35, 0.35)];
  const heightAt = (x: number): number => base - swell * (0.7 * Math.sin(2 * Math.PI * waves * x + phase) + 0.3 * Math.sin(2 * Math.PI * waves * 1.9 * x + second) + lean * (x - 0.5));
  return polygon(depth, fill, [...Array.from({ length: STEPS + 1 }, (_, i): Point => [i / STEPS * 1.1 - 0.05, heightAt(i / STEPS * 1.1 - 0.05)]), [1.05, bottom], [-0.05, bottom]]);
}

/** The peaks of a jagged range: alternately summits and saddles from side to side. */
export function peaksOf(random: Random, { base, height, count }: { readonly base: number; readonly height: number; readonly count: number }): Point[] {
  const step = 1.2 / (2 * count);
  const start = -0.1 - between(random, 0, step);
  return Array.from({ length: 2 * count + 3 }, (_, i): Point => [start + step * i + (i % 2 === 0 ? 0 : between(random, -0.3, 0.3) * step), base - height * (i % 2 === 0 ? between(random, 0.05, 0.3) : between(random, 0.6, 1))]);
}

export const range = (depth: number, fill: string, peaks: readonly Point[], bottom = 1.02): Scenery => polygon(depth, fill, [...peaks, [1.3, bottom], [-0.3, bottom]]);

/** The outline of lumps side by side on a flat base: clouds, bushes, crowns. Each lump is [x, height of its centre above the base, radius]. */
export function lumps(depth: number, fill: string, base: number, parts: readonly (readonly [x: number, up: number, radius: number])[]): Scenery {
  const left = Math.min(...parts.map(([x, , radius]) => x - radius));
  const right = Math.max(...parts.map(([x, , radius]) => x + radius));
  const steps = Math.max(24, Math.ceil((right - left) * 64));
  const topAt = (x: number): number => Math.min(base, ...parts.map(([centre, up, radius]) => (Math.abs(x - centre) < radius ? base - up - Math.sqrt(radius ** 2 - (x - centre) ** 2) : base)));
  return polygon(depth, fill, [...Array.from({ length: steps + 1 }, (_, i): Point => [left + (right - left) * i / steps, topAt(left + (right - left) * i / steps)]), [right, base], [left, base]]);
}

/** A flat-bottomed cloud `width` wide around x. */
export function cloud(random: Random, depth: number, fill: string, x: number, base: number, width: number): Scenery {
  const main = width * between(random, 0.22, 0.28);
  const side = between(random, 0.5, 0.8);
  return lumps(depth, fill, base, [
    [x + width * between(random, -0.08, 0.08), main * 0.55, main], [x - width * 0.27, 0, main * side], [x + width * 0.27, 0, main * (1.35 - side)], [x - width * 0.42, 0, main * 0.34], [x + width * 0.42, 0, main * 0.34],
  ]);
}

/** Clouds over the upper part of the sky, none of them where another is. */
export function clouds(random: Random, fill: string, count: number, lowest: number): Scenery[] {
  const slots = random.shuffled(Array.from({ length: 4 }, (_, i) => i)).slice(0, count);
  return slots.map((slot) => cloud(random, 0.05, fill, (slot + between(random, 0.3, 0.7)) / 4, between(random, 0.09, lowest), between(random, 0.2, 0.32)));
}

/** A conifer: three tiers, its foot at (x, y). */
export function conifer(depth: number, fill: string, trunk: string, x: number, y: number, height: number): Scenery[] {
  const width = height * 0.46;
  const tier = (top: number, bottom: number, half: number): Point[] => [[x, y - height * top], [x + width * half, y - height * bottom], [x - width * half, y - height * bottom]];
  const [, right1, left1] = tier(1, 0.62, 0.27) as [Point, Point, Point];
  const [, right2, left2] = tier(0.8, 0.36, 0.39) as [Point, Point, Point];
  const inset = (at: number, up: number): Point => [x + width * at, y - height * up];
  return [
    box(depth, trunk, x - height * 0.045, y - height * 0.14, height * 0.09, height * 0.14),
    polygon(depth, fill, [[x, y - height], right1, inset(0.15, 0.62), right2, inset(0.2, 0.36), inset(0.5, 0.1), inset(-0.5, 0.1), inset(-0.2, 0.36), left2, inset(-0.15, 0.62), left1]),
  ];
}

/** A leafy tree: a crown of lumps on a trunk, its foot at (x, y). */
export function leafyTree(random: Random, depth: number, fill: string, trunk: string, x: number, y: number, height: number): Scenery[] {
  const radius = height * 0.3;
  const turn = between(random, 0, 1);
  const crown = Array.from({ length: STEPS }, (_, i): Point => {
    const angle = 2 * Math.PI * i / STEPS;
    const reach = radius * (1 + 0.09 * Math.sin(5 * angle + 6 * turn));
    return [x + reach * Math.cos(angle), y - height * 0.68 + reach * Math.sin(angle)];
  });
  return [polygon(depth, trunk, [[x - height * 0.045, y - height * 0.5], [x + height * 0.045, y - height * 0.5], [x + height * 0.07, y], [x - height * 0.07, y]]), polygon(depth, fill, crown)];
}
