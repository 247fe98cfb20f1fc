/** Prompts of any length as chunks of 77 tokens with weights, parted as AUTOMATIC1111 parts them. */
import type { ClipTokenizer } from './clip-tokenizer.ts';
import type { ChunkedPrompt, PromptChunk } from './prompt-chunk.ts';

/** A stretch of text with its weight, or the place where a new chunk begins. */
export type ChunkSegment = { readonly text: string; readonly weight: number } | 'break';

/** A textual inversion as the tokenizer sees it: a name in the text that stands for rows of its own. */
export interface InversionRows {
  readonly name: string;
  /** Id of its first row; they follow each other, from the size of the encoder's vocabulary on. */
  readonly firstId: number;
  readonly count: number;
}

/** A comma among the last tokens of a full chunk is the better place to part. AUTOMATIC1111's default. */
const commaReach = 20;

interface Token { readonly id: number; readonly weight: number }

/**
 * Chunks of a prompt: at least one. Where a chunk is full, what follows its last comma goes to the next, if that is not
 * more than 20 tokens; a textual inversion is never cut.
 * @param segments weighed text, see `parseEmphasis`
 */
export function chunkPrompt(tokenizer: ClipTokenizer, segments: readonly ChunkSegment[], inversions: readonly InversionRows[] = []): ChunkedPrompt {
  const capacity = tokenizer.length - 2;
  const names = inversionNames(tokenizer, inversions);
  const parts: Token[][] = [];
  let part: Token[] = [];
  let comma = -1;
  const close = (): void => {
    parts.push(part);
    part = [];
    comma = -1;
  };
  for (const segment of segments) {
    if (segment === 'break') {
      close();
      continue;
    }
    for (const word of readWords(tokenizer.encode(segment.text), names)) {
      if (word[0] === tokenizer.commaId) comma = part.length;
      else if (part.length === capacity && comma >= 0 && capacity - comma <= commaReach) {
        const moved = part.splice(comma + 1);
        close();
        part = moved;
      }
      if (part.length + word.length > capacity) close();
      part.push(...word.map((id) => ({ id, weight: segment.weight })));
    }
  }
  if (part.length > 0 || parts.length === 0) close();
  return { chunks: parts.map((tokens) => chunkOf(tokenizer, tokens)), length: parts.reduce((sum, tokens) => sum + tokens.length, 0) };
}

interface InversionName { readonly tokens: readonly number[]; readonly rows: readonly number[] }

/** Names as tokens, longest first, so that a name within another does not hide it. */
function inversionNames(tokenizer: ClipTokenizer, inversions: readonly InversionRows[]): readonly InversionName[] {
  return inversions
    .map(({ name, firstId, count }) => ({ tokens: tokenizer.encode(name), rows: Array.from({ length: count }, (_, row) => firstId + row) }))
    .filter(({ tokens }) => tokens.length > 0)
    .sort((a, b) => b.tokens.length - a.tokens.length);
}

/** Tokens one by one; the rows of an inversion together, in the place of its name. */
function* readWords(tokens: readonly number[], names: readonly InversionName[]): Generator<readonly number[]> {
  for (let at = 0; at < tokens.length;) {
    const found = names.find((name) => name.tokens.every((token, i) => tokens[at + i] === token));
    yield found === undefined ? [tokens[at]!] : found.rows;
    at += found === undefined ? 1 : found.tokens.length;
  }
}

function chunkOf({ length, startId, endId, padId }: ClipTokenizer, tokens: readonly Token[]): PromptChunk {
  const ids = new Int32Array(length).fill(padId);
  const weights = new Float32Array(length).fill(1);
  ids[0] = startId;
  tokens.forEach(({ id, weight }, i) => {
    ids[i + 1] = id;
    weights[i + 1] = weight;
  });
  ids[tokens.length + 1] = endId;
  const end = ids.indexOf(endId); // a text may hold an end token of its own
  ids.fill(padId, end + 1);
  return { ids, weights, end };
}
