/** One thing, or several of one kind: near each other, none hiding another, and not on a grid. */

import type { Random } from '../../../base/random.ts';
import { aspectOf, type Box, boxOf, sharedArea } from '../geometry.ts';
import type { Thing } from '../scene.ts';
import type { Count, Member } from '../scene-graph.ts';
import { between, flipToFace, type Group, placed, type Wardrobe } from './group.ts';
import type { Medium } from './medium.ts';
import { byFoot } from './pairs.ts';

export function alone(member: Member, wardrobe: Wardrobe, random: Random): Group {
  const flipped = flipToFace(wardrobe(member.subject), random.uniform() < 0.5 ? 'left' : 'right', random);
  return { shape: 'one', things: [placed(member, [0, 0], 1, flipped)], depth: [0], carried: [0] };
}

/** Places in columns and rows: x in widths of a thing with its gap, y in heights, back rows first. */
type Slots = readonly (readonly [column: number, row: number])[];

const inRow = (count: number): Slots => Array.from({ length: count }, (_, i) => [i - (count - 1) / 2, 0] as const);

/** Wide things stand in two rows, narrow ones may stand in one. */
function slotsFor(count: Exclude<Count, 1>, aspect: number, random: Random): Slots {
  const two: Readonly<Record<Exclude<Count, 1>, readonly Slots[]>> = {
    2: [[[-0.32, -1], [0.32, 0]], [[0.32, -1], [-0.32, 0]]],
    3: [[[0, -1], [-0.56, 0], [0.56, 0]], [[-0.56, -1], [0.56, -1], [0, 0]]],
    4: [[[-0.5, -1], [0.55, -1], [-0.6, 0], [0.5, 0]], [[-0.35, -1], [0.7, -1], [-0.7, 0], [0.35, 0]], [[0.35, -1], [-0.7, -1], [0.7, 0], [-0.35, 0]]],
  };
  const oneRow = aspect * count <= 3.7;
  if (oneRow && (count === 2 || random.uniform() < 0.5)) return inRow(count);
  return random.pick(two[count]);
}

/** How far things may be off their slots, and differ in height. */
const jitter = { across: 0.07, up: 0.05, height: 0.05 } as const;
const gapAcross = 0.18;
/** How far rows are apart in heights of a thing, and how much of a thing's box another's may cover: feet, never heads. Close rows are for shallow ground. */
const rowSpacings = { roomy: { apart: 1.02, shared: 0.04 }, close: { apart: 0.84, shared: 0.15 } } as const;
export type RowSpacing = keyof typeof rowSpacings;
const backRow = 0.94;
/** How often all look one way. */
const oneWay = 0.7;

/** Several alike. Things are in random order, so that leaving out the last ones leaves a scene of the same kind. */
export function several(member: Member, count: Exclude<Count, 1>, spacing: RowSpacing, medium: Medium, wardrobe: Wardrobe, random: Random): Group {
  const drawing = wardrobe(member.subject);
  const aspect = aspectOf(drawing.icon);
  const slots = slotsFor(count, aspect, random);
  const together = random.uniform() < oneWay;
  const way = random.uniform() < 0.5 ? 'left' : 'right';
  const { apart, shared } = rowSpacings[spacing];
  const loose = medium === 'open' ? 3 : 1;
  for (let spread = 1; ; spread += 0.05) {
    const things = random.shuffled(slots).map(([column, row]): Thing => {
      const height = (1 + between(random, -jitter.height, jitter.height)) * (row < 0 && medium !== 'open' ? backRow : 1);
      const x = spread * (aspect + gapAcross) * (column + between(random, -jitter.across, jitter.across));
      const y = (medium === 'open' ? 1.1 * spread : apart) * row + loose * between(random, -jitter.up, jitter.up);
      return placed(member, [x, y], height, flipToFace(drawing, together ? way : random.uniform() < 0.5 ? 'left' : 'right', random));
    });
    if (areApart(things.map((thing) => boxOf(thing, drawing)), shared)) return { shape: 'crowd', things, depth: byFoot(things), carried: things.map((_, index) => index) };
  }
}

function areApart(boxes: readonly Box[], mostShared: number): boolean {
  const area = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);
  return boxes.every((one, i) => boxes.slice(i + 1).every((other) => sharedArea(one, other) <= mostShared * Math.min(area(one), area(other))));
}
