/** The tiny autoencoder (TAESD): rougher and some fifty times cheaper than Stable Diffusion's own. Names of weights are those of diffusers' AutoencoderTiny. */
import { add, div, mul, relu, resizeNearest, sub, tanh } from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { conv2d } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';
import type { AutoencoderTinyConfig } from './tiny-config.ts';

/** Latents of a larger size are bent back. @source github.com/madebyollin/taesd */
const LATENT_BOUND = 3;

/** The layers are one list and named by their places in it, activations and resizings counted. */
function layerCounter(scope: Scope): { next(): Scope; skip(): void } {
  let index = 0;
  return { next: () => scope.at(index++), skip: () => { index += 1; } };
}

/** @param pictures [B, 3, H, W] in [-1, 1]  @returns latents [B, C, h, w] */
export function encodeTiny(scope: Scope, pictures: Tensor, config: AutoencoderTinyConfig): Tensor {
  const layers = layerCounter(scope.at('encoder').at('layers'));
  let x = div(add(pictures, 1), 2);
  for (const [i, channels] of config.encoderBlocks.entries()) {
    x = conv2d(layers.next(), x, channels, 3, i === 0 ? { padding: 1 } : { padding: 1, stride: 2, bias: false });
    for (let j = 0; j < (config.encoderLayers[i] ?? 0); j++) x = block(layers.next(), x);
  }
  return conv2d(layers.next(), x, config.latentChannels, 3, { padding: 1 });
}

/** @param latents [B, C, h, w]  @returns pictures [B, 3, H, W]; values may lie outside [-1, 1] */
export function decodeTiny(scope: Scope, latents: Tensor, config: AutoencoderTinyConfig): Tensor {
  const layers = layerCounter(scope.at('decoder').at('layers'));
  const last = config.decoderBlocks.length - 1;
  let x = relu(conv2d(layers.next(), mul(tanh(div(latents, LATENT_BOUND)), LATENT_BOUND), config.decoderBlocks[0] as number, 3, { padding: 1 }));
  layers.skip(); // the activation
  for (const [i, channels] of config.decoderBlocks.entries()) {
    for (let j = 0; j < (config.decoderLayers[i] ?? 0); j++) x = block(layers.next(), x);
    if (i < last) {
      x = resizeNearest(x, 2);
      layers.skip();
    }
    x = conv2d(layers.next(), x, i < last ? channels : 3, 3, { padding: 1, bias: i === last });
  }
  return sub(mul(x, 2), 1);
}

function block(scope: Scope, x: Tensor): Tensor {
  const channels = x.shape[1] ?? 1;
  const conv = (index: number, input: Tensor): Tensor => conv2d(scope.at('conv').at(index), input, channels, 3, { padding: 1 });
  return relu(add(conv(4, relu(conv(2, relu(conv(0, x))))), x));
}
