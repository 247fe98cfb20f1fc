/** Whichever autoencoder a checkpoint has, in the denoiser's scale. */
import { DarkroomError } from '../../base/errors.ts';
import { add, mul, sub } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../../nn/parameters.ts';
import { decodeKl, encodeKl } from './kl.ts';
import { type AutoencoderKlConfig, parseAutoencoderKlConfig } from './kl-config.ts';
import { decodeTiny, encodeTiny } from './tiny.ts';
import { type AutoencoderTinyConfig, parseAutoencoderTinyConfig } from './tiny-config.ts';

export type AutoencoderConfig = AutoencoderKlConfig | AutoencoderTinyConfig;

/** @throws DarkroomError code 'model', naming the file and the setting */
export function parseAutoencoderConfig(json: unknown, where: string): AutoencoderConfig {
  const kind = (json as { readonly _class_name?: unknown } | null)?._class_name;
  if (kind === 'AutoencoderKL') return parseAutoencoderKlConfig(json, where);
  if (kind === 'AutoencoderTiny') return parseAutoencoderTinyConfig(json, where);
  throw new DarkroomError('model', `${where}: the autoencoder is of the class ${JSON.stringify(kind)?.slice(0, 80) ?? 'of no name'}; Darkroom builds AutoencoderKL and AutoencoderTiny.`, { where, kind });
}

/** Pixels of a side for each latent. */
export function pixelsPerLatent(config: AutoencoderConfig): number {
  return 2 ** ((config.kind === 'kl' ? config.blocks : config.decoderBlocks).length - 1);
}

/** @param pictures [B, 3, H, W] in [-1, 1]  @returns the mean latents as the denoiser knows them, [B, C, h, w] */
export function encodePictures(scope: Scope, pictures: Tensor, config: AutoencoderConfig): Tensor {
  const latents = config.kind === 'kl' ? encodeKl(scope, pictures, config) : encodeTiny(scope, pictures, config);
  return mul(config.shift === 0 ? latents : sub(latents, config.shift), config.scale);
}

/** @param latents as the denoiser knows them, [B, C, h, w]  @returns pictures [B, 3, H, W]; values may lie outside [-1, 1] */
export function decodeLatents(scope: Scope, latents: Tensor, config: AutoencoderConfig): Tensor {
  const scaled = mul(latents, 1 / config.scale);
  const own = config.shift === 0 ? scaled : add(scaled, config.shift);
  return config.kind === 'kl' ? decodeKl(scope, own, config) : decodeTiny(scope, own, config);
}
