/** A denoiser whose weights serve several grids: pictures of one size and of half of it, 64 tokens or 16. Written for few passes over memory in training. */
import { float32 } from '../../base/tensor-data.ts';
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { fanIn, normal, zeros } from '../../nn/initializers.ts';
import { linear } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';
import { timestepEmbedding } from '../../nn/timestep-embedding.ts';
import { chunk } from '../../nn/transformer.ts';
import type { EncodedText } from '../text-encoders/word-text-encoder.ts';

export interface GridTransformerConfig {
  readonly kind: 'grid-transformer';
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width inside the feed-forward layers. */
  readonly hidden: number;
  /** Side of the square of latents that is one token. */
  readonly patch: number;
  /** Tokens of a side of the finest grid: places are learned there, and averaged for coarser ones. */
  readonly grid: number;
  // Under test.
  readonly rope?: boolean;
  readonly modulation?: 'block' | 'shared';
  readonly skips?: 'none' | 'linear' | 'gain';
  readonly middle?: boolean;
  readonly mixing?: 'none' | 'shift' | 'depthwise';
  readonly activation?: 'squared-relu' | 'swiglu';
  readonly summaryInCondition?: boolean;
}

/** What the network gives of each row. */
export interface Denoised {
  /** Its prediction, in the shape of the latents. */
  readonly output: Tensor;
  /** The prediction of the lower half of the network: what internal guidance pushes away from. */
  readonly middle?: Tensor;
  /** Tokens after the lower half, [B·K, N, D]. */
  readonly features: Tensor;
}

const TIME_WAVES = 128;
const TIME_PERIOD = 1000;
const ROPE_BASE = 100;

/** @param latents [B·K, C, h, w] @param timesteps [B·K], 0..1000 @param text of B texts */
export function gridTransformer(scope: Scope, latents: Tensor, timesteps: Tensor, text: EncodedText, config: GridTransformerConfig): Denoised {
  const squares = ops.pixelUnshuffle(latents, config.patch);
  const [rows, channels, height, width] = squares.shape as [number, number, number, number];
  const tokens = ops.transpose(ops.reshape(squares, [rows, channels, height * width]), [0, 2, 1]); // [B·K, N, C·patch²]
  const grid = { height, width };
  const condition = conditionOf(scope.at('condition'), timesteps, text.summary, config);
  const shared = config.modulation === 'shared' ? linear(scope.at('modulation'), condition, 4 * config.width, { weight: zeros }) : undefined;
  let x = ops.add(linear(scope.at('input'), tokens, config.width), placesOf(scope, grid, config)); // [B·K, N, D]
  const half = Math.ceil(config.layers / 2);
  const kept: Tensor[] = [];
  let features = x;
  for (let i = 0; i < config.layers; i++) {
    const below = i >= config.layers - Math.floor(config.layers / 2) ? kept.pop() : undefined;
    const at = scope.at('blocks').at(i);
    if (below !== undefined) x = skip(at, x, below, config);
    x = block(at, x, condition, shared, text, grid, config);
    if (i < Math.floor(config.layers / 2)) kept.push(x);
    if (i === half - 1) features = x;
  }
  const head = (name: string, from: Tensor): Tensor => {
    const at = scope.at(name);
    const scale = ops.reshape(linear(at.at('modulation'), condition, config.width, { weight: zeros }), [rows, 1, config.width]);
    const predicted = linear(at, ops.scaledNorm(from, ops.add(scale, 1)), channels, { weight: zeros });
    return ops.pixelShuffle(ops.reshape(ops.transpose(predicted, [0, 2, 1]), squares.shape), config.patch);
  };
  return { output: head('output', x), features, ...(config.middle && { middle: head('middle', features) }) };
}

interface Grid {
  /** Tokens of a side. */
  readonly height: number;
  readonly width: number;
}

/** Learned places of the finest grid, [N, D], averaged over what a token of a coarser grid covers. */
function placesOf(scope: Scope, tokens: Grid, { grid, width }: GridTransformerConfig): Tensor {
  const table = scope.parameter('position.weight', [grid * grid, width], normal(0.3));
  if (tokens.height === grid && tokens.width === grid) return table;
  return ops.gemm(ops.constant(float32(placeShares(tokens, grid), [tokens.height * tokens.width, grid * grid])), table);
}

/** The share of each place of a square grid in each token of another one over the same picture, [N, grid²]; rows add up to 1. */
export function placeShares({ height, width }: Grid, grid: number): Float32Array {
  const share = (token: number, tokens: number, place: number): number => Math.max(0, Math.min((token + 1) * grid, (place + 1) * tokens) - Math.max(token * grid, place * tokens)) / grid;
  return Float32Array.from({ length: height * width * grid * grid }, (_, at) => {
    const [token, place] = [Math.floor(at / (grid * grid)), at % (grid * grid)];
    return share(Math.floor(token / width), height, Math.floor(place / grid)) * share(token % width, width, place % grid);
  });
}

/** The noise level and the text's summary in one vector, [B·K, D], after its activation. */
function conditionOf(scope: Scope, timesteps: Tensor, summary: Tensor, { width, summaryInCondition = true }: GridTransformerConfig): Tensor {
  const rows = timesteps.shape[0] ?? 1;
  const [texts, summaries, textWidth] = summary.shape as [number, number, number];
  const time = linear(scope.at('time_out'), ops.silu(linear(scope.at('time_in'), timestepEmbedding(timesteps, TIME_WAVES, TIME_PERIOD), width)), width);
  if (!summaryInCondition) return ops.silu(time);
  const words = linear(scope.at('text'), ops.reshape(summary, [texts, summaries * textWidth]), width, { bias: false, weight: fanIn(summaries * textWidth) });
  const together = ops.add(ops.reshape(time, [texts, rows / texts, width]), ops.reshape(words, [texts, 1, width]));
  return ops.silu(ops.reshape(together, [rows, width]));
}

/** The lower half's tokens of the same height join again: they still hold what the middle has left behind. @source Bao et al. 2022, arXiv 2209.12152 */
function skip(scope: Scope, x: Tensor, below: Tensor, { skips = 'none', width }: GridTransformerConfig): Tensor {
  if (skips === 'none') return x;
  if (skips === 'gain') return ops.add(x, ops.mul(below, scope.parameter('skip.gain', [width], zeros)));
  return ops.add(linear(scope.at('skip_own'), x, width, { bias: false, weight: fanIn(width, 0.7) }), linear(scope.at('skip_below'), below, width, { bias: false, weight: fanIn(width, 0.7) }));
}

function block(scope: Scope, x: Tensor, condition: Tensor, shared: Tensor | undefined, text: EncodedText, grid: Grid, config: GridTransformerConfig): Tensor {
  const { width } = config;
  const rows = x.shape[0] ?? 1;
  const made = shared === undefined
    ? linear(scope.at('modulation'), condition, 4 * width, { weight: zeros })
    : ops.add(shared, scope.parameter('modulation.table', [4 * width], zeros));
  const [scale1, gate1, scale2, gate2] = chunk(ops.reshape(made, [rows, 1, 4 * width]), 4) as [Tensor, Tensor, Tensor, Tensor];
  const own = ops.add(x, ops.mul(gate1, attend(scope.at('attention'), ops.scaledNorm(x, ops.add(scale1, 1)), undefined, grid, config)));
  const read = ops.add(own, attend(scope.at('cross_attention'), ops.normalize(own), text, grid, config));
  const normed = ops.scaledNorm(read, ops.add(scale2, 1));
  return ops.add(read, ops.mul(gate2, feedForward(scope.at('feed_forward'), mixed(scope, normed, grid, config), config)));
}

/** Self-attention, or attention to a text whose keys and values serve all its rows. Queries and keys are of length 1: scores stay in bounds. */
function attend(scope: Scope, x: Tensor, text: EncodedText | undefined, grid: Grid, { heads, width, rope = false }: GridTransformerConfig): Tensor {
  const [rows, tokens] = x.shape as [number, number, number];
  const from = text?.tokens ?? x;
  const project = (name: string, of: Tensor): Tensor => linear(scope.at(name), of, width, { bias: false });
  const unit = (y: Tensor): Tensor => ops.reshape(ops.normalize(ops.reshape(y, [y.shape[0] ?? 1, y.shape[1] ?? 1, heads, width / heads])), y.shape);
  const placed = (y: Tensor): Tensor => (rope && text === undefined ? ops.rope(y, ops.rotaryAngles2d(grid, width / heads, ROPE_BASE, 8 / grid.height), { heads }) : y);
  const texts = text === undefined ? rows : from.shape[0] ?? 1;
  const q = ops.reshape(placed(unit(project('query', x))), [texts, (rows / texts) * tokens, width]);
  const k = placed(unit(project('key', from)));
  const seen = ops.attention(q, k, project('value', from), { heads, ...(text && { bias: text.mask }) });
  return ops.reshape(linear(scope.at('out'), seen, width, { bias: false, ...(text && { weight: zeros }) }), x.shape);
}

function feedForward(scope: Scope, x: Tensor, { hidden, width, activation = 'squared-relu' }: GridTransformerConfig): Tensor {
  const up = (name: string): Tensor => linear(scope.at(name), x, hidden, { bias: false });
  const inside = activation === 'swiglu' ? ops.mul(ops.silu(up('gate')), up('value')) : ops.squaredRelu(up('up'));
  return linear(scope.at('down'), inside, width, { bias: false });
}

function mixed(scope: Scope, x: Tensor, { height, width }: Grid, config: GridTransformerConfig): Tensor {
  const { mixing = 'none' } = config;
  const [rows, tokens, features] = x.shape as [number, number, number];
  if (mixing === 'none') return x;
  if (mixing === 'shift') {
    const plane = ops.reshape(x, [rows, height, width, features]);
    const eighth = features / 8;
    const [up, down, left, right, rest] = ops.split(plane, 3, [eighth, eighth, eighth, eighth, 4 * eighth]) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const moved = [ops.pad(ops.slice(up, 1, 1), 1, 0, 1), ops.pad(ops.slice(down, 1, 0, height - 1), 1, 1, 0), ops.pad(ops.slice(left, 2, 1), 2, 0, 1), ops.pad(ops.slice(right, 2, 0, width - 1), 2, 1, 0), rest];
    return ops.reshape(ops.concat(moved, 3), [rows, tokens, features]);
  }
  const plane = ops.reshape(ops.transpose(x, [0, 2, 1]), [rows, features, height, width]);
  const near = ops.conv2d(plane, scope.parameter('mixing.weight', [features, 1, 3, 3], zeros), { padding: 1, groups: features });
  return ops.add(x, ops.transpose(ops.reshape(near, [rows, features, tokens]), [0, 2, 1]));
}
