/** Plain tensor values: what goes into and comes out of the engine, and what lies in a weights file. */

/** Element types that Darkroom computes with or stores. float16 values are held as their bits in a Uint16Array. */
export type DType = 'float32' | 'float16' | 'int64' | 'int32' | 'uint8' | 'bool';

export interface TypedArrays {
  float32: Float32Array;
  float16: Uint16Array;
  int64: BigInt64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** A dense row-major tensor. `data.length` is the product of `shape` (1 for a scalar, shape []). */
export interface TensorData<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: TypedArrays[D];
}

export const bytesPerElement: Readonly<Record<DType, number>> = {
  float32: 4, float16: 2, int64: 8, int32: 4, uint8: 1, bool: 1,
};

/** The number of elements of a shape; 1 for []. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Wraps float32 values; the shape defaults to one axis. */
export function float32(data: Float32Array | readonly number[], shape?: readonly number[]): TensorData<'float32'> {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  return { dtype: 'float32', shape: shape ?? [values.length], data: values };
}

/** Wraps int32 values (token ids, class labels); the shape defaults to one axis. */
export function int32(data: Int32Array | readonly number[], shape?: readonly number[]): TensorData<'int32'> {
  const values = data instanceof Int32Array ? data : Int32Array.from(data);
  return { dtype: 'int32', shape: shape ?? [values.length], data: values };
}
