/** Named tensors: what a checkpoint gives and a network takes. */
import type { TensorData } from '../base/tensor-data.ts';

/** A whole set of weights in memory, by name, with free-form string metadata (safetensors `__metadata__`). */
export interface Weights {
  readonly tensors: ReadonlyMap<string, TensorData>;
  readonly metadata: Readonly<Record<string, string>>;
}
