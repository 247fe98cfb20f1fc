/** Bodies for heads and busts: icon sets draw people at work only down to the shoulders, but in a scene they must stand and ride. */

import { mix, parseHex, toHex } from '../../src/worlds/colour.ts';

/** Units of a 128-unit view box, y down; figures reach below it. */
type Point = readonly [x: number, y: number];

/** What a figure wears below the shoulders. All colours `#rrggbb`. */
export interface Outfit {
  readonly torso: string;
  readonly sleeve: string;
  readonly hand: string;
  readonly leg: string;
  readonly shoe: string;
  /** What hangs below the belt: nothing, a coat to the knees, or a robe or gown to the ground. Default trousers. */
  readonly cut?: 'trousers' | 'coat' | 'robe' | 'gown';
  /** A belt at the waist. */
  readonly belt?: string;
  /** A strip down the middle: a shirt under an open coat, a zip. */
  readonly strip?: string;
  /** Buttons down the middle. */
  readonly buttons?: string;
  /** Bright bands around body and legs. */
  readonly bands?: string;
}

/** Where a bust is cut and how broad it is there. */
export interface Build {
  readonly centre: number;
  /** Half the width of body with arms at the shoulders. */
  readonly shoulder: number;
  /** Half the width of the body without arms. */
  readonly half: number;
  /** Thickness of an arm. */
  readonly arm: number;
  /** Where body and arms begin, behind the bust. */
  readonly top: number;
  readonly hip: number;
  readonly foot: number;
  /** Arms that the bust does not already show. */
  readonly arms: 'both' | 'left' | 'right' | 'none';
}

export interface Figure {
  /** Drawn before the bust. */
  readonly behind: string;
  /** Drawn after the bust. */
  readonly before: string;
  /** Where a free hand is. */
  readonly hand: Point;
  /** Where it sits, for seated ones. */
  readonly bottom: Point;
}

/** A colour in shadow. */
const darker = (hex: string, amount = 0.16): string => toHex(mix(parseHex(hex), [20, 16, 40], amount));

const path = (fill: string, d: string): string => `<path fill="${fill}" d="${d}"/>`;
const dot = (fill: string, [x, y]: Point, radius: number): string => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
const oval = (fill: string, [x, y]: Point, [rx, ry]: Point): string => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const two = (value: number): number => Math.round(value * 100) / 100;

/** A thick line with round ends and corners, as filled shapes: one capsule for each of its parts. */
export function limb(colour: string, width: number, points: readonly Point[]): string {
  const radius = width / 2;
  const capsules = points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i] as Point;
    const length = Math.hypot(x - fromX, y - fromY);
    const [sideX, sideY] = [(-(y - fromY) / length) * radius, ((x - fromX) / length) * radius];
    const arc = (endX: number, endY: number): string => `A${radius} ${radius} 0 0 1 ${two(endX)} ${two(endY)}`;
    return `M${two(fromX + sideX)} ${two(fromY + sideY)}${arc(fromX - sideX, fromY - sideY)}L${two(x - sideX)} ${two(y - sideY)}${arc(x + sideX, y + sideY)}z`;
  });
  return path(colour, capsules.join(''));
}

function armAndHand({ centre, shoulder, arm, top, hip }: Build, { sleeve, hand }: Outfit, side: -1 | 1): string {
  const [x, end] = [centre + side * (shoulder - arm / 2), hip - 10];
  return dot(hand, [x + side * 3, end + arm * 0.62], arm * 0.52) + limb(side < 0 ? sleeve : darker(sleeve, 0.1), arm, [[x, top + arm / 2], [x + side * 3, end - arm * 0.1]]);
}

function armsOf(build: Build, outfit: Outfit): string {
  return (build.arms === 'both' || build.arms === 'left' ? armAndHand(build, outfit, -1) : '') + (build.arms === 'both' || build.arms === 'right' ? armAndHand(build, outfit, 1) : '');
}

/** The body from the shoulders to the hip, with what is on it. */
function trunk({ centre, half, top, hip }: Build, { torso, belt, strip, buttons, bands }: Outfit): string {
  const [left, right] = [centre - half, centre + half];
  const parts = [path(torso, `M${left} ${top}H${right}L${right - 1} ${hip + 4}Q${centre} ${hip + 10} ${left + 1} ${hip + 4}z`), path(darker(torso, 0.1), `M${right - half * 0.42} ${top}H${right}L${right - 1} ${hip + 4}Q${right - half * 0.3} ${hip + 7} ${right - half * 0.42} ${hip + 7}z`)];
  if (strip !== undefined) parts.push(path(strip, `M${centre - 7} ${top}h14V${hip + 6}h-14z`));
  if (bands !== undefined) parts.push(path(bands, `M${left} ${hip - 16}H${right}v8H${left}z`));
  if (belt !== undefined) parts.push(path(belt, `M${left} ${hip - 6}H${right}V${hip + 4}H${left}z`), path('#ffd54f', `M${centre - 7} ${hip - 7}h14V${hip + 5}h-14z`));
  if (buttons !== undefined) for (const y of [top + 14, top + 30]) if (y < hip - 6) parts.push(dot(buttons, [centre, y], 4));
  return parts.join('');
}

function shoe(colour: string, [x, y]: Point, width: number, side: -1 | 1): string {
  return path(colour, `M${x - width / 2 - (side < 0 ? 5 : 1)} ${y}v-5q0-9 10-9H${x + width / 2 - 7}q9 0 ${side > 0 ? 12 : 8} 9v5z`);
}

function legs({ centre, half, hip, foot }: Build, { leg, shoe: leather, bands }: Outfit): string {
  const width = half - 3;
  const one = (side: -1 | 1): string => {
    const x = centre + side * (half / 2 + 0.5);
    const colour = side < 0 ? leg : darker(leg, 0.1);
    const band = bands === undefined ? '' : path(bands, `M${x - width / 2} ${foot - 24}h${width}v7h-${width}z`);
    return path(colour, `M${x - width / 2} ${hip}h${width}V${foot - 8}h-${width}z`) + band + shoe(leather, [x, foot], width, side);
  };
  return one(-1) + one(1) + path(darker(leg), `M${centre - 4} ${hip}h8l-4 9z`);
}

/** Cloth that widens towards the ground. */
function skirt({ centre, half, hip, top }: Build, colour: string, end: number, flare: number, strip: string | undefined): string {
  const wide = half + flare;
  const fold = path(darker(colour, 0.1), `M${centre + half * 0.55} ${top + 10}L${centre + half} ${hip}L${centre + wide} ${end}Q${centre + wide * 0.7} ${end + 6} ${centre + wide * 0.5} ${end + 5}z`);
  const inner = strip === undefined ? '' : path(strip, `M${centre - 7} ${top}h14L${centre + 10} ${end + 5}h-20z`);
  return path(colour, `M${centre - half} ${top}H${centre + half}L${centre + half} ${hip}L${centre + wide} ${end}Q${centre} ${end + 11} ${centre - wide} ${end}L${centre - half} ${hip}z`) + fold + inner;
}

/** The hand of an arm that we draw, so one that holds nothing yet: the left of the picture if there is a choice. */
function freeHand({ centre, shoulder, arm, hip, arms }: Build): Point {
  const side = arms === 'right' ? 1 : -1;
  return [centre + side * (shoulder - arm / 2 + 3), hip - 10 + arm * 0.62];
}

/** The figure on its feet. */
export function standing(build: Build, outfit: Outfit): Figure {
  const { cut = 'trousers' } = outfit;
  const { centre, hip, foot, half } = build;
  const long = cut === 'robe' || cut === 'gown';
  const feet = long ? shoe(outfit.shoe, [centre - half / 2, foot], half - 2, -1) + shoe(outfit.shoe, [centre + half / 2, foot], half - 2, 1) : legs(build, outfit);
  const cloth = cut === 'trousers' ? '' : skirt(build, outfit.torso, long ? foot - 9 : (hip + foot) / 2 + 4, cut === 'gown' ? 26 : 9, outfit.strip);
  const { strip: _strip, ...closed } = outfit;
  const body = trunk(build, long ? closed : outfit);
  const over = cloth === '' ? '' : cloth + (outfit.belt === undefined ? '' : trunk(build, outfit));
  return { behind: feet + body + over + armsOf(build, outfit), before: '', hand: freeHand(build), bottom: [centre, foot] };
}

/** The figure on a mount that looks to the left, seen from its side: one leg hangs down the near flank. */
export function seated(build: Build, outfit: Outfit): Figure {
  const { centre, hip, half } = build;
  const long = outfit.cut === 'robe' || outfit.cut === 'gown';
  const colour = long ? outfit.torso : outfit.leg;
  const width = Math.min(30, half * 0.85);
  const [knee, ankle]: [Point, Point] = [[centre - half * 0.75, hip + 22], [centre - half * 0.6, hip + 48]];
  const leg = limb(darker(colour, 0.12), width, [[centre, hip - 2], knee, ankle]);
  const boot = path(outfit.shoe, `M${ankle[0] + width / 2} ${ankle[1] - 2}v16q0 4-4 4h-${width + 8}q-4 0-4-5q0-9 12-11l4-4z`);
  return { behind: armsOf(build, outfit) + trunk(build, outfit), before: boot + leg, hand: freeHand(build), bottom: [centre, hip + 6] };
}

/** A furry body for an animal of which only the head is drawn: sitting, seen from the front. */
export interface Fur {
  readonly fur: string;
  readonly belly: string;
  readonly paw: string;
  readonly tail?: { readonly colour: string; readonly tip: string; readonly shape: 'long' | 'bushy' | 'stub' };
}

function tailOf({ centre, half, foot }: Build, { tail }: Fur): string {
  if (tail === undefined) return '';
  const [x, y] = [centre + half, foot - 16];
  if (tail.shape === 'stub') return dot(tail.colour, [x + 2, y], 12);
  if (tail.shape === 'long') return limb(tail.colour, 9, [[x - 12, y + 4], [x + 2, y + 3], [x + 12, y - 4], [x + 17, y - 14], [x + 18, y - 24], [x + 21, y - 32], [x + 26, y - 38]]) + dot(tail.tip, [x + 26, y - 38], 10);
  return path(tail.colour, `M${x - 14} ${y + 8}q44 10 46-26q2-24-10-40q-4 22-20 30q-16 8-16 36z`) + path(tail.tip, `M${x + 22} ${y - 58}q-3 15-10 22q10 4 19 8q3-16-9-30z`);
}

/** @param seatedOnMount  with one leg hanging down instead of two feet on the ground */
export function furry(build: Build, fur: Fur, seatedOnMount: boolean): Figure {
  const { centre, half, top, foot, hip } = build;
  const bottom = seatedOnMount ? hip : foot;
  const middle = (top + bottom) / 2;
  const body = oval(fur.fur, [centre, middle], [half, (bottom - top) / 2]) + oval(fur.belly, [centre, middle + 4], [half * 0.58, (bottom - top) / 2 - 8]);
  const arm = (side: -1 | 1): string => limb(side < 0 ? fur.fur : darker(fur.fur, 0.08), 20, [[centre + side * half * 0.8, top + 22], [centre + side * half * 0.92, middle + 14]]) + dot(fur.paw, [centre + side * half * 0.92, middle + 18], 11);
  const hindFoot = (side: -1 | 1): string => oval(fur.paw, [centre + side * half * 0.62, foot - 9], [21, 10]);
  const leg = limb(darker(fur.fur, 0.1), 26, [[centre, bottom - 4], [centre - 20, bottom + 16], [centre - 16, bottom + 34]]) + oval(fur.paw, [centre - 24, bottom + 40], [18, 10]);
  return {
    behind: tailOf({ ...build, foot: bottom }, fur) + body + arm(-1) + arm(1) + (seatedOnMount ? '' : hindFoot(-1) + hindFoot(1)),
    before: seatedOnMount ? leg : '',
    hand: [centre - half * 0.92, middle + 18],
    bottom: [centre, bottom],
  };
}
