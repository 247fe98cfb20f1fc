/** The numbers that some denoisers are told beside the text: SDXL's sizes and scores, LCM's guidance scale. */
import type { StableDiffusionCheckpoint } from '../models/checkpoints/stable-diffusion.ts';
import type { PictureSize } from './pipeline.ts';

/** Aesthetic scores of a good and of a bad picture. @source diffusers, StableDiffusionXLImg2ImgPipeline */
const GOOD_SCORE = 6;
const BAD_SCORE = 2.5;

/**
 * SDXL's conditions: the size that a training picture had, where it was cropped, and then its size in training, or for the refiner how people
 * liked it. A picture is asked for that had its size from the start and was not cropped.
 * @source Podell et al. 2023, arXiv 2307.01952, section 2.2
 */
export function sizesFor({ family }: StableDiffusionCheckpoint, { width, height }: PictureSize, negative: boolean): number[] {
  const uncropped = [height, width, 0, 0];
  return family === 'sdxl-refiner' ? [...uncropped, negative ? BAD_SCORE : GOOD_SCORE] : [...uncropped, height, width];
}

/** The guidance scale as waves, sines first, as consistency models were distilled with it. @source Luo et al. 2023, arXiv 2310.04378; diffusers, get_guidance_scale_embedding */
export function guidanceWaves(guidance: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const angles = Array.from({ length: half }, (_, i) => (guidance - 1) * 1000 * Math.exp((-Math.log(10_000) * i) / (half - 1)));
  return Float32Array.from([...angles.map(Math.sin), ...angles.map(Math.cos), ...(width % 2 === 1 ? [0] : [])]);
}
