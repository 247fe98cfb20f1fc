/** AUTOMATIC1111's emphasis: `(word)`, `(word:1.3)`, `[word]`, escapes and BREAK, as stretches of text with weights. */

/** Text with one weight. */
export interface WeighedText { readonly text: string; readonly weight: number }

/** A stretch of a prompt, or the place where a new chunk of tokens begins. */
export type PromptSegment = WeighedText | 'break';

/** What one pair of round brackets multiplies by; square ones divide. */
const step = 1.1;

/** A weight before the closing bracket: `:1.3)`. */
const weightAndClose = /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)/y;
const breakWord = /\s*\bBREAK\b\s*/;
const special = /[\\()[\]:]/;

interface Piece { readonly text: string; weight: number }

/** Reads a text into pieces; brackets multiply the weights of all pieces since they opened. */
class EmphasisReader {
  readonly pieces: (Piece | 'break')[] = [];
  readonly #round: number[] = [];
  readonly #square: number[] = [];

  add(text: string): void {
    this.pieces.push({ text, weight: 1 });
  }

  /** Plain text, in which BREAK has a meaning. */
  addPlain(text: string): void {
    for (const [i, part] of text.split(breakWord).entries()) {
      if (i > 0) this.pieces.push('break');
      this.add(part);
    }
  }

  open(bracket: '(' | '['): void {
    (bracket === '(' ? this.#round : this.#square).push(this.pieces.length);
  }

  /** Whether there was a bracket to close. */
  close(bracket: ')' | ']', factor: number): boolean {
    const from = (bracket === ')' ? this.#round : this.#square).pop();
    if (from === undefined) return false;
    for (const piece of this.pieces.slice(from)) if (piece !== 'break') piece.weight *= factor;
    return true;
  }

  /** Brackets that never close reach to the end. */
  end(): void {
    while (this.#round.length > 0) this.close(')', step);
    while (this.#square.length > 0) this.close(']', 1 / step);
  }
}

/** Reads what begins at `at`, one of the special characters; returns where to go on. */
function readSpecial(reader: EmphasisReader, text: string, at: number): number {
  const letter = text[at]!;
  if (letter === '\\') {
    // A backslash before anything else is dropped, as AUTOMATIC1111 does.
    const escaped = text[at + 1] ?? '';
    const known = '\\()[]'.includes(escaped) ? escaped : '';
    reader.add(known);
    return at + 1 + known.length;
  }
  if (letter === '(' || letter === '[') {
    reader.open(letter);
    return at + 1;
  }
  weightAndClose.lastIndex = at;
  const weighed = letter === ':' ? weightAndClose.exec(text) : null;
  if (weighed !== null && reader.close(')', Number(weighed[1]))) return weightAndClose.lastIndex;
  const closed = (letter === ')' && reader.close(')', step)) || (letter === ']' && reader.close(']', 1 / step));
  if (!closed) reader.add(letter);
  return at + 1;
}

/**
 * A prompt as stretches of text with their weights; the empty prompt is one empty stretch. Anything that is no emphasis
 * is text, brackets that do not close included.
 */
export function parseEmphasis(prompt: string): PromptSegment[] {
  const reader = new EmphasisReader();
  for (let at = 0; at < prompt.length;) {
    if (special.test(prompt[at]!)) {
      at = readSpecial(reader, prompt, at);
      continue;
    }
    let end = at + 1;
    while (end < prompt.length && !special.test(prompt[end]!)) end++;
    reader.addPlain(prompt.slice(at, end));
    at = end;
  }
  reader.end();
  return merged(reader.pieces);
}

/** Joins neighbours of one weight. */
function merged(pieces: readonly (Piece | 'break')[]): PromptSegment[] {
  const result: PromptSegment[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece !== 'break' && last !== undefined && last !== 'break' && last.weight === piece.weight) {
      result[result.length - 1] = { text: last.text + piece.text, weight: last.weight };
    } else {
      result.push(piece);
    }
  }
  return result.length > 0 ? result : [{ text: '', weight: 1 }];
}
