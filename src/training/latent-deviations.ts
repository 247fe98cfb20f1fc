/** How large latents are: what a noise schedule takes for granted. */
import type { Latents } from './training-data.ts';

/** Pictures that are looked at. */
const SAMPLED = 256;

/** The standard deviation of each channel over the first pictures. @param shape [C, h, w] @returns [C] */
export function channelDeviations(latents: Latents, pictures: number, shape: readonly [number, number, number]): number[] {
  const [channels, height, width] = shape;
  const area = height * width;
  const count = Math.min(pictures, SAMPLED);
  const one = new Float32Array(channels * area);
  const sums = Array.from({ length: channels }, () => ({ sum: 0, squares: 0 }));
  for (let picture = 0; picture < count; picture++) {
    latents.copy(picture, one, 0);
    sums.forEach((each, channel) => {
      for (let i = channel * area; i < (channel + 1) * area; i++) {
        each.sum += one[i] as number;
        each.squares += (one[i] as number) ** 2;
      }
    });
  }
  return sums.map(({ sum, squares }) => Math.sqrt(Math.max(0, squares / (count * area) - (sum / (count * area)) ** 2)));
}
