/** Mean and covariance of the patches of pictures. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sumOutputs } from './sum-outputs.ts';

export interface PatchMoments {
  /** [3 · patch²], in the order of `pixelUnshuffle`. */
  readonly mean: Float64Array;
  /** [3 · patch², 3 · patch²] */
  readonly covariance: Float64Array;
}

/** @param batches of `batch` pictures each, [batch, 3, size, size] in [-1, 1] */
export async function patchMoments(runtime: Runtime, batches: AsyncIterable<Float32Array> | Iterable<Float32Array>, { batch, size, patch }: { readonly batch: number; readonly size: number; readonly patch: number }, signal?: AbortSignal): Promise<PatchMoments> {
  const width = 3 * patch ** 2;
  const pictures = ops.input('pictures', [batch, 3, size, size]);
  const rows = ops.reshape(ops.transpose(ops.pixelUnshuffle(pictures, patch), [0, 2, 3, 1]), [-1, width]);
  let runs = 0;
  const feeds = async function* (): AsyncGenerator<Record<string, TensorData>> {
    for await (const values of batches) {
      runs++;
      yield { pictures: float32(values, pictures.shape) };
    }
  };
  const { sum, products } = await sumOutputs(runtime, { sum: ops.reduceSum(rows, [0]), products: ops.product(rows, rows, true, false) }, feeds(), 'patch statistics', signal);
  const count = runs * (rows.shape[0] as number);
  const mean = sum.map((x) => x / count);
  return { mean, covariance: products.map((x, i) => x / count - (mean[Math.floor(i / width)] as number) * (mean[i % width] as number)) };
}
