/** CLIP's tokenizer: byte-level byte-pair encoding of lower-case words, from a checkpoint's own vocabulary. */
import type { ClipVocabulary } from './clip-vocabulary.ts';
import { mergePairs } from './merge-pairs.ts';

export interface ClipTokenizer {
  /** Ids of a text, without the start and end tokens and of any number. */
  encode(text: string): number[];
  /** What a token stands for; a space where a word ends. Bytes that are part of a letter come out as U+FFFD. */
  textOf(id: number): string;
  readonly startId: number;
  readonly endId: number;
  /** What fills up after the end: the end token, or "!" in Stable Diffusion 2 and SDXL's second tokenizer. */
  readonly padId: number;
  /** The comma at the end of a word, where long prompts are best parted; undefined if the vocabulary has none. */
  readonly commaId: number | undefined;
  /** Tokens that the text encoder takes at once, start and end included: 77. */
  readonly length: number;
}

/** White space as Unicode and the original define it; JavaScript's \s counts U+FEFF and not U+0085. */
const space = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const spaces = new RegExp(`[${space}]+`, 'gu');
/** Contractions, words, single digits, everything else in runs. @source Radford et al. 2021, CLIP's published code */
const pieces = new RegExp(`'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^${space}\\p{L}\\p{N}]+`, 'gu');

const endOfWord = '</w>';

/** A printable letter for each byte: those that are printable stand for themselves, the rest follow from U+0100 on. @source Radford et al. 2019, GPT-2 */
const byteLetters = ((): readonly string[] => {
  const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
})();
const byteOfLetter = new Map(byteLetters.map((letter, byte) => [letter, byte]));

/** Composed, spaces joined, lower case letter by letter: within a word there is no final sigma here. */
function normalize(text: string): string {
  return Array.from(text.normalize('NFC').replace(spaces, ' '), (letter) => letter.toLowerCase()).join('');
}

const toBytes = new TextEncoder();

/** Words kept with their ids; prompts repeat themselves. */
const mostCached = 10_000;
const longestCached = 100;

/** Gives the ids that Hugging Face's CLIPTokenizer gives (transformers 5, and the fast one of 4). */
export function createClipTokenizer({ idOf, ranks, startToken, endToken, padToken, unknownToken, length }: ClipVocabulary): ClipTokenizer {
  const idOfSpecial = (token: string): number => idOf.get(token) ?? 0;
  const specials = new RegExp(`(${[startToken, endToken].map((token) => token.replace(/[|\\{}()[\]^$+*?.]/g, '\\$&')).join('|')})`);
  const cache = new Map<string, readonly number[]>();
  const tokenOf = new Map([...idOf].map(([token, id]) => [id, token]));

  const idsOfPiece = (piece: string): readonly number[] => {
    const known = cache.get(piece);
    if (known !== undefined) return known;
    const letters = Array.from(toBytes.encode(piece), (byte) => byteLetters[byte]!);
    letters.push(letters.pop()! + endOfWord);
    const ids = mergePairs(letters, ranks).map((token) => idOf.get(token) ?? idOfSpecial(unknownToken));
    if (cache.size < mostCached && piece.length < longestCached) cache.set(piece, ids);
    return ids;
  };

  return {
    encode: (text) => text.split(specials).flatMap((part) => {
      if (part === startToken || part === endToken) return [idOfSpecial(part)];
      return (normalize(part).match(pieces) ?? []).flatMap(idsOfPiece);
    }),
    textOf: (id) => lettersToText(tokenOf.get(id) ?? ''),
    startId: idOfSpecial(startToken), endId: idOfSpecial(endToken), padId: idOfSpecial(padToken), commaId: idOf.get(`,${endOfWord}`), length,
  };
}

function lettersToText(token: string): string {
  const word = token.endsWith(endOfWord) ? token.slice(0, -endOfWord.length) : token;
  const text = new TextDecoder().decode(Uint8Array.from(word, (letter) => byteOfLetter.get(letter) ?? 0x3f));
  return word === token ? text : `${text} `;
}
