/** Two things put together as their relation says: riders on seats, held things at hands, near things in front of far ones. */

import type { Random } from '../../../base/random.ts';
import { boxOf, pointOf, sharedArea } from '../geometry.ts';
import type { Member } from '../scene-graph.ts';
import type { Thing } from '../scene.ts';
import { type RelationId, subjects } from '../vocabulary.ts';
import { between, facing, flipToFace, type Group, heightRatio, placed, type Wardrobe, widthAt } from './group.ts';
import type { Setting } from './roles.ts';
import { shelters } from './roles.ts';

/** What a pair is laid out from: the first is the relation's subject, and thing 0 of the group. */
export interface Pair {
  readonly main: Member;
  readonly other: Member;
  readonly setting: Setting;
  readonly wardrobe: Wardrobe;
  readonly random: Random;
}

type LayOutPair = (pair: Pair) => Group;

const wayOf = (random: Random): 'left' | 'right' => (random.uniform() < 0.5 ? 'left' : 'right');
const statureOf = ({ subject }: Member): number => subjects[subject].stature;

/** Standing at the origin, one unit high. */
function standing(member: Member, { wardrobe, random }: Pick<Pair, 'wardrobe' | 'random'>, height = 1): Thing {
  return placed(member, [0, 0], height, flipToFace(wardrobe(member.subject), wayOf(random), random));
}

/** Riders are drawn smaller than they stand, so that they do not hide what they ride: their heads are large. */
const riderScale = 0.8;

/** Who has no drawing of its own for sitting is painted behind the mount, this part of it hidden. */
const hiddenByMount = 0.14;

const riding: LayOutPair = (pair) => {
  const { main, other, wardrobe, random } = pair;
  const mount = standing(other, pair);
  const [ridden, rider] = [wardrobe(other.subject), wardrobe(main.subject)];
  const seat = pointOf(mount, ridden, ridden.seat ?? [0.5, 0.2]);
  const standingHeight = heightRatio(riderScale * statureOf(main), statureOf(other), 0.55, 0.9);
  const way = facing(ridden, mount.flipped);
  const flipped = flipToFace(rider, way === 'front' ? wayOf(random) : way, random);
  if (rider.riding === undefined) {
    const sitter = placed(main, [seat[0], seat[1] + hiddenByMount * standingHeight], standingHeight, flipped);
    return { shape: 'stack', things: [sitter, mount], depth: [0, 1], carried: [1] };
  }
  const height = standingHeight * rider.riding.icon.ink[3] / rider.icon.ink[3] * (rider.icon.height / rider.riding.icon.height);
  return { shape: 'stack', things: [placed(main, seat, height, flipped, 'riding'), mount], depth: [1, 0], carried: [1] };
};

const on: LayOutPair = (pair) => {
  const { main, other, wardrobe, random } = pair;
  const platform = standing(other, pair);
  const carrier = wardrobe(other.subject);
  const top = pointOf(platform, carrier, carrier.top ?? [0.5, 0]);
  const drawing = wardrobe(main.subject);
  const height = Math.min(heightRatio(statureOf(main), statureOf(other), 0.45, 1.4), Math.max(0.45, 0.95 * widthAt(carrier, 1) / widthAt(drawing, 1)));
  const thing = placed(main, top, height, flipToFace(drawing, wayOf(random), random));
  return { shape: 'stack', things: [thing, platform], depth: [1, 0], carried: [1] };
};

const holding: LayOutPair = (pair) => {
  const { main, other, wardrobe, random } = pair;
  const holder = standing(main, pair);
  const [owner, drawing] = [wardrobe(main.subject), wardrobe(other.subject)];
  const hand = pointOf(holder, owner, owner.hand ?? [0.85, 0.6]);
  const height = Math.min(heightRatio(statureOf(other), statureOf(main), 0.36, 0.5), 0.55 / widthAt(drawing, 1));
  const way = facing(owner, holder.flipped);
  const held = placed(other, [hand[0], hand[1] + height / 2], height, flipToFace(drawing, way === 'front' ? wayOf(random) : way, random));
  return { shape: 'stack', things: [holder, held], depth: [0, 1], carried: [0] };
};

/** The lower one stands, the upper one hangs above it. */
function tier(lower: Member, upper: Member, pair: Pair): { readonly low: Thing; readonly high: Thing } {
  const { wardrobe, random } = pair;
  const [below, above] = [wardrobe(lower.subject), wardrobe(upper.subject)];
  const low = standing(lower, pair, Math.min(1, 1.3 / widthAt(below, 1)));
  const height = Math.min(heightRatio(statureOf(upper), statureOf(lower), 0.6, 1.3), 1.5 / widthAt(above, 1));
  const foot = [between(random, -0.2, 0.2), -low.height - between(random, 0.12, 0.3)] as const;
  return { low, high: placed(upper, foot, height, flipToFace(above, wayOf(random), random)) };
}

const above: LayOutPair = (pair) => {
  const { low, high } = tier(pair.other, pair.main, pair);
  return { shape: 'tier', things: [high, low], depth: [1, 0], carried: [1] };
};

const under: LayOutPair = (pair) => {
  const { main, other, setting, wardrobe, random } = pair;
  if (setting.tiered) {
    const { low, high } = tier(main, other, pair);
    return { shape: 'tier', things: [low, high], depth: [1, 0], carried: [0] };
  }
  const shelter = standing(other, pair);
  const [cover, drawing] = [wardrobe(other.subject), wardrobe(main.subject)];
  const room = shelters[other.subject]?.room ?? 0.4;
  const height = Math.min(heightRatio(statureOf(main), statureOf(other), 0.75 * room, room), 0.62 * widthAt(cover, 1) / widthAt(drawing, 1));
  const foot = [between(random, -0.1, 0.1) * widthAt(cover, 1), between(random, 0.01, 0.04)] as const;
  const thing = placed(main, foot, height, flipToFace(drawing, wayOf(random), random));
  return { shape: 'stack', things: [thing, shelter], depth: [1, 0], carried: [0, 1] };
};

/** How often two things side by side look at each other, rather than each its own way. */
const eyeContact = 0.7;

/** @param gap between the two, in units of their mean height */
function sideBySide(left: Member, right: Member, gap: number, { wardrobe, random }: Pair): readonly [Thing, Thing] {
  const [a, b] = [wardrobe(left.subject), wardrobe(right.subject)];
  const ratio = heightRatio(statureOf(left), statureOf(right), 1 / 2.3, 2.3);
  const [heightA, heightB] = [Math.sqrt(ratio), 1 / Math.sqrt(ratio)];
  const space = gap * (heightA + heightB) / 2;
  const meet = random.uniform() < eyeContact;
  const flips = [flipToFace(a, meet ? 'right' : wayOf(random), random), flipToFace(b, meet ? 'left' : wayOf(random), random)] as const;
  const step = between(random, -0.06, 0.06);
  return [placed(left, [-(widthAt(a, heightA) + space) / 2, step], heightA, flips[0]), placed(right, [(widthAt(b, heightB) + space) / 2, -step], heightB, flips[1])];
}

/** What is next to something is close to it; what is left of something is far enough for a look to tell the two apart. */
const gaps = { near: [0.05, 0.12], apart: [0.3, 0.6] } as const;

function row(pair: Pair, leftFirst: boolean, [low, high]: readonly [number, number]): Group {
  const { main, other, random } = pair;
  const gap = between(random, low, high);
  const [left, right] = leftFirst ? sideBySide(main, other, gap, pair) : sideBySide(other, main, gap, pair);
  const things = leftFirst ? [left, right] : [right, left];
  return { shape: 'row', things, depth: byFoot(things), carried: [0, 1] };
}

/** Back to front: what touches the ground lower in the picture is nearer. */
export function byFoot(things: readonly Thing[]): number[] {
  return things.map((_, index) => index).sort((a, b) => (things[a] as Thing).foot[1] - (things[b] as Thing).foot[1]);
}

/** Of the far thing's box, how much the near one covers at least and at most; and of the smaller box, how much overlaps at least. */
const covered = { least: 0.08, most: 0.34, ofSmaller: 0.2 } as const;

/** The near one lower and larger, hiding a part of the far one. */
function oneBehindOther(near: Member, far: Member, { wardrobe, random }: Pair): { readonly front: Thing; readonly back: Thing } {
  const [nearDrawing, farDrawing] = [wardrobe(near.subject), wardrobe(far.subject)];
  const heightFar = heightRatio(statureOf(far), statureOf(near), 0.6, 2.2);
  const [widthNear, widthFar] = [widthAt(nearDrawing, 1), widthAt(farDrawing, heightFar)];
  const back = placed(far, [0, 0], heightFar, flipToFace(farDrawing, wayOf(random), random));
  const side = random.uniform() < 0.5 ? -1 : 1;
  const nearFlipped = flipToFace(nearDrawing, wayOf(random), random);
  const at = (share: number): Thing => placed(near, [side * share * (widthNear + widthFar) / 2, 0.16], 1, nearFlipped);
  let front = at(0.95);
  // Steps inward from where the two hardly touch, to a random place of those that hide enough and not too much.
  const fits: Thing[] = [];
  for (let share = 0.98; share >= 0; share -= 0.03) {
    const candidate = at(share);
    const [a, b] = [boxOf(candidate, nearDrawing), boxOf(back, farDrawing)];
    const shared = sharedArea(a, b);
    const [ofFar, ofSmaller] = [shared / (heightFar * widthFar), shared / Math.min(widthNear, heightFar * widthFar)];
    if (ofFar > covered.most) break;
    front = candidate;
    if (ofFar >= covered.least && ofSmaller >= covered.ofSmaller) fits.push(candidate);
  }
  return { front: fits.length > 0 ? random.pick(fits) : front, back };
}

/** The table of layouts. */
export const pairLayouts: Readonly<Record<RelationId, LayOutPair>> = {
  riding,
  on,
  holding,
  above,
  under,
  'next-to': (pair) => row(pair, pair.random.uniform() < 0.5, gaps.near),
  'left-of': (pair) => row(pair, true, gaps.apart),
  'right-of': (pair) => row(pair, false, gaps.apart),
  'in-front-of': (pair) => {
    const { front, back } = oneBehindOther(pair.main, pair.other, pair);
    return { shape: 'stack', things: [front, back], depth: [1, 0], carried: [0, 1] };
  },
  behind: (pair) => {
    const { front, back } = oneBehindOther(pair.other, pair.main, pair);
    return { shape: 'stack', things: [back, front], depth: [0, 1], carried: [0, 1] };
  },
};
