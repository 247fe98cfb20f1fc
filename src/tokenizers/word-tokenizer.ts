/** Text to numbers, word by word: each word is its place in a list of known words and the hashed trigrams of its letters. */
import { DarkroomError } from '../base/errors.ts';
import { createSpelling } from './spelling.ts';

export interface WordTokenizerConfig {
  /** Known words, lower case. The place in the list is the id: append, never reorder. */
  readonly words: readonly string[];
  /** Words that a text may have; more are cut off. */
  readonly maximumWords: number;
  /** Rows of the hashed table. Row 0 is kept for 'no trigram'. */
  readonly buckets: number;
  /** Trigrams of one word; more are left out. */
  readonly gramsPerWord: number;
}

/** Ids with a meaning of their own; known words follow. */
export const PADDING_ID = 0;
export const UNKNOWN_ID = 1;
const FIRST_WORD_ID = 2;

/** Rows of a table that has one for each id. */
export function idCount({ words }: WordTokenizerConfig): number {
  return FIRST_WORD_ID + words.length;
}

export interface TokenizedText {
  /** [maximumWords]; PADDING_ID after the last word. */
  readonly ids: Int32Array;
  /** [maximumWords, gramsPerWord], 1 ≤ bucket < buckets; 0 where there is none. */
  readonly grams: Int32Array;
  /** The words as read, those that were cut off included. */
  readonly words: readonly string[];
  /** Words that are not in the list and no slip away from a word of it; their letters are still read. */
  readonly unknown: readonly string[];
  /** How many words were cut off. */
  readonly cut: number;
}

export type WordTokenizer = (text: string) => TokenizedText;

/** Lower-case words: runs of letters, marks and digits. Punctuation and hyphens separate. */
export function splitWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/**
 * FNV-1a over the UTF-16 code units.
 * @source Fowler, Noll, Vo: http://www.isthe.com/chongo/tech/comp/fnv/
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Trigrams of the word with its borders marked: `fox` gives `<fo`, `fox`, `ox>`. @source Bojanowski et al. 2017, arXiv 1607.04606 */
function trigrams(word: string): string[] {
  const letters = [...`<${word}>`];
  return letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''));
}

/** @throws DarkroomError code 'model' when the sizes of the configuration make no sense */
export function createWordTokenizer(config: WordTokenizerConfig): WordTokenizer {
  const { words, maximumWords, buckets, gramsPerWord } = config;
  const sizes = [maximumWords, buckets, gramsPerWord];
  if (sizes.some((size) => !Number.isInteger(size) || size < 1) || buckets < 2) throw new DarkroomError('model', `A tokenizer needs whole, positive sizes, not ${sizes.join(', ')}.`, { sizes });
  const idOf = new Map(words.map((word, i) => [word, i + FIRST_WORD_ID]));
  const spelling = createSpelling(words);
  return (text) => {
    const read = splitWords(text);
    // A mistyped word is read as the word that was meant.
    const meant = read.map((word) => (idOf.has(word) ? word : spelling(word) ?? word));
    const ids = new Int32Array(maximumWords);
    const grams = new Int32Array(maximumWords * gramsPerWord);
    meant.slice(0, maximumWords).forEach((word, i) => {
      ids[i] = idOf.get(word) ?? UNKNOWN_ID;
      grams.set(trigrams(word).slice(0, gramsPerWord).map((gram) => 1 + (hash(gram) % (buckets - 1))), i * gramsPerWord);
    });
    return { ids, grams, words: read, unknown: [...new Set(meant.filter((word) => !idOf.has(word)))], cut: Math.max(0, read.length - maximumWords) };
  };
}

/** The known words of a list of texts, most frequent first, then by alphabet; words rarer than `minimum` stay unknown. */
export function collectWords(texts: Iterable<string>, minimum = 1): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= minimum).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
}
