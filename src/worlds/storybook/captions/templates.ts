/** The templates of captions: how the things are put (cores), and how the whole is put around them (frames). */

import type { RelationId } from '../vocabulary.ts';

/**
 * What the things are and do. Slots: `{a}` the main thing with article and colour, `{b}` the other one, `{one}` and `{n}` with a number
 * word, `{a plain}` and `{n plain}` without the colour, `{tint}` the colour, `{things}` the bare plural, `{number}` the number word,
 * `{rel}` and `{inverse}` wordings of the relation.
 */
export const cores = {
  single: ['{a}', '{one}'],
  tinted: ['{a}', '{a}', '{one}', '{a plain} that is {tint}', '{a plain} in {tint}', '{a plain}, {tint} all over', '{a plain} coloured {tint}'],
  several: ['{n}', '{n} together', '{things}, {number} of them', '{number} {things}', '{n} near each other'],
  severalTinted: ['{n}', '{n}', '{n plain}, all {tint}', '{n plain} in {tint}', '{n plain}, all of them {tint}', '{things}, {number} of them'],
  pair: ['{a} {rel} {b}', '{b} {inverse}'],
} as const satisfies Record<string, readonly string[]>;

/** Cores that only some relations have. Those with a verb make sentences: they cannot follow "a picture of". */
export const relationCores: Readonly<Record<RelationId, { readonly phrases?: readonly string[]; readonly sentences?: readonly string[] }>> = {
  riding: { sentences: ['{a} rides {b}', '{a} is riding {b}', '{a} rides on {b}', '{a} sits on {b}'] },
  on: { sentences: ['{a} stands on {b}', '{a} is on {b}', '{a} sits on top of {b}'] },
  under: { sentences: ['{a} is under {b}', '{a} waits under {b}'], phrases: ['{b}, and under it {a}'] },
  'next-to': { phrases: ['{a} and {b}', '{a} and {b} side by side', '{a} and {b} next to each other', '{b} and {a}', '{a} together with {b}', '{a} close to {b}'], sentences: ['{a} stands next to {b}', '{a} is beside {b}'] },
  'left-of': { phrases: ['{a} on the left and {b} on the right', 'on the left {a}, on the right {b}', '{a} left, {b} right', '{b} on the right and {a} on the left'], sentences: ['{a} is on the left and {b} is on the right', '{a} is to the left of {b}'] },
  'right-of': { phrases: ['{a} on the right and {b} on the left', 'on the right {a}, on the left {b}', '{a} right, {b} left', '{b} on the left and {a} on the right'], sentences: ['{a} is on the right and {b} is on the left', '{a} is to the right of {b}'] },
  above: { phrases: ['{b}, and above it {a}'], sentences: ['{a} is above {b}', '{a} hangs over {b}'] },
  'in-front-of': { phrases: ['{a} in the foreground, {b} behind it'], sentences: ['{a} stands in front of {b}', '{a} is in front of {b}'] },
  behind: { phrases: ['{b} in the foreground, {a} behind it'], sentences: ['{a} stands behind {b}', '{a} is behind {b}'] },
  holding: { sentences: ['{a} holds {b}', '{a} is holding {b}', '{a} carries {b}'] },
};

/** Cores that name two things but not what they have to do with each other. "With" would be one: who holds something is "a bear with a balloon". */
export const unrelatedCores = ['{a} and {b}', '{b} and {a}', '{a}, {b}', '{a} and also {b}'] as const;

/**
 * Slots: `{core}`, and the clauses `{place}`, `{light}`, `{where}`, `{style}`; `{place word}`, `{light word}`, `{style word}` are bare words;
 * `{picture}` is the style and `{shot}` the composition as something that is "of" the core; `{there is}` agrees with the core's number.
 * Slots of what is not said are left out with their commas; a frame with `{picture}` or `{shot}` is only used where that is said.
 * The first is the plainest.
 */
export const frames = [
  '{core} {place} {light}, {where}, {style}',
  '{core} {light} {place}, {where}, {style}',
  '{core} {place}, {where}, {light}, {style}',
  '{core}, {where}, {place} {light}, {style}',
  '{core} {place} {light}, {style}, {where}',
  '{core}, {style}, {place} {light}, {where}',
  '{core} {place} {light}, {where}, {style word}',
  '{core} {place}, {light word}, {where}, {style word}',
  '{core}, {place word}, {light word}, {where}, {style word}',
  '{where}, {core} {place} {light}, {style}',
  '{place} {light}, {core}, {where}, {style}',
  '{light} {place}, {core}, {where}, {style word}',
  '{place}, {core}, {where}, {light}, {style}',
  '{light}, {core} {place}, {where}, {style}',
  '{style}, {core} {place} {light}, {where}',
  '{style}: {core} {place} {light}, {where}',
  '{style word}, {core}, {where}, {place}, {light}',
  '{style word}: {core} {light} {place}, {where}',
  '{picture} of {core} {place} {light}, {where}',
  '{picture} of {core} {light} {place}, {where}',
  '{picture} of {core}, {where}, {place} {light}',
  '{picture} of {core} {place}, {light word}, {where}',
  '{picture}: {core} {place} {light}, {where}',
  '{picture}, {core}, {place}, {light}, {where}',
  '{picture} showing {core} {place} {light}, {where}',
  '{shot} of {core} {place} {light}, {style}',
  '{shot} of {core} {light} {place}, {style word}',
  '{shot}, {core} {place} {light}, {style}',
  '{shot} of {core}, {style}, {place}, {light}',
  '{place word} {light}: {core}, {where}, {style}',
  '{there is} {core} {place} {light}, {where}, {style}',
  '{there is} {core} {where} {place} {light}, {style}',
  'a picture of {core} {place} {light}, {where}, {style}',
  'a picture with {core} {place}, {light}, {where}, {style word}',
  'an image of {core} {place}, {light}, {where}, {style word}',
  'an illustration of {core} {light} {place}, {where}, {style}',
  'draw {core} {place} {light}, {where}, {style}',
  'show me {core} {place} {light}, {where}, {style}',
  'please draw {core} {place}, {light}, {where}, {style word}',
] as const;

/** Separators of key words, and how they are ordered: as they come, or shuffled. */
export const keywordForms = [
  { separator: ', ', shuffled: false }, { separator: ' ', shuffled: false }, { separator: ', ', shuffled: true }, { separator: ' ', shuffled: true }, { separator: ' / ', shuffled: false }, { separator: '; ', shuffled: true },
] as const;

/** Key words for the things: bare words in place of `{a}` and `{b}`. */
export const keywordCores = {
  single: ['{a}'],
  several: ['{number} {things}', '{things}, {number}'],
  pair: ['{a} {rel} {b}', '{b} {inverse}'],
} as const satisfies Record<string, readonly string[]>;
