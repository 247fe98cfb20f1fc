/** Ops that move values without changing them: reshape, transpose, cast. */
import type { DType } from '../../base/tensor-data.ts';
import { sizeOf } from '../../base/tensor-data.ts';
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, ints, only, operand, type Op } from '../op.ts';
import { formatShape, normalizeAxis, sameShape, type Shape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';

const Reshape: Op<{ shape: Shape }> = defineOp<{ shape: Shape }>({
  name: 'Reshape',
  infer([x], { shape }) {
    const type = x as TensorType;
    if (sizeOf(shape) !== sizeOf(type.shape)) throw new ShapeError(`reshape: ${formatShape(type.shape)} has ${sizeOf(type.shape)} values, ${formatShape(shape)} needs ${sizeOf(shape)}`, { from: type.shape, to: shape });
    return [{ dtype: type.dtype, shape }];
  },
  onnx: (writer, [x], node) => writer.node('Reshape', [x as string, writer.int64(node.attributes.shape)]),
  gradient: (node, dy) => [reshape(only(dy), operand(node, 0).shape)],
});

/**
 * The same values in row-major order under another shape; one size may be -1 and is worked out.
 * @throws ShapeError when the number of values differs
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const resolved = shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
  if (resolved.some((size) => !Number.isInteger(size) || size < 0)) throw new ShapeError(`reshape: ${formatShape(x.shape)} cannot become ${formatShape(shape)}`, { from: x.shape, to: shape });
  return sameShape(resolved, x.shape) ? x : applyOne(Reshape, [x], { shape: resolved });
}

const Transpose: Op<{ permutation: readonly number[] }> = defineOp<{ permutation: readonly number[] }>({
  name: 'Transpose',
  infer([x], { permutation }) {
    const type = x as TensorType;
    const axes = permutation.map((axis) => normalizeAxis('transpose', axis, type.shape.length));
    if (permutation.length !== type.shape.length || new Set(axes).size !== permutation.length) {
      throw new ShapeError(`transpose: [${permutation.join(', ')}] is not an order of the axes of ${formatShape(type.shape)}`, { permutation, shape: type.shape });
    }
    return [{ dtype: type.dtype, shape: axes.map((axis) => type.shape[axis] as number) }];
  },
  onnx: (writer, inputs, node) => writer.node('Transpose', inputs, { attributes: { perm: ints(node.attributes.permutation) } }),
  gradient: (node, dy) => {
    const inverse = node.attributes.permutation.map((_, axis) => node.attributes.permutation.indexOf(axis));
    return [transpose(only(dy), inverse)];
  },
});

/** Re-orders the axes: output axis i is input axis permutation[i]. Default: the last two are swapped. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  const rank = x.shape.length;
  if (permutation === undefined && rank < 2) throw new ShapeError(`transpose: ${formatShape(x.shape)} has no two axes to swap`, { shape: x.shape });
  const order = permutation?.map((axis) => normalizeAxis('transpose', axis, rank)) ?? x.shape.map((_, axis) => (axis === rank - 1 ? rank - 2 : axis === rank - 2 ? rank - 1 : axis));
  return order.length === rank && order.every((axis, i) => axis === i) ? x : applyOne(Transpose, [x], { permutation: order });
}

const onnxDType: Readonly<Record<DType, number>> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 };

const Cast: Op<{ to: DType }> = defineOp<{ to: DType }>({
  name: 'Cast',
  infer: ([x], { to }) => [{ dtype: to, shape: (x as TensorType).shape }],
  onnx: (writer, inputs, node) => writer.node('Cast', inputs, { attributes: { to: int(onnxDType[node.attributes.to]) } }),
  gradient: (node, dy) => {
    const from = operand(node, 0).dtype;
    return [from === 'float32' || from === 'float16' ? cast(only(dy), from) : undefined];
  },
});

/** Converts the element type; floats become integers by truncation. */
export function cast(x: Tensor, to: DType): Tensor {
  return x.dtype === to ? x : applyOne(Cast, [x], { to });
}

const StopGradient: Op<null> = defineOp<null>({
  name: 'Identity',
  infer: ([x]) => [x as TensorType],
  onnx: (writer, inputs) => writer.node('Identity', inputs),
  gradient: null,
});

/** The same value; gradients do not pass. */
export function stopGradient(x: Tensor): Tensor {
  return applyOne(StopGradient, [x], null);
}
