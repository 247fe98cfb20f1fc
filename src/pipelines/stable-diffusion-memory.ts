/** What the networks of a checkpoint take in memory, estimated before anything is loaded. */
import { pixelsPerLatent } from '../models/autoencoders/autoencoder.ts';
import type { StableDiffusionCheckpoint } from '../models/checkpoints/stable-diffusion.ts';
import type { PictureSize } from './pipeline.ts';
import type { PooledGraph } from './session-pool.ts';
import { type Precision, decoderGraph, denoiserGraph, textGraph, unadapted, weightBytes } from './stable-diffusion-graphs.ts';

export interface MemoryNeed {
  /** `denoiser`, `text encoder 1` … */
  readonly what: string;
  /** Bytes in all, and of those the weights' and the rest's. */
  readonly bytes: number;
  readonly weights: number;
  readonly activations: number;
}

/** Each network by itself: only as many are kept loaded as fit together. */
export function memoryNeeds(checkpoint: StableDiffusionCheckpoint, { width, height }: PictureSize, precision: Precision = 'exact'): readonly MemoryNeed[] {
  const pixels = pixelsPerLatent(checkpoint.autoencoder.config);
  const [rows, columns] = [Math.ceil(height / pixels), Math.ceil(width / pixels)];
  const tokens = checkpoint.textEncoders[0]?.config.tokens ?? 0;
  const need = (what: string, graph: PooledGraph, weights: number): MemoryNeed => ({ what, bytes: graph.bytes, weights, activations: graph.bytes - weights });
  return [
    ...checkpoint.textEncoders.map((part, i) => need(`text encoder ${i + 1}`, textGraph(part, i, { skippedLayers: 0, normalized: true }, unadapted), weightBytes(part.weights))),
    need('denoiser', denoiserGraph(checkpoint, rows, columns, tokens, unadapted, precision), weightBytes(checkpoint.denoiser.weights, precision)),
    need('autoencoder', decoderGraph(checkpoint, rows, columns), weightBytes(checkpoint.autoencoder.weights)),
  ];
}
