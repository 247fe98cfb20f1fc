/** A group: the things of a scene put together in a plane of their own, before anything is known of the picture that they go into. */

import type { Random } from '../../../base/random.ts';
import { aspectOf, type Box, boxOf, lookOf } from '../geometry.ts';
import type { Thing } from '../scene.ts';
import type { Member } from '../scene-graph.ts';
import type { Drawing } from '../subject.ts';
import type { SubjectId } from '../vocabulary.ts';

/** How a group looks from afar: decides how large each composition draws it. */
export type Shape = 'one' | 'stack' | 'row' | 'tier' | 'crowd';

/** Lengths in units of the group's own plane: y is 0 where the nearest standing thing of the plain row touches the ground, and points down. */
export interface Group {
  readonly shape: Shape;
  readonly things: readonly Thing[];
  /** Indices into `things`, from back to front. */
  readonly depth: readonly number[];
  /** Indices of the things that their medium carries; the others sit on things, hang in the air or are held. */
  readonly carried: readonly number[];
}

/** The drawing of each subject, in one family of art. */
export type Wardrobe = (subject: SubjectId) => Drawing;

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Statures are told apart, but squeezed: a mouse and a house have to fit into one picture. */
export function heightRatio(a: number, b: number, low: number, high: number): number {
  return clamp((a / b) ** 0.8, low, high);
}

/** Width of a subject's standing drawing at a height. */
export function widthAt(drawing: Drawing, height: number, pose?: Thing['pose']): number {
  return height * aspectOf(lookOf(drawing, pose).icon);
}

/** Which way a thing looks. */
export function facing(drawing: Drawing, flipped: boolean): 'left' | 'right' | 'front' {
  const { faces } = drawing;
  if (faces === 'left' || faces === 'right') return (faces === 'left') === flipped ? 'right' : 'left';
  return 'front';
}

/** Whether a thing has to be mirrored to look that way; what looks at us is mirrored as chance has it, what must not be never is. */
export function flipToFace(drawing: Drawing, way: 'left' | 'right', random: Random): boolean {
  const chance = random.uniform() < 0.5;
  if (drawing.faces === 'fixed') return false;
  return drawing.faces === 'front' ? chance : drawing.faces !== way;
}

/** A thing of the group's plane. */
export function placed(member: Member, foot: Thing['foot'], height: number, flipped: boolean, pose?: Thing['pose']): Thing {
  return { ...member, foot, height, flipped, shadow: false, ...(pose && { pose }) };
}

/** Ink boxes of all things. */
export function boxesOf({ things }: Pick<Group, 'things'>, wardrobe: Wardrobe): readonly Box[] {
  return things.map((thing) => boxOf(thing, wardrobe(thing.subject)));
}
