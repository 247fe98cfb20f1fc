/** What a checkpoint can do, and what it is best asked with. */
import { pixelsPerLatent } from '../models/autoencoders/autoencoder.ts';
import type { Family, StableDiffusionCheckpoint } from '../models/checkpoints/stable-diffusion.ts';
import type { PipelineInfo, PictureSize } from './pipeline.ts';
import type { Sampling } from './stable-diffusion-schedule.ts';

/** Latents' sides that a family was trained at, where the file does not say. */
const trainedLatents: Readonly<Record<Family, number>> = { sd1: 64, sd2: 96, sdxl: 128, 'sdxl-refiner': 128 };

/** @source the model cards' own examples; more than 25 steps change little with the samplers of today */
const usual: Readonly<Record<Family, { readonly steps: number; readonly guidance: number }>> = {
  sd1: { steps: 25, guidance: 7.5 }, sd2: { steps: 25, guidance: 7.5 }, sdxl: { steps: 25, guidance: 5 }, 'sdxl-refiner': { steps: 25, guidance: 5 },
};
const consistency = { steps: 4, guidance: 8.5 };
const turbo = { steps: 4, guidance: 1 };

/** With the mask, and the masked picture's latents. */
const INPAINTING_EXTRA_CHANNELS = 5;

export function pipelineInfo(checkpoint: StableDiffusionCheckpoint, sampling: Sampling, hash: string): PipelineInfo {
  const { family, denoiser, autoencoder } = checkpoint;
  const { steps, guidance } = denoiser.config.guidance !== undefined ? consistency : isTurbo(sampling) ? turbo : usual[family];
  return {
    id: idOf(checkpoint.name), hash, size: trainedSize(checkpoint), sizeMultiple: pixelsPerLatent(autoencoder.config), fixedSize: false,
    inpainting: denoiser.config.inputs === autoencoder.config.latentChannels + INPAINTING_EXTRA_CHANNELS,
    ...(family.startsWith('sdxl') && { alignedTo: 'sdxl' }),
    toldGuidance: denoiser.config.guidance !== undefined,
    defaults: { steps, guidance, guidanceInterval: [0, 1], sampler: sampling.sampler, spacing: sampling.spacing, spacingSettings: sampling.spacingSettings },
  };
}

/** Models distilled to a few steps without guidance come with one of Euler's schedulers, spaced from pure noise. */
function isTurbo({ sampler, spacing, prediction, schedule }: Sampling): boolean {
  return (sampler === 'euler' || sampler === 'euler-ancestral') && spacing === 'trailing' && prediction === 'epsilon' && schedule.name === 'scaled-linear';
}

function trainedSize({ family, denoiser, autoencoder }: StableDiffusionCheckpoint): PictureSize {
  const [height, width] = denoiser.config.sampleSize ?? [trainedLatents[family], trainedLatents[family]];
  const pixels = pixelsPerLatent(autoencoder.config);
  return { width: width * pixels, height: height * pixels };
}

/** A repository's whole name; of a path the last part, which says nothing of the machine. */
function idOf(name: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(name)) return name;
  return name.replace(/[/\\]+$/, '').split(/[/\\]/).at(-1)?.replace(/\.safetensors$/, '') ?? name;
}
