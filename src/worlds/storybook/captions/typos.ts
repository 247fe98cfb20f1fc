/** Slips of the fingers: swapped, dropped, doubled and neighbouring letters. */

import type { Random } from '../../../base/random.ts';

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/** Keys beside each letter's own, on the same row. */
function neighbours(letter: string): readonly string[] {
  const row = rows.find((each) => each.includes(letter));
  if (row === undefined) return [];
  const at = row.indexOf(letter);
  return [row[at - 1], row[at + 1]].filter((each) => each !== undefined);
}

const slips: readonly ((word: string, at: number, random: Random) => string)[] = [
  (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + (word[at] ?? '') + word.slice(at),
  (word, at, random) => {
    const near = neighbours(word[at] ?? '');
    return near.length === 0 ? word : word.slice(0, at) + random.pick(near) + word.slice(at + 1);
  },
];

/** Shorter words turn into other words too easily. */
const SHORTEST = 4;
/** One slip away from what nobody wants to train on. */
const untouched: ReadonlySet<string> = new Set(['shot', 'duck', 'ship', 'sheet']);
/** How often a caption with a slip has a second one. */
const twice = 0.3;
const ATTEMPTS = 8;

/** One or two words of the text mistyped, none of them into a word that means something else. */
export function mistyped(text: string, random: Random, isWord: (word: string) => boolean): string {
  const words = text.split(' ');
  const candidates = words.flatMap((word, index) => (/^[a-z]+,?$/i.test(word) && word.length >= SHORTEST && !untouched.has(word.replace(/,$/, '')) ? [index] : []));
  for (const index of random.shuffled(candidates).slice(0, random.uniform() < twice ? 2 : 1)) words[index] = slipped(words[index] as string, random, isWord);
  return words.join(' ');
}

function slipped(word: string, random: Random, isWord: (word: string) => boolean): string {
  const letters = word.replace(/,$/, '');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // The first letter is rarely wrong, and readers hold on to it.
    const changed = random.pick(slips)(letters, 1 + random.integer(letters.length - 2), random);
    if (changed !== letters && !isWord(changed)) return changed + word.slice(letters.length);
  }
  return word;
}
