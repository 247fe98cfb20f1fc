/** What two things have to do with each other, and how many of one there are. */

import type { Concept } from '../../concept.ts';

/** `words` stand between the two: "a fox [on] a table". */
export interface RelationConcept extends Concept {
  /** The same with the second thing named first: "a table [with {a} on it]", where {a} is the first thing with its article. */
  readonly inverse: readonly string[];
}

export const relationTable = {
  riding: { words: ['riding', 'riding on', 'sitting on', 'on the back of', 'astride', 'mounted on', 'seated on', 'going for a ride on'], inverse: ['with {a} on its back', 'ridden by {a}', 'carrying {a} on its back', 'with {a} riding it', 'mounted by {a}'] },
  on: { words: ['on', 'on top of', 'standing on', 'atop', 'placed on', 'resting on', 'up on'], inverse: ['with {a} on it', 'with {a} on top', 'with {a} on top of it', 'carrying {a}', 'holding up {a}'] },
  under: { words: ['under', 'underneath', 'below', 'beneath', 'right under', 'directly below'], inverse: ['above {a}', 'over {a}', 'with {a} under it', 'with {a} underneath', 'with {a} below it', 'with {a} beneath it'] },
  'next-to': { words: ['next to', 'beside', 'by the side of', 'alongside', 'close to', 'near', 'side by side with', 'and next to it'], inverse: ['next to {a}', 'beside {a}', 'with {a} next to it', 'with {a} beside it', 'with {a} at its side'] },
  'left-of': { words: ['to the left of', 'left of', 'on the left of', 'on the left side of', 'standing left of', 'at the left of', 'to the left side of'], inverse: ['with {a} to its left', 'to the right of {a}', 'right of {a}', 'with {a} on its left', 'with {a} on the left'] },
  'right-of': { words: ['to the right of', 'right of', 'on the right of', 'on the right side of', 'standing right of', 'at the right of', 'to the right side of'], inverse: ['with {a} to its right', 'to the left of {a}', 'left of {a}', 'with {a} on its right', 'with {a} on the right'] },
  above: { words: ['above', 'over', 'floating above', 'up above', 'hovering over', 'high above', 'in the air above'], inverse: ['below {a}', 'under {a}', 'with {a} above it', 'with {a} over it', 'with {a} hovering above', 'with {a} overhead'] },
  'in-front-of': { words: ['in front of', 'before', 'standing in front of', 'partly hiding', 'at the front of'], inverse: ['behind {a}', 'with {a} in front', 'with {a} in front of it', 'partly hidden by {a}', 'in back of {a}'] },
  behind: { words: ['behind', 'standing behind', 'partly hidden by', 'at the back of', 'in back of', 'hiding behind'], inverse: ['in front of {a}', 'with {a} behind it', 'with {a} behind', 'partly hiding {a}', 'with {a} standing behind it'] },
  holding: { words: ['holding', 'carrying', 'with', 'grasping', 'clutching', 'holding up', 'who holds', 'that holds'], inverse: ['held by {a}', 'in the hand of {a}', 'carried by {a}', 'in the hands of {a}'] },
} as const satisfies Record<string, RelationConcept>;

/** Number words before a plural; one before a singular. */
export const countTable = {
  1: { words: ['one', 'a single', 'a lone', 'just one', '1'] },
  2: { words: ['two', 'a pair of', 'a couple of', '2', 'two identical', 'twin'] },
  3: { words: ['three', 'a trio of', '3', 'a group of three', 'three identical'] },
  4: { words: ['four', '4', 'a group of four', 'a quartet of', 'four identical'] },
} as const satisfies Record<number, Concept>;
