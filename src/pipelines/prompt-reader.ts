/** Prompts in AUTOMATIC1111's syntax to the chunks that a text encoder is given. */
import { parseEmphasis } from '../recipe/prompt-emphasis.ts';
import { refuseComposition } from '../recipe/prompt-syntax.ts';
import { type InversionRows, chunkPrompt } from '../tokenizers/clip-chunks.ts';
import type { ClipTokenizer } from '../tokenizers/clip-tokenizer.ts';
import type { ChunkedPrompt } from '../tokenizers/prompt-chunk.ts';

/** Emphasis, BREAK and textual inversions. What changes over a run is a matter of `promptRanges`, before this. @throws usage for AND */
export function promptReader(tokenizer: ClipTokenizer, inversions: readonly InversionRows[] = []): (prompt: string) => ChunkedPrompt {
  return (prompt) => {
    refuseComposition(prompt);
    return chunkPrompt(tokenizer, parseEmphasis(prompt), inversions);
  };
}
