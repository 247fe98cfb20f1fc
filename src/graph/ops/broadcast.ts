/** Stretching axes and summing over them: each is the other's gradient, so they live together. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, only, operand, type Op } from '../op.ts';
import { broadcastShapes, formatShape, normalizeAxes, sameShape, type Shape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reshape } from './structure.ts';

const Expand: Op<{ shape: Shape }> = defineOp<{ shape: Shape }>({
  name: 'Expand',
  infer([x], { shape }) {
    const type = x as TensorType;
    if (!sameShape(broadcastShapes('expand', type.shape, shape), shape)) throw new ShapeError(`expand: ${formatShape(type.shape)} does not stretch to ${formatShape(shape)}`, { from: type.shape, to: shape });
    return [{ dtype: type.dtype, shape }];
  },
  onnx: (writer, [x], node) => writer.node('Expand', [x as string, writer.int64(node.attributes.shape)]),
  gradient: (node, dy) => [sumTo(only(dy), operand(node, 0).shape)],
});

/** Repeats axes of size 1 (and missing leading axes) up to the shape. */
export function expand(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : applyOne(Expand, [x], { shape });
}

/** Of a reduction: its axes stay, with size 1. */
export function reducedType({ dtype, shape }: TensorType, axes: readonly number[]): TensorType {
  return { dtype, shape: shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) };
}

const ReduceSum: Op<{ axes: readonly number[] }> = defineOp<{ axes: readonly number[] }>({
  name: 'ReduceSum',
  infer: ([x], { axes }) => [reducedType(x as TensorType, axes)],
  onnx: (writer, [x], node) => writer.node('ReduceSum', [x as string, writer.int64(node.attributes.axes)], { attributes: { keepdims: int(1) } }),
  gradient: (node, dy) => [expand(only(dy), operand(node, 0).shape)],
});

/** Sums over the axes (default: all). The axes stay with size 1 when `keepAxes` is set, else they go. */
export function reduceSum(x: Tensor, axes?: readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes('reduceSum', axes, x.shape.length);
  if (over.length === 0) return x;
  const summed = applyOne(ReduceSum, [x], { axes: over });
  return keepAxes ? summed : dropAxes(summed, over);
}

/** Removes axes of size 1. */
export function dropAxes(x: Tensor, axes: readonly number[]): Tensor {
  return reshape(x, x.shape.filter((_, axis) => !axes.includes(axis)));
}

/** The gradient of broadcasting: sums x over every axis along which `shape` was stretched. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) => (axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : []));
  return reshape(reduceSum(x, axes, true), shape);
}
