/** What each network of a checkpoint needs: its graph is built once on the smallest inputs, and the parameters are what it asked for. */
import { input } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { createParameters } from '../../nn/parameters.ts';
import { type AutoencoderConfig, decodeLatents, encodePictures, pixelsPerLatent } from '../autoencoders/autoencoder.ts';
import { unet } from '../denoisers/unet.ts';
import type { UnetConfig } from '../denoisers/unet-config.ts';
import { clipTextEncoder } from '../text-encoders/clip.ts';
import type { ClipTextConfig } from '../text-encoders/clip-config.ts';

export type Parameters = ReadonlyMap<string, Tensor>;

export function unetParameters(config: UnetConfig): Parameters {
  const parameters = createParameters();
  const { added, guidance } = config;
  unet(parameters, input('latents', [1, config.inputs, 8, 8]), {
    timesteps: input('timesteps', [1]), context: input('context', [1, 1, config.context]),
    // One number and the rest summary: the parameters depend only on the sum.
    ...(added && { added: { pooled: input('pooled', [1, added.width - added.waves]), sizes: input('sizes', [1, 1]) } }),
    ...(guidance !== undefined && { guidance: input('guidance', [1, guidance]) }),
  }, config);
  return parameters.all;
}

export function autoencoderParameters(config: AutoencoderConfig): Parameters {
  const parameters = createParameters();
  const side = pixelsPerLatent(config);
  encodePictures(parameters, input('pictures', [1, 3, side, side]), config);
  decodeLatents(parameters, input('latents', [1, config.latentChannels, 1, 1]), config);
  return parameters.all;
}

export function clipParameters(config: ClipTextConfig): Parameters {
  const parameters = createParameters();
  clipTextEncoder(parameters, input('ids', [1, config.tokens], 'int32'), input('ends', [1], 'int32'), config, { skippedLayers: 0, normalized: true });
  return parameters.all;
}
