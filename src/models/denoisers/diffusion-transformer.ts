/** The denoiser: a transformer over latent patches, told the noise level and the text's summary by modulation and the words by cross attention. */
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { fanIn, normal, zeros } from '../../nn/initializers.ts';
import { linear } from '../../nn/linear.ts';
import { rmsNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import { timestepEmbedding } from '../../nn/timestep-embedding.ts';
import { chunk, crossAttention, gatedFeedForward, selfAttention } from '../../nn/transformer.ts';
import type { EncodedText } from '../text-encoders/word-text-encoder.ts';

export interface DiffusionTransformerConfig {
  readonly kind: 'diffusion-transformer';
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width inside the feed-forward layers. */
  readonly hidden: number;
}

const TIME_WAVES = 128;
/** Slower waves than this tell nothing apart within 0..1000. */
const TIME_PERIOD = 1000;

/**
 * @param latents [B·K, C, h, w]: K noisy rows for each text, one behind the other
 * @param timesteps [B·K], 0..1000
 * @param text of B texts
 * @returns the network's prediction, in the shape of the latents
 * @source Peebles and Xie 2022, arXiv 2212.09748 (blocks, adaLN-zero); Chen et al. 2023, arXiv 2310.00426 (cross attention to text)
 */
export function diffusionTransformer(scope: Scope, latents: Tensor, timesteps: Tensor, text: EncodedText, config: DiffusionTransformerConfig): Tensor {
  const [rows, channels, height, width] = latents.shape as [number, number, number, number];
  const tokens = ops.transpose(ops.reshape(latents, [rows, channels, height * width]), [0, 2, 1]); // [B·K, N, C]
  const places = scope.parameter('position.weight', [height * width, config.width], normal(0.3));
  const condition = conditionOf(scope.at('condition'), timesteps, text.summary, config.width);
  let x = ops.add(linear(scope.at('input'), tokens, config.width), places); // [B·K, N, D]
  for (let i = 0; i < config.layers; i++) x = block(scope.at('blocks').at(i), x, condition, text, config);
  const [scale, shift] = modulation(scope.at('output_modulation'), condition, 2) as [Tensor, Tensor];
  const predicted = linear(scope.at('output'), modulate(rmsNorm(scope.at('output_norm'), x), scale, shift), channels, { weight: zeros });
  return ops.reshape(ops.transpose(predicted, [0, 2, 1]), latents.shape);
}

/** The noise level and the text's summary in one vector, [B·K, D], after its activation. */
function conditionOf(scope: Scope, timesteps: Tensor, summary: Tensor, width: number): Tensor {
  const rows = timesteps.shape[0] ?? 1;
  const [texts, summaries, textWidth] = summary.shape as [number, number, number];
  const time = linear(scope.at('time_out'), ops.silu(linear(scope.at('time_in'), timestepEmbedding(timesteps, TIME_WAVES, TIME_PERIOD), width)), width);
  const words = linear(scope.at('text'), ops.reshape(summary, [texts, summaries * textWidth]), width, { bias: false, weight: fanIn(summaries * textWidth) });
  const together = ops.add(ops.reshape(time, [texts, rows / texts, width]), ops.reshape(words, [texts, 1, width]));
  return ops.silu(ops.reshape(together, [rows, width]));
}

/** Starts at zero, so that a new block passes its input on unchanged. @returns `parts` tensors [B·K, 1, D] */
function modulation(scope: Scope, condition: Tensor, parts: number): readonly Tensor[] {
  const [rows, width] = condition.shape as [number, number];
  return chunk(ops.reshape(linear(scope, condition, parts * width, { weight: zeros }), [rows, 1, parts * width]), parts);
}

const modulate = (x: Tensor, scale: Tensor, shift: Tensor): Tensor => ops.add(ops.mul(x, ops.add(scale, 1)), shift);

function block(scope: Scope, x: Tensor, condition: Tensor, text: EncodedText, { heads, hidden }: DiffusionTransformerConfig): Tensor {
  const [scale1, shift1, gate1, scale2, shift2, gate2] = modulation(scope.at('modulation'), condition, 6) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const seen = selfAttention(scope.at('attention'), modulate(rmsNorm(scope.at('attention_norm'), x), scale1, shift1), { heads, normalized: true });
  const own = ops.add(x, ops.mul(gate1, seen));
  const read = ops.add(own, crossAttention(scope.at('cross_attention'), rmsNorm(scope.at('cross_attention_norm'), own), text.tokens, { heads, bias: text.mask, output: zeros }));
  const thought = gatedFeedForward(scope.at('feed_forward'), modulate(rmsNorm(scope.at('feed_forward_norm'), read), scale2, shift2), hidden);
  return ops.add(read, ops.mul(gate2, thought));
}
