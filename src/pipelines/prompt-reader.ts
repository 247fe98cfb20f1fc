/** Prompts in AUTOMATIC1111's syntax to the chunks that a text encoder is given. */
import { parseEmphasis } from '../recipe/prompt-emphasis.ts';
import { type InversionRows, chunkPrompt } from '../tokenizers/clip-chunks.ts';
import type { ClipTokenizer } from '../tokenizers/clip-tokenizer.ts';
import type { ChunkedPrompt } from '../tokenizers/prompt-chunk.ts';

/** Emphasis, BREAK and textual inversions. What changes over a run, and what is composed, is a matter of `conditionOverRun`, before this. */
export function promptReader(tokenizer: ClipTokenizer, inversions: readonly InversionRows[] = []): (prompt: string) => ChunkedPrompt {
  return (prompt) => chunkPrompt(tokenizer, parseEmphasis(prompt), inversions);
}
