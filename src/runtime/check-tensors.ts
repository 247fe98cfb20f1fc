/** Checks tensors against what a graph takes, so that a wrong feed is named before anything reaches the engine. */
import { DarkroomError } from '../base/errors.ts';
import { sizeOf } from '../base/tensor-data.ts';
import type { DType, TensorData, TypedArrays } from '../base/tensor-data.ts';
import type { TensorInfo, TensorMap } from './runtime.ts';

const arrayOf = {
  float32: Float32Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const satisfies { [D in DType]: new (length: number) => TypedArrays[D] };

/**
 * Checks that every wanted tensor is there and fits, and that nothing else is.
 * @param what shown first in errors, as `unet` or `state of unet`
 * @throws DarkroomError code 'usage', naming the tensor
 */
export function checkTensors(what: string, wanted: readonly TensorInfo[], given: Readonly<TensorMap>): void {
  for (const info of wanted) {
    const tensor = given[info.name];
    if (tensor === undefined) {
      throw new DarkroomError('usage', `${what}: input '${info.name}' (${describe(info)}) is missing.`, { input: info.name });
    }
    checkTensor(what, info, tensor);
  }
  const names = new Set(wanted.map(({ name }) => name));
  const extra = Object.keys(given).filter((name) => !names.has(name));
  if (extra.length === 0) return;
  throw new DarkroomError('usage', `${what}: there is no input '${extra[0]}'; it takes ${listNames([...names])}.`, { extra });
}

/**
 * Checks one tensor's element type, shape and length.
 * @throws DarkroomError code 'usage', naming the tensor
 */
export function checkTensor(what: string, info: TensorInfo, tensor: TensorData): void {
  const fits = tensor.shape.length === info.shape.length && info.shape.every((size, axis) => size < 0 || size === tensor.shape[axis]);
  if (tensor.dtype !== info.dtype || !fits) {
    const message = `${what}: '${info.name}' takes ${describe(info)}, got ${describe(tensor)}.`;
    throw new DarkroomError('usage', message, { input: info.name, expected: info.shape, shape: tensor.shape });
  }
  const array = arrayOf[tensor.dtype];
  if (!(tensor.data instanceof array)) {
    throw new DarkroomError('usage', `${what}: '${info.name}' needs its ${tensor.dtype} values in a ${array.name}.`, { input: info.name });
  }
  if (tensor.data.length !== sizeOf(tensor.shape)) {
    const message = `${what}: '${info.name}' is ${describe(tensor)} but holds ${tensor.data.length} values.`;
    throw new DarkroomError('usage', message, { input: info.name, length: tensor.data.length });
  }
}

/** Names for an error message: all of a few, the first eight of many. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, 8).map((name) => `'${name}'`).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

function describe({ dtype, shape }: { readonly dtype: DType; readonly shape: readonly number[] }): string {
  return `${dtype} [${shape.map((size) => (size < 0 ? 'any' : size)).join(', ')}]`;
}
