/** A small text encoder: words by id and by spelling, their places, a few transformer layers, and a summary by learned queries. */
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { fanIn, normal } from '../../nn/initializers.ts';
import { linear, lookUp } from '../../nn/linear.ts';
import { rmsNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import { gatedFeedForward, selfAttention } from '../../nn/transformer.ts';
import { type WordTokenizerConfig, idCount } from '../../tokenizers/word-tokenizer.ts';

export interface WordTextEncoderConfig {
  readonly kind: 'words';
  readonly tokenizer: WordTokenizerConfig;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Learned queries whose answers, one behind the other, summarise the text. */
  readonly summaries: number;
  /** Width of the table of trigrams, below that of the words; default: the same. */
  readonly spellingWidth?: number | undefined;
}

/** A text as the denoiser reads it. */
export interface EncodedText {
  /** [B, T, width] */
  readonly tokens: Tensor;
  /** 0 at words, −1e9 at padding: added to attention scores, [B, 1, 1, T]. */
  readonly mask: Tensor;
  /** [B, summaries, width] */
  readonly summary: Tensor;
}

const HIDDEN_TOKEN = -1e9;

/**
 * @param ids [B, T] int32, see `TokenizedText`
 * @param grams [B, T, G] int32
 */
export function encodeWords(scope: Scope, ids: Tensor, grams: Tensor, config: WordTextEncoderConfig): EncodedText {
  const { width, layers, heads, tokenizer, summaries } = config;
  const words = ids.shape[1] ?? 1;
  const mask = paddingMask(ids);
  const places = scope.parameter('position.weight', [words, width], normal(0.3));
  let x = ops.add(ops.add(lookUp(scope.at('word'), ids, idCount(tokenizer), width, normal(1)), spelling(scope.at('spelling'), grams, config)), places); // [B, T, D]
  for (let i = 0; i < layers; i++) {
    const layer = scope.at('layers').at(i);
    x = ops.add(x, selfAttention(layer.at('attention'), rmsNorm(layer.at('attention_norm'), x), { heads, bias: mask, output: normal(0.02) }));
    x = ops.add(x, gatedFeedForward(layer.at('feed_forward'), rmsNorm(layer.at('feed_forward_norm'), x), 2 * width, normal(0.02)));
  }
  const tokens = rmsNorm(scope.at('norm'), x);
  const queries = scope.parameter('summary.query', [summaries, width], fanIn(width));
  const scores = ops.add(ops.transpose(ops.gemm(tokens, queries, { transposeB: true })), ops.reshape(mask, [-1, 1, words])); // [B, S, T]
  return { tokens, mask: ops.reshape(mask, [-1, 1, 1, words]), summary: ops.matmul(ops.softmax(scores), tokens) };
}

/** Hides padding, except in the first place: the empty text keeps one token, as attention to nothing has no value. */
function paddingMask(ids: Tensor): Tensor {
  const [batch, words] = ids.shape as [number, number];
  const first = ops.constant({ dtype: 'float32', shape: [1, words], data: Float32Array.from({ length: words }, (_, i) => (i === 0 ? 1 : 0)) });
  const kept = ops.maximum(ops.indicator(ops.greater(ops.cast(ids, 'float32'), 0)), first);
  return ops.reshape(ops.mul(ops.sub(1, kept), HIDDEN_TOKEN), [batch, 1, 1, words]);
}

/** The mean of the trigrams' rows, as a product with their shares: adding up the gradients of thousands of looked-up rows would cost more. Nothing for padding. @returns [B, T, width] */
function spelling(scope: Scope, grams: Tensor, { tokenizer, width, spellingWidth }: WordTextEncoderConfig): Tensor {
  const table = scope.parameter('weight', [tokenizer.buckets, spellingWidth ?? width], normal(1));
  const counts = ops.countIndices(grams, tokenizer.buckets); // [B, T, buckets]
  // Bucket 0 says 'none': it neither counts nor gives a row.
  const there = ops.pad(ops.slice(counts, 2, 1), 2, 1, 0);
  const share = ops.div(there, ops.maximum(ops.reduceSum(there, [2], true), 1));
  const spelled = ops.gemm(share, table);
  return spellingWidth === undefined ? spelled : linear(scope.at('wide'), spelled, width, { bias: false });
}
