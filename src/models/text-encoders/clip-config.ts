/** The configuration of CLIP's text encoder, as transformers writes it. */
import { z } from 'zod';
import { only, parseConfig, size } from '../parse-config.ts';

const schema = z.object({
  architectures: z.array(z.enum(['CLIPTextModel', 'CLIPTextModelWithProjection'])).min(1),
  vocab_size: size.default(49_408),
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size.max(128),
  num_attention_heads: size,
  max_position_embeddings: size.default(77),
  hidden_act: only('quick_gelu', 'gelu'),
  projection_dim: size.default(512),
  layer_norm_eps: z.number().positive().default(1e-5),
});

export interface ClipTextConfig {
  readonly vocabulary: number;
  readonly width: number;
  /** Width inside the feed-forward layers. */
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  /** Tokens that it reads at a time. */
  readonly tokens: number;
  readonly activation: 'quick_gelu' | 'gelu';
  readonly epsilon: number;
  /** Width of the projected summary; undefined: the summary is not projected. */
  readonly projection: number | undefined;
}

/** @throws DarkroomError code 'model', naming the file and the setting */
export function parseClipTextConfig(json: unknown, where: string): ClipTextConfig {
  const config = parseConfig(schema, json, where);
  return {
    vocabulary: config.vocab_size, width: config.hidden_size, hidden: config.intermediate_size, layers: config.num_hidden_layers, heads: config.num_attention_heads,
    tokens: config.max_position_embeddings, activation: config.hidden_act, epsilon: config.layer_norm_eps,
    projection: config.architectures.includes('CLIPTextModelWithProjection') ? config.projection_dim : undefined,
  };
}
