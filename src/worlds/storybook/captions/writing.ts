/** How captions are written down: slips, capitals, full stops. */

import type { Random } from '../../../base/random.ts';
import { compositions, counts, lights, places, relations, styles, subjects, tints } from '../vocabulary.ts';
import { mistyped } from './typos.ts';

/** Share of captions with one or two mistyped words. */
const typoShare = 0.15;

/** Names that many write with a capital. */
const names = ['mars', 'martian', 'santa', 'claus', 'christmas', 'sahara', 'saturn', 'alps', 'halloween', 'japanese', 'greek', 'parthenon'] as const;
const namePattern = new RegExp(`\\b(${names.join('|')})\\b`, 'g');

let known: ReadonlySet<string> | undefined;

/** All words that captions of this world use: a slip must not make one of them. */
function vocabulary(): ReadonlySet<string> {
  if (known !== undefined) return known;
  const texts = [subjects, tints, places, lights, styles, compositions, relations, counts].flatMap((table) => Object.values<object>(table)).flatMap((row): unknown[] => Object.values(row).flat());
  known = new Set(texts.filter((text) => typeof text === 'string').flatMap((text) => text.split(/[^a-z]+/)));
  return known;
}

/** With slips in some of the captions. */
export function misspelt(text: string, random: Random): string {
  return random.uniform() < typoShare ? mistyped(text, random, (word) => vocabulary().has(word)) : text;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const properNames = (text: string): string => text.replace(namePattern, capitalised);

/** Ways of writing, and their shares; the rest is lower case as it is. */
const hands: readonly (readonly [share: number, write: (text: string) => string])[] = [
  [0.2, properNames],
  [0.12, (text) => capitalised(properNames(text))],
  [0.1, (text) => `${capitalised(properNames(text))}.`],
  [0.06, (text) => text.replaceAll(/[,:;] /g, ' ')],
  [0.04, (text) => `${text}.`],
  [0.03, (text) => text.replaceAll(', ', ' - ')],
  [0.02, (text) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())],
  [0.02, (text) => text.toUpperCase()],
  [0.02, (text) => `${text}!`],
];

/** Capitals and marks as somebody might set them. */
export function styledAsWritten(text: string, random: Random): string {
  let left = random.uniform();
  for (const [share, write] of hands) if ((left -= share) < 0) return write(text);
  return text;
}
