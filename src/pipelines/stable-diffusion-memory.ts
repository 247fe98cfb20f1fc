/** What the networks of a checkpoint take in memory, reckoned before anything is loaded. */
import { pixelsPerLatent } from '../models/autoencoders/autoencoder.ts';
import type { StableDiffusionCheckpoint } from '../models/checkpoints/stable-diffusion.ts';
import { tilesFor } from './decode-tiles.ts';
import type { PictureSize } from './pipeline.ts';
import type { PooledGraph } from './session-pool.ts';
import { type Precision, decoderGraph, denoiserGraph, textGraph, unadapted } from './stable-diffusion-graphs.ts';

export interface MemoryNeed {
  /** `denoiser`, `text encoder 1` … */
  readonly what: string;
  /** Bytes in all, and of those the weights' and the rest's. */
  readonly bytes: number;
  readonly weights: number;
  readonly activations: number;
}

export interface MemoryForm {
  readonly precision: Precision;
  /** The denoiser's weights stay mapped, and pictures are decoded in the smallest tiles. */
  readonly low: boolean;
}

/** Each network by itself: only as many are kept loaded as fit together. */
export function memoryNeeds(checkpoint: StableDiffusionCheckpoint, size: PictureSize, { precision, low }: MemoryForm): readonly MemoryNeed[] {
  const { textEncoders, autoencoder } = checkpoint;
  const pixels = pixelsPerLatent(autoencoder.config);
  const latents = { height: Math.ceil(size.height / pixels), width: Math.ceil(size.width / pixels) };
  const [whole, ...tiles] = tilesFor(latents);
  const tile = low ? tiles.at(-1) ?? whole : whole;
  return [
    ...textEncoders.map((part, i) => need(`text encoder ${i + 1}`, textGraph(part, i, { skippedLayers: 0, normalized: true }, unadapted))),
    need('denoiser', denoiserGraph(checkpoint, { ...latents, tokens: textEncoders[0]?.config.tokens ?? 0, adapted: unadapted, precision, memory: low ? 'mapped' : 'sparing' })),
    need('autoencoder', decoderGraph(checkpoint, tile.height, tile.width)),
  ];
}

const need = (what: string, { heldBytes, passingBytes }: PooledGraph): MemoryNeed => ({ what, bytes: heldBytes + passingBytes, weights: heldBytes, activations: passingBytes });

export const largestNeed = (needs: readonly MemoryNeed[]): MemoryNeed => needs.reduce((most, one) => (one.bytes > most.bytes ? one : most));
