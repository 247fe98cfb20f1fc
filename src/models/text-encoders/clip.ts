/** CLIP's text encoder: OpenAI's ViT-L and OpenCLIP's H and bigG. Names of weights are those of transformers. */
import * as ops from '../../graph/ops/index.ts';
import { float32, int32 } from '../../base/tensor-data.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { normal } from '../../nn/initializers.ts';
import { linear, lookUp } from '../../nn/linear.ts';
import { layerNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import type { ClipTextConfig } from './clip-config.ts';

/** How a denoiser wants its text. */
export interface ClipReading {
  /** How many of the last layers the tokens do not go through. */
  readonly skippedLayers: number;
  /** Whether the tokens go through the last norm. */
  readonly normalized: boolean;
  /** Rows for token ids from the vocabulary's size on, [K, width]: textual inversions. */
  readonly extraTokens?: Tensor;
}

export interface ClipText {
  /** [B, N, width] */
  readonly tokens: Tensor;
  /** The summary: the last layer at the end of the text, projected where the encoder has a projection, [B, P]. */
  readonly pooled: Tensor;
}

const MASKED = -1e9;

/**
 * @param ids [B, N] int32
 * @param ends where each text ends, counted over the whole batch: row · N + position of the end token, [B] int32
 * @source Radford et al. 2021, arXiv 2103.00020, section 2.4
 */
export function clipTextEncoder(scope: Scope, ids: Tensor, ends: Tensor, config: ClipTextConfig, { skippedLayers, normalized, extraTokens }: ClipReading): ClipText {
  const { width, layers, tokens: places } = config;
  const model = scope.at('text_model');
  const position = model.at('embeddings').at('position_embedding').parameter('weight', [places, width], normal(0.02));
  const states = [ops.add(tokenEmbeddings(model.at('embeddings').at('token_embedding'), ids, config, extraTokens), position)]; // [B, N, D]
  const mask = causalMask(places);
  for (let i = 0; i < layers; i++) states.push(layer(model.at('encoder').at('layers').at(i), states[i] as Tensor, mask, config));
  const norm = (x: Tensor): Tensor => layerNorm(model.at('final_layer_norm'), x, config.epsilon);
  const tokens = states[Math.max(0, layers - skippedLayers)] as Tensor;
  const summary = ops.embedding(ops.reshape(norm(states[layers] as Tensor), [-1, width]), ends); // [B, D]
  return {
    tokens: normalized ? norm(tokens) : tokens,
    pooled: config.projection === undefined ? summary : linear(scope.at('text_projection'), summary, config.projection, { bias: false }),
  };
}

function tokenEmbeddings(scope: Scope, ids: Tensor, { vocabulary, width }: ClipTextConfig, extra: Tensor | undefined): Tensor {
  if (extra === undefined) return lookUp(scope, ids, vocabulary, width, normal(0.02));
  const first = ops.constant(int32([vocabulary], []));
  const known = lookUp(scope, ops.minimum(ids, ops.constant(int32([vocabulary - 1], []))), vocabulary, width, normal(0.02));
  const added = ops.embedding(extra, ops.maximum(ops.sub(ids, first), ops.constant(int32([0], []))));
  return ops.where(ops.reshape(ops.greaterOrEqual(ids, first), [...ids.shape, 1]), added, known);
}

/** Each token sees itself and those before it. [1, 1, N, N] */
function causalMask(tokens: number): Tensor {
  const values = Float32Array.from({ length: tokens * tokens }, (_, i) => (i % tokens > Math.floor(i / tokens) ? MASKED : 0));
  return ops.constant(float32(values, [1, 1, tokens, tokens]));
}

function layer(scope: Scope, x: Tensor, mask: Tensor, { width, hidden, heads, activation, epsilon }: ClipTextConfig): Tensor {
  const normed = layerNorm(scope.at('layer_norm1'), x, epsilon);
  const project = (name: string): Tensor => linear(scope.at('self_attn').at(name), normed, width);
  const seen = ops.attention(project('q_proj'), project('k_proj'), project('v_proj'), { heads, bias: mask });
  const read = ops.add(x, linear(scope.at('self_attn').at('out_proj'), seen, width));
  const inner = linear(scope.at('mlp').at('fc1'), layerNorm(scope.at('layer_norm2'), read, epsilon), hidden);
  return ops.add(read, linear(scope.at('mlp').at('fc2'), activate(inner, activation), width));
}

/** quick_gelu is x · sigmoid(1.702 x), the approximation that OpenAI trained with. */
function activate(x: Tensor, activation: ClipTextConfig['activation']): Tensor {
  return activation === 'gelu' ? ops.gelu(x) : ops.mul(x, ops.sigmoid(ops.mul(x, 1.702)));
}
