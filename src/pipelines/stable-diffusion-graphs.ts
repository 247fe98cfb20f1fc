/** A checkpoint's networks as graphs of fixed shapes, with their weights in their files and an estimate of the memory they take. */
import { input } from '../graph/ops/index.ts';
import { peakBytes } from '../graph/peak-bytes.ts';
import type { Tensor } from '../graph/tensor.ts';
import { decodeLatents, encodePictures, pixelsPerLatent } from '../models/autoencoders/autoencoder.ts';
import type { StableDiffusionCheckpoint, TextEncoderPart } from '../models/checkpoints/stable-diffusion.ts';
import { sizeNumbers } from '../models/checkpoints/stable-diffusion.ts';
import { deepShape, unetWithDeep } from '../models/denoisers/unet.ts';
import { type AdaptedNetworks, type Additions, adaptedScope, adaptedWeights } from '../models/lora/adapt.ts';
import { type PictureLayers, exactLayers, fastLayers } from '../models/picture-layers.ts';
import { type ClipReading, clipTextEncoder } from '../models/text-encoders/clip.ts';
import { createParameters, type Scope } from '../nn/parameters.ts';
import type { SessionMemory } from '../runtime/runtime.ts';
import { type LocatedTensor, type LocatedWeights, countOf } from '../weights/located.ts';
import { locatedModel } from './located-model.ts';
import type { PooledGraph } from './session-pool.ts';

export type Precision = 'exact' | 'fast';

const layersOf = { exact: exactLayers, fast: fastLayers } as const satisfies Record<Precision, PictureLayers>;

/** How the denoiser's weights are kept; the other networks run a few times a picture and stay mapped. */
export type Residence = Exclude<SessionMemory, 'ample'>;

/**
 * Bytes of each weight: held once it is loaded, and passing while it loads or runs. Measured with Stable Diffusion 1.5 in float16 (860 million weights):
 * widened they hold 3.6 GB and took 4.0; in 8 bits 4.2, as the engine frees its float32 copies late and in pieces, and 6.5; mapped, 0.5 GB of them
 * are widened at a time.
 */
const bytesPerWeight = { exact: { held: 4, loading: 0.5 }, fast: { held: 5, loading: 2.5 } } as const satisfies Record<Precision, unknown>;
const WIDENED_AT_ONCE = 0.16;
const FLOAT_BYTES = 4;

/** Measured over reckoned: 1.5 for the U-Net, 1.3 and 1.1 for the decoder at 512 and 256 pixels. */
const ALLOCATOR_SLACK = 1.5;

interface GraphParts {
  readonly name: string;
  readonly weights: LocatedWeights;
  /** Of adapters: the network is built in a scope that adds them to its weights. */
  readonly additions?: Additions;
  readonly precision?: Precision;
  /** Default 'mapped'. */
  readonly memory?: Residence;
}

function graph({ name, weights, additions = noAdditions, precision = 'exact', memory = 'mapped' }: GraphParts, network: (scope: Scope) => Readonly<Record<string, Tensor>>): PooledGraph {
  const parameters = createParameters();
  const outputs = network(adaptedScope(parameters, additions));
  const adapted = new Map([...adaptedWeights(weights, additions)].filter(([parameter]) => parameters.all.has(parameter)));
  const running = ALLOCATOR_SLACK * peakBytes(Object.values(outputs));
  const build = () => locatedModel(outputs, adapted, name);
  const [stored, narrow] = [total(adapted, ({ stored: { length } }) => length), total(adapted, (tensor) => (tensor.stored.dtype === 'F32' ? 0 : countOf(tensor)))];
  if (memory === 'mapped') return { name, memory, heldBytes: stored, passingBytes: running + WIDENED_AT_ONCE * FLOAT_BYTES * narrow, build };
  const { held, loading } = bytesPerWeight[precision];
  const count = total(adapted, countOf);
  return { name: `${name}, ${memory}`, memory, heldBytes: held * count, passingBytes: Math.max(running, loading * count), build };
}

const total = (weights: LocatedWeights, of: (tensor: LocatedTensor) => number): number => [...weights.values()].reduce((sum, tensor) => sum + of(tensor), 0);

const noAdditions: Additions = new Map();

/** A checkpoint as it is. */
export const unadapted: AdaptedNetworks = { denoiser: noAdditions, textEncoders: [], label: '', notes: [] };

/** Inputs `ids` [1, N] and `ends` [1]; outputs `tokens` [1, N, D] and `pooled` [1, P]. */
export function textGraph({ config, weights }: TextEncoderPart, index: number, reading: ClipReading, adapted: AdaptedNetworks): PooledGraph {
  const name = `text encoder ${index + 1}${reading.skippedLayers === 0 ? '' : ` without its last ${reading.skippedLayers}`}${adapted.label}`;
  return graph({ name, weights, additions: adapted.textEncoders[index] ?? noAdditions }, (scope) => {
    const { tokens, pooled } = clipTextEncoder(scope, input('ids', [1, config.tokens], 'int32'), input('ends', [1], 'int32'), config, reading);
    return { tokens, pooled };
  });
}

export interface DenoiserForm {
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** Of the text. */
  readonly tokens: number;
  readonly adapted: AdaptedNetworks;
  readonly precision: Precision;
  readonly memory: Residence;
  /** Only the first block, with what came up from below it as the input `deep`. Default false. */
  readonly shallow?: boolean;
  /** Whether `deep` is an output. Default false. */
  readonly givesDeep?: boolean;
}

/**
 * Inputs `latents` [1, C, h, w], `timesteps` [1], `context` [1, N, E]; where the network wants them `pooled` [1, P] and `sizes` [1, K], or
 * `guidance` [1, G]. Output `prediction`.
 */
export function denoiserGraph(checkpoint: StableDiffusionCheckpoint, { height, width, tokens, adapted, precision, memory, shallow = false, givesDeep = false }: DenoiserForm): PooledGraph {
  const { config, weights } = checkpoint.denoiser;
  const numbers = sizeNumbers(config, checkpoint.textEncoders);
  const name = `denoiser ${width}×${height}, ${tokens} tokens${precision === 'fast' ? ', fast' : ''}${shallow ? ', first block' : ''}${givesDeep ? ', giving the rest' : ''}${adapted.label}`;
  const [layers, latents] = [layersOf[precision], [1, config.inputs, height, width] as const];
  return graph({ name, weights, additions: adapted.denoiser, precision, memory }, (scope) => {
    const { prediction, deep } = unetWithDeep(scope, input('latents', latents), {
      timesteps: input('timesteps', [1]), context: input('context', [1, tokens, config.context]),
      ...(config.added && { added: { pooled: input('pooled', [1, config.added.width - numbers * config.added.waves]), sizes: input('sizes', [1, numbers]) } }),
      ...(config.guidance !== undefined && { guidance: input('guidance', [1, config.guidance]) }),
    }, config, layers, shallow ? input('deep', deepShape(latents, config, layers)) : undefined);
    return { prediction, ...(givesDeep && { deep }) };
  });
}

/** Input `latents` [1, C, h, w] in the denoiser's scale; output `pictures` [1, 3, H, W]. */
export function decoderGraph(checkpoint: StableDiffusionCheckpoint, height: number, width: number): PooledGraph {
  const { config, weights } = checkpoint.autoencoder;
  return graph({ name: `decoder ${width}×${height}`, weights }, (scope) => ({
    pictures: decodeLatents(scope, input('latents', [1, config.latentChannels, height, width]), config),
  }));
}

/** Input `pictures` [1, 3, H, W] in [-1, 1]; output `latents` [1, C, h, w] in the denoiser's scale. */
export function encoderGraph(checkpoint: StableDiffusionCheckpoint, height: number, width: number): PooledGraph {
  const { config, weights } = checkpoint.autoencoder;
  const pixels = pixelsPerLatent(config);
  return graph({ name: `encoder ${width}×${height}`, weights }, (scope) => ({
    latents: encodePictures(scope, input('pictures', [1, 3, height * pixels, width * pixels]), config),
  }));
}
