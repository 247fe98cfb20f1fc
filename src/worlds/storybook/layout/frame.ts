/** Puts a group into a picture: as large as its composition says, where the place lets it stand, nothing cut. */

import type { Random } from '../../../base/random.ts';
import { around, type Box } from '../geometry.ts';
import type { Thing } from '../scene.ts';
import type { Terrain } from '../terrain.ts';
import type { CompositionId, StyleId } from '../vocabulary.ts';
import { between, boxesOf, clamp, type Group, type Shape, type Wardrobe } from './group.ts';
import type { Medium } from './medium.ts';

/** Height of the whole group, lowest and highest, and its greatest width; fractions of the picture's side. */
interface Extent {
  readonly height: readonly [low: number, high: number];
  readonly width: number;
}

/** What compositions mean for each shape. Absent: that shape is not framed so. Apart enough that an eye tells wide, centred and close-up. */
const extents: Readonly<Record<Shape, Readonly<Partial<Record<CompositionId, Extent>>>>> = {
  one: {
    wide: { height: [0.26, 0.35], width: 0.46 }, centred: { height: [0.5, 0.62], width: 0.72 }, 'close-up': { height: [0.78, 0.9], width: 0.94 },
    'left-third': { height: [0.44, 0.58], width: 0.54 }, 'right-third': { height: [0.44, 0.58], width: 0.54 },
  },
  stack: {
    wide: { height: [0.36, 0.46], width: 0.52 }, centred: { height: [0.58, 0.7], width: 0.76 }, 'close-up': { height: [0.82, 0.92], width: 0.94 },
    'left-third': { height: [0.5, 0.64], width: 0.58 }, 'right-third': { height: [0.5, 0.64], width: 0.58 },
  },
  row: { wide: { height: [0.26, 0.38], width: 0.64 }, centred: { height: [0.5, 0.7], width: 0.92 } },
  tier: {
    wide: { height: [0.5, 0.6], width: 0.5 }, centred: { height: [0.74, 0.88], width: 0.8 },
    'left-third': { height: [0.64, 0.8], width: 0.56 }, 'right-third': { height: [0.64, 0.8], width: 0.56 },
  },
  crowd: { wide: { height: [0.3, 0.5], width: 0.66 }, centred: { height: [0.56, 0.82], width: 0.92 } },
};

/** How near to the viewer the ground is that a group stands on: 0 at the far edge of the walkable ground, 1 at the near one. */
const nearness: Readonly<Record<CompositionId, readonly [number, number]>> = {
  wide: [0.05, 0.5], centred: [0.45, 0.85], 'close-up': [0.92, 1], 'left-third': [0.4, 0.85], 'right-third': [0.4, 0.85],
};

/** Free around the group; more in styles whose edges are paper. */
export const marginOf = (style: StyleId): number => (style === 'poster' ? 0.07 : style === 'watercolour' ? 0.05 : 0.03);
/** 49 pixels of 256: below that, features are thinner than codecs hold. */
const SMALLEST = 49 / 256;
/** Wider than this, things may be lower: a racing car is seen by its length. */
const WIDE = 1.5;

/** The least height of a thing whose ink is `aspect` times as wide as high. */
export const leastHeight = (aspect: number): number => SMALLEST * Math.min(1, Math.sqrt(WIDE / aspect));

/** The compositions in which a shape can be framed. */
export function compositionsOf(shape: Shape): readonly CompositionId[] {
  return Object.keys(extents[shape]) as CompositionId[];
}

/** What a group is put into. */
export interface Frame {
  readonly composition: CompositionId;
  readonly style: StyleId;
  readonly medium: Medium;
  readonly terrain: Terrain;
}

/** The group's things in the picture; undefined when the composition cannot hold them there. */
export function framed(group: Group, { composition, style, medium, terrain }: Frame, wardrobe: Wardrobe, random: Random): readonly Thing[] | undefined {
  const extent = extents[group.shape][composition];
  const band = medium === 'open' ? terrain.open : terrain[medium];
  if (extent === undefined || band === undefined) return undefined;
  const boxes = boxesOf(group, wardrobe);
  const whole = around(boxes);
  const margin = marginOf(style);
  const scale = scaleOf(group, boxes, whole, extent, margin, medium === 'open' ? undefined : band, random);
  if (scale === undefined) return undefined;
  const [width, height] = [scale * (whole.right - whole.left), scale * (whole.bottom - whole.top)];
  const left = clamp(centreAcross(composition, random) - width / 2, margin, 1 - margin - width);
  const move = medium === 'open' ? floatingAt(height, composition, margin, band, random) - scale * whole.top : standingAt(group, scale, whole, composition, margin, band, random);
  if (move === undefined || !isInItsThird(composition, left + width / 2)) return undefined;
  const carried = new Set(group.carried);
  return group.things.map((thing, index) => ({
    ...thing, foot: [left - scale * whole.left + scale * thing.foot[0], move + scale * thing.foot[1]], height: scale * thing.height,
    shadow: medium === 'ground' && carried.has(index),
  }));
}

/** As the composition wants it, but no thing too small, and no deeper than the ground reaches. */
function scaleOf({ things, carried }: Group, boxes: readonly Box[], whole: Box, { height, width }: Extent, margin: number, band: readonly [number, number] | undefined, random: Random): number | undefined {
  const wanted = Math.min(between(random, ...height) / (whole.bottom - whole.top), width / (whole.right - whole.left));
  const least = Math.max(...boxes.map(({ left, top, right, bottom }) => leastHeight((right - left) / (bottom - top)) / (bottom - top)));
  const feet = carried.map((index) => (things[index] as Thing).foot[1]);
  const depth = Math.max(...feet) - Math.min(...feet);
  const most = Math.min(band === undefined || depth === 0 ? Infinity : (band[1] - band[0]) / depth, Math.min(1 - 2 * margin, 1.12 * height[1]) / (whole.bottom - whole.top), Math.min(1 - 2 * margin, 1.06 * width) / (whole.right - whole.left));
  return least > most ? undefined : clamp(wanted, least, most);
}

function centreAcross(composition: CompositionId, random: Random): number {
  switch (composition) {
    case 'left-third': return between(random, 0.28, 0.36);
    case 'right-third': return between(random, 0.64, 0.72);
    case 'wide': return between(random, 0.38, 0.62);
    case 'centred': case 'close-up': return between(random, 0.47, 0.53);
    default: return composition satisfies never;
  }
}

/** A group too wide for its third is pushed out of it by the picture's edge. */
function isInItsThird(composition: CompositionId, centre: number): boolean {
  return composition === 'left-third' ? centre <= 0.37 : composition === 'right-third' ? centre >= 0.63 : true;
}

/** Where the plane's origin comes to lie, so that all feet are on the ground and no head leaves the picture. */
function standingAt({ things, carried }: Group, scale: number, whole: Box, composition: CompositionId, margin: number, [far, near]: readonly [number, number], random: Random): number | undefined {
  const feet = carried.map((index) => scale * (things[index] as Thing).foot[1]);
  const lowest = Math.max(far - Math.min(...feet), margin - scale * whole.top);
  const highest = Math.min(near - Math.max(...feet), 1 - margin - scale * whole.bottom);
  if (lowest > highest + 1e-9) return undefined;
  const [low, high] = nearness[composition];
  return clamp(far + between(random, low, high) * (near - far), lowest, highest);
}

/** The upper edge: anywhere in the free space; where that is too low for the group, it hangs into the picture from the top. */
function floatingAt(height: number, composition: CompositionId, margin: number, [top, bottom]: readonly [number, number], random: Random): number {
  const room = Math.max(0, bottom - top - height);
  const sides = composition === 'wide' ? between(random, 0, 1) : between(random, 0.25, 0.75);
  const upper = composition === 'close-up' ? (1 - height) / 2 : top + room * sides;
  return clamp(upper, margin, 1 - margin - height);
}
