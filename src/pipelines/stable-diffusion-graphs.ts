/** A checkpoint's networks as graphs of fixed shapes, with their weights in their files and an estimate of the memory they take. */
import { input } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { decodeLatents, encodePictures, pixelsPerLatent } from '../models/autoencoders/autoencoder.ts';
import type { StableDiffusionCheckpoint, TextEncoderPart } from '../models/checkpoints/stable-diffusion.ts';
import { sizeNumbers } from '../models/checkpoints/stable-diffusion.ts';
import { unet } from '../models/denoisers/unet.ts';
import { type AdaptedNetworks, type Additions, adaptedScope, adaptedWeights } from '../models/lora/adapt.ts';
import { type PictureLayers, exactLayers, fastLayers } from '../models/picture-layers.ts';
import { type ClipReading, clipTextEncoder } from '../models/text-encoders/clip.ts';
import { createParameters, type Scope } from '../nn/parameters.ts';
import { countOf, type LocatedWeights } from '../weights/located.ts';
import { locatedModel } from './located-model.ts';
import type { PooledGraph } from './session-pool.ts';

const FLOAT_BYTES = 4;

export type Precision = 'exact' | 'fast';

const layersOf = { exact: exactLayers, fast: fastLayers } as const satisfies Record<Precision, PictureLayers>;

/** Of each weight in memory: float32, or 8 bits, once as they are and twice as the engine packs them while it loads. */
const bytesPerWeight = { exact: FLOAT_BYTES, fast: 3 } as const satisfies Record<Precision, number>;

/** What the weights take once they are loaded. */
export function weightBytes(weights: LocatedWeights, precision: Precision = 'exact'): number {
  return bytesPerWeight[precision] * [...weights.values()].reduce((sum, tensor) => sum + countOf(tensor), 0);
}

interface GraphParts {
  readonly name: string;
  readonly weights: LocatedWeights;
  /** Of adapters: the network is built in a scope that adds them to its weights. */
  readonly additions?: Additions;
  /** Values alive at once. */
  readonly activations: number;
  readonly precision?: Precision;
}

function graph({ name, weights, additions = noAdditions, activations, precision }: GraphParts, outputs: (scope: Scope) => Readonly<Record<string, Tensor>>): PooledGraph {
  const adapted = adaptedWeights(weights, additions);
  return {
    name, bytes: weightBytes(adapted, precision) + FLOAT_BYTES * activations,
    build: () => locatedModel(outputs(adaptedScope(createParameters(), additions)), adapted, name),
  };
}

const noAdditions: Additions = new Map();

/** A checkpoint as it is. */
export const unadapted: AdaptedNetworks = { denoiser: noAdditions, textEncoders: [], label: '', notes: [] };

/** Inputs `ids` [1, N] and `ends` [1]; outputs `tokens` [1, N, D] and `pooled` [1, P]. */
export function textGraph({ config, weights }: TextEncoderPart, index: number, reading: ClipReading, adapted: AdaptedNetworks): PooledGraph {
  const name = `text encoder ${index + 1}${reading.skippedLayers === 0 ? '' : ` without its last ${reading.skippedLayers}`}${adapted.label}`;
  return graph({ name, weights, additions: adapted.textEncoders[index] ?? noAdditions, activations: 8 * config.tokens * config.hidden }, (scope) => {
    const { tokens, pooled } = clipTextEncoder(scope, input('ids', [1, config.tokens], 'int32'), input('ends', [1], 'int32'), config, reading);
    return { tokens, pooled };
  });
}

/** Values alive at once in the U-Net for each latent and channel of its first block; reckoned from the layers, not measured. */
const UNET_WIDTHS_ALIVE = 60;

/**
 * Inputs `latents` [1, C, h, w], `timesteps` [1], `context` [1, N, E]; where the network wants them `pooled` [1, P] and `sizes` [1, K], or
 * `guidance` [1, G]. Output `prediction`.
 */
export function denoiserGraph(checkpoint: StableDiffusionCheckpoint, height: number, width: number, tokens: number, adapted: AdaptedNetworks, precision: Precision = 'exact'): PooledGraph {
  const { config, weights } = checkpoint.denoiser;
  const numbers = sizeNumbers(config, checkpoint.textEncoders);
  const name = `denoiser ${width}×${height}, ${tokens} tokens${precision === 'fast' ? ', fast' : ''}${adapted.label}`;
  return graph({ name, weights, additions: adapted.denoiser, activations: UNET_WIDTHS_ALIVE * height * width * (config.blocks[0] ?? 1), precision }, (scope) => ({
    prediction: unet(scope, input('latents', [1, config.inputs, height, width]), {
      timesteps: input('timesteps', [1]), context: input('context', [1, tokens, config.context]),
      ...(config.added && { added: { pooled: input('pooled', [1, config.added.width - numbers * config.added.waves]), sizes: input('sizes', [1, numbers]) } }),
      ...(config.guidance !== undefined && { guidance: input('guidance', [1, config.guidance]) }),
    }, config, layersOf[precision]),
  }));
}

/** Values alive at once in the autoencoder for each pixel and channel of its first block. */
const AUTOENCODER_WIDTHS_ALIVE = 6;

function autoencoderActivations({ autoencoder: { config } }: StableDiffusionCheckpoint, height: number, width: number): number {
  const channels = config.kind === 'kl' ? config.blocks[0] : config.decoderBlocks[0];
  return AUTOENCODER_WIDTHS_ALIVE * height * width * (channels ?? 1) * pixelsPerLatent(config) ** 2;
}

/** Input `latents` [1, C, h, w] in the denoiser's scale; output `pictures` [1, 3, H, W]. */
export function decoderGraph(checkpoint: StableDiffusionCheckpoint, height: number, width: number): PooledGraph {
  const { config, weights } = checkpoint.autoencoder;
  return graph({ name: `decoder ${width}×${height}`, weights, activations: autoencoderActivations(checkpoint, height, width) }, (scope) => ({
    pictures: decodeLatents(scope, input('latents', [1, config.latentChannels, height, width]), config),
  }));
}

/** Input `pictures` [1, 3, H, W] in [-1, 1]; output `latents` [1, C, h, w] in the denoiser's scale. */
export function encoderGraph(checkpoint: StableDiffusionCheckpoint, height: number, width: number): PooledGraph {
  const { config, weights } = checkpoint.autoencoder;
  const pixels = pixelsPerLatent(config);
  return graph({ name: `encoder ${width}×${height}`, weights, activations: autoencoderActivations(checkpoint, height, width) }, (scope) => ({
    latents: encodePictures(scope, input('pictures', [1, 3, height * pixels, width * pixels]), config),
  }));
}
