/** How much each place of a picture counts in the denoising loss: things more than what is behind them, which is learned long before. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID } from './training-pictures.ts';

/**
 * The feed of `loss_weights`, [B, 1, h, w]: `weight` where a thing fills the square, 1 elsewhere, divided by their mean, so that the loss keeps its scale.
 * @param shape of a picture's latents, [C, h, w]; h and w are multiples of `REGION_GRID`, or divide it
 */
export function lossWeights(latents: Latents, chosen: readonly number[], [, height, width]: readonly [number, number, number], weight: number): TensorData {
  const values = new Float32Array(chosen.length * height * width);
  chosen.forEach((picture, row) => {
    const squares = latents.regions?.(picture);
    for (let place = 0; place < height * width; place++) {
      const [y, x] = [Math.floor(place / width), place % width];
      const object = squares?.[Math.floor((y * REGION_GRID) / height) * REGION_GRID + Math.floor((x * REGION_GRID) / width)] ?? 0;
      values[row * height * width + place] = object > 0 ? weight : 1;
    }
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return float32(values.map((value) => value / mean), [chosen.length, 1, height, width]);
}
