/** The ids of CLIP's tokens, from its merges alone: for checkpoints that carry no tokenizer. */

/** Bytes in the order of OpenAI's code: the printable ones, then the rest, which go by letters from U+0100 on. @source Radford et al. 2019, GPT-2 */
function byteLetters(): string[] {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const printable = [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)];
  const known = new Set(printable);
  const rest = range(0, 255).filter((byte) => !known.has(byte));
  return [...printable.map((byte) => String.fromCodePoint(byte)), ...rest.map((_, i) => String.fromCodePoint(0x100 + i))];
}

/**
 * Tokens are bytes, bytes at the end of a word, what each merge makes, and two special ones.
 * @param merges pairs with a space between, first joined first
 */
export function vocabularyOfMerges(merges: readonly string[]): Record<string, number> {
  const letters = byteLetters();
  const tokens = [...letters, ...letters.map((letter) => `${letter}</w>`), ...merges.map((merge) => merge.replace(' ', '')), '<|startoftext|>', '<|endoftext|>'];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}
