/** Finds the linear patch codec of a set of pictures in closed form: the principal components of their patches. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import { type PatchCodecConfig, patches } from '../models/autoencoders/patch-codec.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime } from '../runtime/runtime.ts';
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
  const { mean, covariance } = await patchMoments(runtime, pictures, config, signal);
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

/** Mean and covariance of all patches; the products run in the engine, their sums in double precision. */
async function patchMoments(runtime: Runtime, pictures: TrainingPictures, config: PatchCodecConfig, signal?: AbortSignal): Promise<{ mean: Float64Array; covariance: Float64Array }> {
  const used = Math.min(pictures.count, MOST_PICTURES);
  const batch = Math.min(used, PICTURES_PER_RUN);
  const width = 3 * config.patch ** 2;
  const channelsLast = ops.transpose(patches(ops.input('pictures', [batch, 3, pictures.size, pictures.size]), config), [0, 2, 3, 1]);
  const rows = ops.reshape(channelsLast, [-1, width]);
  const session = await runtime.load({ bytes: emitModel({ sum: ops.reduceSum(rows, [0]), products: ops.product(rows, rows, true, false) }) }, { name: 'patch statistics' });
  const mean = new Float64Array(width);
  const covariance = new Float64Array(width * width);
  let count = 0;
  for (let first = 0; first + batch <= used; first += batch) {
    const values = pictureBatch(pictures, Array.from({ length: batch }, (_, i) => first + i));
    const { sum, products } = await session.run({ pictures: float32(values, [batch, 3, pictures.size, pictures.size]) }, signal ? { signal } : {});
    (sum as TensorData<'float32'>).data.forEach((x, i) => { mean[i] = (mean[i] as number) + x; });
    (products as TensorData<'float32'>).data.forEach((x, i) => { covariance[i] = (covariance[i] as number) + x; });
    count += rows.shape[0] as number;
  }
  await session.close();
  for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) / count;
  for (let i = 0; i < width * width; i++) covariance[i] = (covariance[i] as number) / count - (mean[Math.floor(i / width)] as number) * (mean[i % width] as number);
  return { mean, covariance };
}
