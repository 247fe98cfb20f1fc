/** The feeds of a codec's training steps: crops of pictures, noise for their latents, a window to resample. All depends on (seed, step) alone. */
import { float32, type TensorData } from '../../base/tensor-data.ts';
import { CODEC_PATCH, type ConvolutionalCodecConfig } from '../../models/autoencoders/convolutional-codec.ts';
import { MovingPool } from '../moving-pool.ts';
import { type PhaseSeed, phaseRandom } from '../phase-random.ts';
import type { CodecPhase } from '../training-recipe.ts';
import { resampledSizes } from './codec-graph.ts';
import { type PictureSource, writeCrop } from './picture-source.ts';
import { resamplingMatrix } from './resampling.ts';

/** @returns the feeds of a step but for the optimizer's; the source draws pictures when they come into the pool */
export function createCodecBatches(source: PictureSource, { channels }: ConvolutionalCodecConfig, recipe: CodecPhase, seed: PhaseSeed): (step: number) => Promise<Record<string, TensorData>> {
  const { batch, crop, noise } = recipe;
  const pool = new MovingPool({ count: source.count, make: (number) => source.picture(number) }, recipe);
  const side = crop / CODEC_PATCH;
  const { latents, pixels } = resampledSizes(recipe);
  return async (step) => {
    const pictures = await pool.at(step);
    const random = phaseRandom(seed, 'step').fork(step);
    const crops = new Float32Array(batch * 3 * crop * crop);
    for (let row = 0; row < batch; row++) {
      const free = source.size - crop + 1;
      writeCrop(random.pick(pictures), { left: random.integer(free), top: random.integer(free), side: crop, mirrored: random.uniform() < 0.5 }, crops, row * 3 * crop * crop);
    }
    const levels = Array.from({ length: batch }, () => noise * random.uniform());
    const values = random.fillNormal(new Float32Array(batch * channels * side * side)).map((value, i) => value * (levels[Math.floor(i / (channels * side * side))] as number));
    const feeds = { pictures: float32(crops, [batch, 3, crop, crop]), noise: float32(values, [batch, channels, side, side]) };
    if (recipe.losses.resampled === 0) return feeds;
    const scale = 1 + random.uniform() * (side / latents - 1);
    const offset = random.uniform() * (side - latents * scale);
    return {
      ...feeds,
      latent_window: float32(resamplingMatrix(latents, side, scale, offset), [latents, side]),
      picture_window: float32(resamplingMatrix(pixels, crop, scale, offset * CODEC_PATCH), [pixels, crop]),
    };
  };
}
