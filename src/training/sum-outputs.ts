/** Sums of a graph's outputs over many batches, in double precision: moments and products for what is found in closed form. */
import { throwIfCancelled } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import type { Tensor } from '../graph/tensor.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** @param batches the feeds of each run @returns each output summed over all runs */
export async function sumOutputs<K extends string>(runtime: Runtime, outputs: Readonly<Record<K, Tensor>>, batches: AsyncIterable<Record<string, TensorData>> | Iterable<Record<string, TensorData>>, name: string, signal?: AbortSignal): Promise<Record<K, Float64Array>> {
  const session = await runtime.load({ bytes: emitModel(outputs) }, { name });
  const sums = new Map<string, Float64Array>();
  try {
    for await (const feeds of batches) {
      throwIfCancelled(signal);
      for (const [key, { data }] of Object.entries(await session.run(feeds, signal ? { signal } : {}))) {
        const values = data as Float32Array;
        const sum = sums.get(key) ?? new Float64Array(values.length);
        for (let i = 0; i < values.length; i++) sum[i] = (sum[i] as number) + (values[i] as number);
        sums.set(key, sum);
      }
    }
  } finally {
    await session.close();
  }
  return Object.fromEntries(sums) as Record<K, Float64Array>;
}
