/** The configuration of Stable Diffusion's U-Net, as diffusers writes it. */
import { z } from 'zod';
import { absent, only, parseConfig, perBlock, size } from '../parse-config.ts';

const schema = z.object({
  _class_name: z.literal('UNet2DConditionModel'),
  sample_size: z.union([size, z.array(size).length(2)]).nullish(),
  in_channels: size.default(4),
  out_channels: size.default(4),
  down_block_types: z.array(z.enum(['CrossAttnDownBlock2D', 'DownBlock2D'])).min(1).max(8),
  up_block_types: z.array(z.enum(['CrossAttnUpBlock2D', 'UpBlock2D'])).min(1).max(8),
  mid_block_type: z.enum(['UNetMidBlock2DCrossAttn']).nullable().default('UNetMidBlock2DCrossAttn'),
  block_out_channels: z.array(size).min(1).max(8),
  layers_per_block: perBlock(16).default(2),
  norm_num_groups: size.default(32),
  norm_eps: z.number().positive().default(1e-5),
  cross_attention_dim: z.union([size, z.array(size).min(1)]).default(1280),
  attention_head_dim: perBlock(1024).default(8),
  transformer_layers_per_block: perBlock(64).default(1),
  use_linear_projection: z.boolean().default(false),
  addition_embed_type: z.enum(['text_time']).nullish(),
  addition_time_embed_dim: size.nullish(),
  projection_class_embeddings_input_dim: size.nullish(),
  time_cond_proj_dim: size.nullish(),
  // What diffusers' class can do besides, and no Stable Diffusion checkpoint uses.
  act_fn: only('silu', 'swish'),
  center_input_sample: only(false),
  class_embed_type: absent,
  conv_in_kernel: only(3),
  conv_out_kernel: only(3),
  cross_attention_norm: absent,
  downsample_padding: only(1),
  dual_cross_attention: only(false),
  encoder_hid_dim_type: absent,
  flip_sin_to_cos: only(true),
  freq_shift: only(0),
  mid_block_scale_factor: only(1),
  num_attention_heads: absent,
  num_class_embeds: absent,
  only_cross_attention: z.union([z.literal(false), z.array(z.literal(false))]).nullish(),
  resnet_out_scale_factor: only(1),
  resnet_skip_time_act: only(false),
  resnet_time_scale_shift: only('default'),
  reverse_transformer_layers_per_block: absent,
  time_embedding_act_fn: absent,
  time_embedding_dim: absent,
  time_embedding_type: only('positional'),
  timestep_post_act: absent,
});

export interface UnetConfig {
  /** Of the latents that go in: 4, or 9 with a mask and the masked picture's latents behind them. */
  readonly inputs: number;
  readonly outputs: number;
  /** Height and width of the latents that it was trained on; undefined where the file does not say. */
  readonly sampleSize: readonly [height: number, width: number] | undefined;
  readonly blocks: readonly number[];
  /** Whether the blocks on the way down, and on the way up, look at the text. */
  readonly attentionDown: readonly boolean[];
  readonly attentionUp: readonly boolean[];
  readonly middle: boolean;
  readonly layers: number | readonly number[];
  readonly groups: number;
  readonly epsilon: number;
  /** Width of the text's tokens. */
  readonly context: number;
  readonly heads: number | readonly number[];
  readonly transformerLayers: number | readonly number[];
  /** The transformers' first and last projections are linear rather than 1×1 convolutions: the weights have two axes. */
  readonly linearProjection: boolean;
  /** SDXL: the text's summary and some numbers (sizes, crops, scores), each as so many waves, make a row of this width. */
  readonly added: { readonly width: number; readonly waves: number } | undefined;
  /** LCM: width of the guidance scale as waves. */
  readonly guidance: number | undefined;
}

/** @throws DarkroomError code 'model', naming the file and the setting */
export function parseUnetConfig(json: unknown, where: string): UnetConfig {
  const config = parseConfig(schema, json, where);
  const { sample_size: sample, cross_attention_dim: context } = config;
  const contexts = typeof context === 'number' ? [context] : context;
  return {
    inputs: config.in_channels, outputs: config.out_channels, sampleSize: sample === null || sample === undefined ? undefined : typeof sample === 'number' ? [sample, sample] : [sample[0] as number, sample[1] as number],
    blocks: config.block_out_channels, attentionDown: config.down_block_types.map((type) => type !== 'DownBlock2D'), attentionUp: config.up_block_types.map((type) => type !== 'UpBlock2D'),
    middle: config.mid_block_type !== null, layers: config.layers_per_block, groups: config.norm_num_groups, epsilon: config.norm_eps, context: contexts[0] as number,
    heads: config.attention_head_dim, transformerLayers: config.transformer_layers_per_block, linearProjection: config.use_linear_projection,
    added: config.addition_embed_type !== 'text_time' ? undefined : { width: config.projection_class_embeddings_input_dim ?? 2816, waves: config.addition_time_embed_dim ?? 256 },
    guidance: config.time_cond_proj_dim ?? undefined,
  };
}
