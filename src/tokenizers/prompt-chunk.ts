/** What a CLIP text encoder is given: the contract between tokenizers, which make chunks of prompts, and pipelines, which encode them. */

/** One window of tokens, as long as the encoder reads at a time: a start token, the text, an end token, padding. */
export interface PromptChunk {
  /** [N], ids of the tokenizer; from the vocabulary's size on they are textual inversions. */
  readonly ids: Int32Array;
  /** [N], how much each token counts; 1 where nothing is said. */
  readonly weights: Float32Array;
  /** The place of the first end token: where the encoder's summary is taken. */
  readonly end: number;
}

/** A prompt as one tokenizer reads it. */
export interface ChunkedPrompt {
  /** At least one: the empty prompt is a chunk, too. */
  readonly chunks: readonly PromptChunk[];
  /** Tokens of the text, without start, end and padding. */
  readonly length: number;
}
