/** Slips of the fingers: which known word a mistyped one most likely is. */

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/** Side by side on one row of the keys. */
function areNeighbours(a: string, b: string): boolean {
  return rows.some((row) => row.includes(a) && row.includes(b) && Math.abs(row.indexOf(a) - row.indexOf(b)) === 1);
}

/** One slip. */
const SLIP = 1;
/** A letter that no finger hits by accident: rather another word than a slip. */
const STRANGE = 1.5;
/** Words shorter than this turn into each other too easily: only swapped, doubled and dropped letters are slips there. */
const SHORT = 5;
const SHORTEST = 4;
/** From here on two slips are believed. */
const LONG = 8;

const slipsBelieved = (length: number): number => (length < SHORTEST ? 0 : length < LONG ? 1 : 2);

/**
 * How far a typed word is from a known one, in slips: swapped, dropped, doubled and neighbouring letters are one each. The first letter holds:
 * it is rarely wrong.
 * @returns Infinity when it is more than `limit`
 * @source Damerau 1964, doi 10.1145/363958.363994 (the kinds of slips); Wagner and Lowrance 1975, doi 10.1145/321879.321880 (the table)
 */
export function slipsBetween(typed: string, known: string, limit: number): number {
  if (Math.abs(typed.length - known.length) > limit) return Infinity;
  const short = typed.length < SHORT;
  const extra = (i: number): number => (typed[i - 1] === typed[i - 2] || (!short && (areNeighbours(typed[i - 1] ?? '', typed[i - 2] ?? '') || areNeighbours(typed[i - 1] ?? '', typed[i] ?? ''))) ? SLIP : short ? Infinity : STRANGE);
  const other = (a: string, b: string): number => (a === b ? 0 : short ? Infinity : areNeighbours(a, b) ? SLIP : STRANGE);
  let [before, row]: [number[], number[]] = [[], Array.from({ length: known.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= typed.length; i++) {
    const next = [(row[0] as number) + extra(i)];
    for (let j = 1; j <= known.length; j++) {
      const swapped = i > 1 && j > 1 && typed[i - 1] === known[j - 2] && typed[i - 2] === known[j - 1] && typed[i - 1] !== typed[i - 2];
      next.push(Math.min(
        (row[j - 1] as number) + other(typed[i - 1] as string, known[j - 1] as string), (row[j] as number) + extra(i), (next[j - 1] as number) + SLIP,
        swapped ? (before[j - 2] as number) + SLIP : Infinity,
      ));
    }
    if (Math.min(...next) > limit) return Infinity;
    [before, row] = [row, next];
  }
  const slips = row[known.length] as number;
  return slips <= limit ? slips : Infinity;
}

/** Mistyped words that are remembered. */
const REMEMBERED = 20_000;

/**
 * Finds the known word that a word was meant to be: the one with the fewest slips, of several the first in the list.
 * @param words most frequent first
 * @returns undefined where no known word is near enough: another word, not a slip
 */
export function createSpelling(words: readonly string[]): (word: string) => string | undefined {
  const byStart = new Map<string, { word: string; rank: number }[]>();
  words.forEach((word, rank) => byStart.set(word[0] ?? '', [...(byStart.get(word[0] ?? '') ?? []), { word, rank }]));
  const known = new Map<string, string | undefined>();
  const nearest = (typed: string): string | undefined => {
    const limit = slipsBelieved(typed.length);
    if (limit === 0) return undefined;
    // A swap at the start brings the second letter to the front.
    const candidates = [...new Set([typed[0] ?? '', typed[1] ?? ''])].flatMap((start, place) => (byStart.get(start) ?? []).filter(({ word }) => word.length >= SHORTEST && (place === 0 || word[1] === typed[0])));
    let best: { slips: number; rank: number; word: string } | undefined;
    for (const { word, rank } of candidates) {
      const slips = slipsBetween(typed, word, Math.min(limit, best?.slips ?? limit));
      if (slips <= limit && (best === undefined || slips < best.slips || (slips === best.slips && rank < best.rank))) best = { slips, rank, word };
    }
    return best?.word;
  };
  return (typed) => {
    if (!known.has(typed)) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(typed, nearest(typed));
    }
    return known.get(typed);
  };
}
