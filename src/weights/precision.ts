/** Weights in half precision, for files and memory, and back. */
import { DarkroomError } from '../base/errors.ts';
import { fromFloat16, toFloat16 } from '../base/float16.ts';
import type { TensorData } from '../base/tensor-data.ts';
import type { Weights } from './weights.ts';

/** The largest finite float16 is 65504; from here on values round to infinity. */
const FLOAT16_OVERFLOW = 65520;

/**
 * Rounds every float32 tensor to float16; others stay as they are.
 * @throws DarkroomError code 'weights' when a value is too large for float16, naming the tensor
 */
export function halfPrecision(weights: Weights): Weights {
  return mapTensors(weights, (tensor, name) => {
    if (tensor.dtype !== 'float32') return tensor;
    const values = tensor.data as Float32Array;
    const tooLarge = values.find((value) => Math.abs(value) >= FLOAT16_OVERFLOW && Number.isFinite(value));
    if (tooLarge !== undefined) {
      const message = `Tensor '${name}' holds ${tooLarge}, too large for float16 (at most 65504): keep these weights in float32.`;
      throw new DarkroomError('weights', message, { tensor: name, value: tooLarge });
    }
    return { dtype: 'float16', shape: tensor.shape, data: toFloat16(values) };
  });
}

/** Widens every float16 tensor to float32, exactly; others stay as they are. */
export function fullPrecision(weights: Weights): Weights {
  return mapTensors(weights, (tensor) => {
    if (tensor.dtype !== 'float16') return tensor;
    return { dtype: 'float32', shape: tensor.shape, data: fromFloat16(tensor.data as Uint16Array) };
  });
}

function mapTensors(weights: Weights, change: (tensor: TensorData, name: string) => TensorData): Weights {
  return { ...weights, tensors: new Map([...weights.tensors].map(([name, tensor]) => [name, change(tensor, name)])) };
}
