/** The parts of a transformer block: attention to oneself and to others, and the feed-forward layer. */
import { attention, mul, reshape, silu, split } from '../graph/ops/index.ts';
import type { Initializer, Tensor } from '../graph/tensor.ts';
import { linear } from './linear.ts';
import { headNorm } from './norms.ts';
import type { Scope } from './parameters.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Added to the scores, see `attention`. */
  readonly bias?: Tensor;
  /** How the last projection starts; default as `linear`. */
  readonly output?: Initializer;
  /** Normalise queries and keys head by head. */
  readonly normalized?: boolean;
}

/** Splits the last axis into equal parts. */
export function chunk(x: Tensor, parts: number): readonly Tensor[] {
  const width = (x.shape.at(-1) ?? parts) / parts;
  return split(x, x.shape.length - 1, Array.from({ length: parts }, () => width));
}

const lastLinear = (scope: Scope, x: Tensor, outputs: number, weight: Initializer | undefined): Tensor =>
  linear(scope, x, outputs, { bias: false, ...(weight && { weight }) });

/** Every token looks at every token. @param x [B, N, D] @returns [B, N, D] */
export function selfAttention(scope: Scope, x: Tensor, { heads, bias, output, normalized = false }: AttentionOptions): Tensor {
  const width = x.shape.at(-1) ?? 1;
  const project = (name: string): Tensor => linear(scope.at(name), x, width, { bias: false });
  const [q, k, v] = [project('query'), project('key'), project('value')];
  const [query, key] = normalized ? [headNorm(scope.at('query_norm'), q, heads), headNorm(scope.at('key_norm'), k, heads)] : [q, k];
  return lastLinear(scope.at('out'), attention(query, key, v, { heads, ...(bias && { bias }) }), width, output);
}

/**
 * Tokens look at a text. A batch of x may hold several rows for each text, one behind the other: keys and values are made once.
 * @param x [B·K, N, D]  @param text [B, T, E]
 * @returns [B·K, N, D]
 */
export function crossAttention(scope: Scope, x: Tensor, text: Tensor, { heads, bias, output }: Omit<AttentionOptions, 'normalized'>): Tensor {
  const width = x.shape.at(-1) ?? 1;
  const [k, v] = [linear(scope.at('key'), text, width, { bias: false }), linear(scope.at('value'), text, width, { bias: false })];
  const q = reshape(linear(scope.at('query'), x, width, { bias: false }), [text.shape[0] ?? 1, -1, width]); // [B, K·N, D]
  const seen = attention(q, k, v, { heads, ...(bias && { bias }) });
  return reshape(lastLinear(scope.at('out'), seen, width, output), x.shape);
}

/** SiLU(a) · b, then down again. Two products side by side: one that is split after costs a copy each way. @source Shazeer 2020, arXiv 2002.05202 (SwiGLU) */
export function gatedFeedForward(scope: Scope, x: Tensor, hidden: number, output?: Initializer): Tensor {
  const [gate, value] = [linear(scope.at('gate'), x, hidden, { bias: false }), linear(scope.at('value'), x, hidden, { bias: false })];
  return lastLinear(scope.at('down'), mul(silu(gate), value), x.shape.at(-1) ?? 1, output);
}
