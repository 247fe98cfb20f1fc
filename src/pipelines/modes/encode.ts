/** Pictures to the latents that a pass starts from. */
import { type Picture, planesFromPicture } from '../../images/picture.ts';
import type { Pipeline } from '../pipeline.ts';

/** One picture's latents, once for each picture of the batch. @returns [count, C, h, w] */
export async function encodedFor(pipeline: Pipeline, picture: Picture, count: number, signal?: AbortSignal): Promise<Float32Array> {
  const latents = await pipeline.encode(planesFromPicture(picture), picture, signal);
  return repeatedBatch(latents, count);
}

/** The latents of several pictures of one size, one behind the other. */
export async function encodedAll(pipeline: Pipeline, pictures: readonly Picture[], signal?: AbortSignal): Promise<Float32Array> {
  const [first] = pictures;
  if (first === undefined) return new Float32Array(0);
  const each = 3 * first.width * first.height;
  const planes = new Float32Array(pictures.length * each);
  pictures.forEach((picture, i) => planes.set(planesFromPicture(picture), i * each));
  return pipeline.encode(planes, first, signal);
}

export function repeatedBatch(values: Float32Array, count: number): Float32Array {
  const out = new Float32Array(values.length * count);
  for (let i = 0; i < count; i++) out.set(values, i * values.length);
  return out;
}
