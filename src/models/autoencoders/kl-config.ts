/** The configuration of Stable Diffusion's autoencoder, as diffusers writes it. */
import { z } from 'zod';
import { absent, only, parseConfig, size } from '../parse-config.ts';

const schema = z.object({
  _class_name: z.literal('AutoencoderKL'),
  in_channels: only(3),
  out_channels: only(3),
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).min(1).max(8),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).min(1).max(8),
  block_out_channels: z.array(size).min(1).max(8),
  layers_per_block: size.max(16).default(1),
  latent_channels: size.default(4),
  norm_num_groups: size.default(32),
  scaling_factor: z.number().positive().default(0.18215),
  shift_factor: z.number().nullish(),
  use_quant_conv: z.boolean().nullish(),
  use_post_quant_conv: z.boolean().nullish(),
  mid_block_add_attention: z.boolean().nullish(),
  act_fn: only('silu', 'swish'),
  latents_mean: absent,
  latents_std: absent,
});

export interface AutoencoderKlConfig {
  readonly kind: 'kl';
  readonly blocks: readonly number[];
  readonly layers: number;
  readonly latentChannels: number;
  readonly groups: number;
  /** The denoiser's latents are (z − shift) · scale. */
  readonly scale: number;
  readonly shift: number;
  /** Whether a 1×1 convolution stands behind the encoder, and one before the decoder. */
  readonly mixAfterEncoder: boolean;
  readonly mixBeforeDecoder: boolean;
  readonly middleAttention: boolean;
}

/** @throws DarkroomError code 'model', naming the file and the setting */
export function parseAutoencoderKlConfig(json: unknown, where: string): AutoencoderKlConfig {
  const config = parseConfig(schema, json, where);
  return {
    kind: 'kl', blocks: config.block_out_channels, layers: config.layers_per_block, latentChannels: config.latent_channels, groups: config.norm_num_groups,
    scale: config.scaling_factor, shift: config.shift_factor ?? 0,
    mixAfterEncoder: config.use_quant_conv ?? true, mixBeforeDecoder: config.use_post_quant_conv ?? true, middleAttention: config.mid_block_add_attention ?? true,
  };
}
