/** Finds the linear patch codec of a set of pictures in closed form: the principal components of their patches. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import type { PatchCodecConfig } from '../models/autoencoders/patch-codec.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { patchMoments } from './patch-moments.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { type TrainingPictures, pictureBatch } from './training-pictures.ts';

const PICTURES_PER_RUN = 256;
/** Enough to know a covariance of a few hundred rows. */
const MOST_PICTURES = 6000;

/**
 * @param whitening 0 keeps the variance of each component, 1 makes all equal; between them the small ones are lifted in part
 * @returns weights `codec.encoder.*` and `codec.decoder.*`; latents have unit variance on average
 */
export async function fitPatchCodec(runtime: Runtime, pictures: TrainingPictures, config: PatchCodecConfig, whitening: number, signal?: AbortSignal): Promise<Map<string, TensorData>> {
  const batch = Math.min(pictures.count, MOST_PICTURES, PICTURES_PER_RUN);
  const { mean, covariance } = await patchMoments(runtime, pictureBatches(pictures, batch), { batch, size: pictures.size, patch: config.patch }, signal);
  const width = mean.length;
  const { values, vectors } = symmetricEigen(covariance, width);
  const kept = Array.from({ length: config.channels }, (_, i) => Math.max(values[i] as number, 1e-8));
  const raw = kept.map((value) => value ** (-whitening / 2));
  const overall = Math.sqrt(kept.reduce((sum, value, i) => sum + value * (raw[i] as number) ** 2, 0) / kept.length);
  const encoder = new Float32Array(config.channels * width);
  const decoder = new Float32Array(width * config.channels);
  const bias = new Float32Array(config.channels);
  raw.forEach((rawScale, i) => {
    const scale = rawScale / overall;
    let offset = 0;
    for (let j = 0; j < width; j++) {
      const component = vectors[i * width + j] as number;
      encoder[i * width + j] = component * scale;
      decoder[j * config.channels + i] = component / scale;
      offset -= (mean[j] as number) * component * scale;
    }
    bias[i] = offset;
  });
  return new Map([
    ['codec.encoder.weight', float32(encoder, [config.channels, width, 1, 1])],
    ['codec.encoder.bias', float32(bias)],
    ['codec.decoder.weight', float32(decoder, [width, config.channels, 1, 1])],
    ['codec.decoder.bias', float32(Float32Array.from(mean))],
  ]);
}

/** As many whole batches as there are, up to enough. */
function* pictureBatches(pictures: TrainingPictures, batch: number): Generator<Float32Array> {
  const used = Math.min(pictures.count, MOST_PICTURES);
  for (let first = 0; first + batch <= used; first += batch) yield pictureBatch(pictures, Array.from({ length: batch }, (_, i) => first + i));
}
