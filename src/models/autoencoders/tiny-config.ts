/** The configuration of the tiny autoencoder (TAESD), as diffusers writes it. */
import { z } from 'zod';
import { only, parseConfig, size } from '../parse-config.ts';

const blocks = z.array(size).min(1).max(8);
const counts = z.array(z.number().int().min(0).max(64)).min(1).max(8);

const schema = z.object({
  _class_name: z.literal('AutoencoderTiny'),
  in_channels: only(3),
  out_channels: only(3),
  encoder_block_out_channels: blocks.default([64, 64, 64, 64]),
  decoder_block_out_channels: blocks.default([64, 64, 64, 64]),
  num_encoder_blocks: counts.default([1, 3, 3, 3]),
  num_decoder_blocks: counts.default([3, 3, 3, 1]),
  latent_channels: size.default(4),
  scaling_factor: z.number().positive().default(1),
  shift_factor: z.number().nullish(),
  act_fn: only('relu'),
  upsample_fn: only('nearest'),
  upsampling_scaling_factor: only(2),
});

export interface AutoencoderTinyConfig {
  readonly kind: 'tiny';
  readonly encoderBlocks: readonly number[];
  readonly decoderBlocks: readonly number[];
  /** Residual blocks at each size, from the picture to the latents, and back. */
  readonly encoderLayers: readonly number[];
  readonly decoderLayers: readonly number[];
  readonly latentChannels: number;
  /** The denoiser's latents are (z − shift) · scale. */
  readonly scale: number;
  readonly shift: number;
}

/** @throws DarkroomError code 'model', naming the file and the setting */
export function parseAutoencoderTinyConfig(json: unknown, where: string): AutoencoderTinyConfig {
  const config = parseConfig(schema, json, where);
  return {
    kind: 'tiny', encoderBlocks: config.encoder_block_out_channels, decoderBlocks: config.decoder_block_out_channels, encoderLayers: config.num_encoder_blocks,
    decoderLayers: config.num_decoder_blocks, latentChannels: config.latent_channels, scale: config.scaling_factor, shift: config.shift_factor ?? 0,
  };
}
