/**
 * A denoiser whose weights serve several grids: pictures of one size and of half of it, 64 tokens or 16. Its parts were chosen by short runs
 * against each other (docs/runs/storybook-ablations.md) and are written for few passes over memory in training.
 */
import { float32 } from '../../base/tensor-data.ts';
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { fanIn, normal, zeros } from '../../nn/initializers.ts';
import { linear } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';
import { timestepEmbedding } from '../../nn/timestep-embedding.ts';
import { chunk } from '../../nn/transformer.ts';
import type { EncodedText } from '../text-encoders/word-text-encoder.ts';
import { type Grid, placeShares } from './place-shares.ts';

export interface GridTransformerConfig {
  readonly kind: 'grid-transformer';
  readonly width: number;
  /** The first half of them can have a head of its own, see `middle`. */
  readonly layers: number;
  readonly heads: number;
  /** Width inside the feed-forward layers. */
  readonly hidden: number;
  /** Side of the square of latents that is one token. */
  readonly patch: number;
  /** Tokens of a side of the finest grid: places are learned there, and averaged for coarser ones. */
  readonly grid: number;
  /** A second head, on the lower half: it is trained along, and internal guidance pushes away from what it predicts. */
  readonly middle: boolean;
}

/** What the network gives of each row. */
export interface Denoised {
  /** Its guess of the clean latents, in their shape. */
  readonly output: Tensor;
  /** That of the lower half. */
  readonly middle?: Tensor;
  /** Tokens after the lower half, [B·K, N, D]. */
  readonly features: Tensor;
}

const TIME_WAVES = 128;
/** Slower waves than this tell nothing apart within 0..1000; it is also the timestep of pure noise. */
const TIME_PERIOD = 1000;
/** Places are 0 to about 10: slow turns would tell nothing apart. */
const ROPE_BASE = 100;

/**
 * @param latents [B·K, C, h, w]: K noisy rows for each text, one behind the other; (1 − t) · clean + t · noise
 * @param timesteps [B·K], t · 1000
 * @param text of B texts
 * @source Peebles and Xie 2022, arXiv 2212.09748 (modulation by the condition); Crowson et al. 2024, arXiv 2401.11605 (scales alone, no gates);
 *   Chen et al. 2023, arXiv 2310.00426 (cross attention to text)
 */
export function gridTransformer(scope: Scope, latents: Tensor, timesteps: Tensor, text: EncodedText, config: GridTransformerConfig): Denoised {
  const squares = ops.pixelUnshuffle(latents, config.patch);
  const [rows, channels, height, width] = squares.shape as [number, number, number, number];
  const tokens = ops.transpose(ops.reshape(squares, [rows, channels, height * width]), [0, 2, 1]); // [B·K, N, C·patch²]
  const network: Network = { config, grid: { height, width }, condition: conditionOf(scope.at('condition'), timesteps, text.summary, config.width), text };
  let x = ops.add(linear(scope.at('input'), tokens, config.width), placesOf(scope, network)); // [B·K, N, D]
  let features = x;
  for (let i = 0; i < config.layers; i++) {
    x = block(scope.at('blocks').at(i), x, network);
    if (i + 1 === Math.ceil(config.layers / 2)) features = x;
  }
  const guess = (name: string, from: Tensor): Tensor => {
    const clean = nearClean(tokens, head(scope.at(name), from, channels, network), timesteps);
    return ops.pixelShuffle(ops.reshape(ops.transpose(clean, [0, 2, 1]), squares.shape), config.patch);
  };
  return { output: guess('output', x), features, ...(config.middle && { middle: guess('middle', features) }) };
}

/** What all layers of one network share. */
interface Network {
  readonly config: GridTransformerConfig;
  readonly grid: Grid;
  /** [B·K, D] */
  readonly condition: Tensor;
  readonly text: EncodedText;
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

/** Learned places of the finest grid, [N, D], averaged over what a token of a coarser grid covers. */
function placesOf(scope: Scope, { grid: tokens, config: { grid, width } }: Network): Tensor {
  const table = scope.parameter('position.weight', [grid * grid, width], normal(0.3));
  if (tokens.height === grid && tokens.width === grid) return table;
  return ops.gemm(ops.constant(float32(placeShares(tokens, grid), [tokens.height * tokens.width, grid * grid])), table);
}

/** `parts` scales for each row, [B·K, 1, D], near 1 at first. */
function scales(scope: Scope, parts: number, { condition, config: { width } }: Network): readonly Tensor[] {
  const made = linear(scope, condition, parts * width, { weight: zeros });
  return chunk(ops.add(ops.reshape(made, [condition.shape[0] ?? 1, 1, parts * width]), 1), parts);
}

/** Passes its input on unchanged at first. */
function block(scope: Scope, x: Tensor, network: Network): Tensor {
  const { hidden, width } = network.config;
  const [forAttention, forThought] = scales(scope.at('modulation'), 2, network) as [Tensor, Tensor];
  const seen = ops.add(x, attend(scope.at('attention'), ops.scaledNorm(x, forAttention), undefined, network));
  const read = ops.add(seen, attend(scope.at('cross_attention'), ops.normalize(seen), network.text, network));
  const wide = linear(scope.at('feed_forward').at('up'), ops.scaledNorm(read, forThought), hidden, { bias: false });
  return ops.add(read, linear(scope.at('feed_forward').at('down'), ops.squaredRelu(wide), width, { bias: false, weight: zeros }));
}

/** Attention to oneself, or to a text whose keys and values serve all its rows. Queries and keys have one length: scores stay in bounds. */
function attend(scope: Scope, x: Tensor, text: EncodedText | undefined, { config: { heads, width, grid: finest }, grid }: Network): Tensor {
  const [rows, tokens] = x.shape as [number, number, number];
  const from = text?.tokens ?? x;
  const project = (name: string, of: Tensor): Tensor => linear(scope.at(name), of, width, { bias: false });
  const unit = (y: Tensor): Tensor => ops.reshape(ops.normalize(ops.reshape(y, [y.shape[0] ?? 1, y.shape[1] ?? 1, heads, width / heads])), y.shape);
  const placed = (y: Tensor): Tensor => (text === undefined ? ops.rope(y, ops.rotaryAngles2d(grid, width / heads, ROPE_BASE, finest / grid.height), { heads }) : y);
  const texts = text === undefined ? rows : from.shape[0] ?? 1;
  const q = ops.reshape(placed(unit(project('query', x))), [texts, (rows / texts) * tokens, width]);
  const seen = ops.attention(q, placed(unit(project('key', from))), project('value', from), { heads, ...(text && { bias: text.mask }) });
  return ops.reshape(linear(scope.at('out'), seen, width, { bias: false, weight: zeros }), x.shape);
}

/** Tokens to values of their squares, [B·K, N, C·patch²]; zero at first. */
function head(scope: Scope, from: Tensor, channels: number, network: Network): Tensor {
  const [scale] = scales(scope.at('modulation'), 1, network) as [Tensor];
  return linear(scope, ops.scaledNorm(from, scale), channels, { weight: zeros });
}

/** Shares of noise: below the first the way back from the velocity is taken alone, above the second the guess alone. */
const KEEPS = [0.1, 0.3] as const;

/**
 * The clean guess from what the head says. Where there is much noise the head says the guess itself: a network of this width does not carry
 * noise through well. Nearly clean latents are their own best guess, which a network cannot repeat exactly; there it says the velocity of the
 * variance-preserving form. Between the two the roles blend.
 * @source Li and He 2025, arXiv 2511.13720 (why to predict the clean picture); Karras et al. 2022, arXiv 2206.00364, section 5 (why not near it)
 */
function nearClean(tokens: Tensor, said: Tensor, timesteps: Tensor): Tensor {
  const sigma = ops.mul(ops.reshape(timesteps, [timesteps.shape[0] ?? 1, 1, 1]), 1 / TIME_PERIOD);
  const alpha = ops.sub(1, sigma);
  const power = ops.add(ops.square(alpha), ops.square(sigma));
  const share = ops.clip(ops.mul(ops.sub(KEEPS[1], sigma), 1 / (KEEPS[1] - KEEPS[0])), 0, 1);
  const kept = ops.mul(share, ops.div(alpha, power));
  const weight = ops.sub(1, ops.mul(share, ops.sub(1, ops.div(sigma, ops.sqrt(power)))));
  return ops.add(ops.mul(said, weight), ops.mul(tokens, kept));
}
