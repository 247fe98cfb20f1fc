/** How much each place of a picture counts in the denoising loss: things more than what is behind them, which is learned long before. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID } from './training-pictures.ts';
import type { View } from './view.ts';

/**
 * The feed of `place_weights`, [B, 1, h, w]: `weight` where a thing fills the square, 1 elsewhere, divided by their mean, so that the loss keeps its scale.
 * @param patch side of a token's square of latents
 */
export function placeWeights(latents: Latents, chosen: readonly number[], { top, left, side, of }: View, patch: number, weight: number): TensorData {
  const [seen, all] = [side * patch, of * patch];
  const values = new Float32Array(chosen.length * seen * seen);
  chosen.forEach((picture, row) => {
    const squares = latents.regions?.(picture);
    for (let place = 0; place < seen * seen; place++) {
      const [y, x] = [top * patch + Math.floor(place / seen), left * patch + (place % seen)];
      const object = squares?.[Math.floor((y * REGION_GRID) / all) * REGION_GRID + Math.floor((x * REGION_GRID) / all)] ?? 0;
      values[row * seen * seen + place] = object > 0 ? weight : 1;
    }
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return float32(values.map((value) => value / mean), [chosen.length, 1, seen, seen]);
}
