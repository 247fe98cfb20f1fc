/** Reductions beyond the sum: mean, largest value, where it is. */
import { sizeOf } from '../../base/tensor-data.ts';
import { defineOp, int, only, operand, type Op } from '../op.ts';
import { normalizeAxes, normalizeAxis } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { dropAxes, expand, reducedType, reduceSum } from './broadcast.ts';
import { div, equal, indicator, mul } from './elementwise.ts';

/** One op rather than a sum and a factor: where a scalar meets a last axis of 1, the engine goes value by value, ten times as slowly as elsewhere. */
const ReduceMean: Op<{ axes: readonly number[] }> = defineOp<{ axes: readonly number[] }>({
  name: 'ReduceMean',
  infer: ([x], { axes }) => [reducedType(x as TensorType, axes)],
  onnx: (writer, [x], node) => writer.node('ReduceMean', [x as string, writer.int64(node.attributes.axes)], { attributes: { keepdims: int(1) } }),
  gradient: (node, dy) => {
    const [{ shape }, mean] = [operand(node, 0), node.outputs[0] as Tensor];
    return [expand(mul(only(dy), sizeOf(mean.shape) / sizeOf(shape)), shape)];
  },
});

/** The mean over the axes (default: all). */
export function reduceMean(x: Tensor, axes?: readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes('reduceMean', axes, x.shape.length);
  if (over.length === 0) return x;
  const mean = applyOne(ReduceMean, [x], { axes: over });
  return keepAxes ? mean : dropAxes(mean, over);
}

const ReduceMax: Op<{ axes: readonly number[] }> = defineOp<{ axes: readonly number[] }>({
  name: 'ReduceMax',
  infer: ([x], { axes }) => [reducedType(x as TensorType, axes)],
  onnx: (writer, [x], node) => writer.node('ReduceMax', [x as string, writer.int64(node.attributes.axes)], { attributes: { keepdims: int(1) } }),
  gradient: (node, gradients) => {
    const largest = indicator(equal(operand(node, 0), node.outputs[0] as Tensor));
    return [mul(only(gradients), div(largest, reduceSum(largest, node.attributes.axes, true)))];
  },
});

/** The largest value over the axes (default: all); ties share the gradient equally. */
export function reduceMax(x: Tensor, axes?: readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes('reduceMax', axes, x.shape.length);
  const largest = applyOne(ReduceMax, [x], { axes: over });
  return keepAxes ? largest : dropAxes(largest, over);
}

const ArgMax: Op<{ axis: number }> = defineOp<{ axis: number }>({
  name: 'ArgMax',
  infer: ([x], { axis }) => [{ dtype: 'int64', shape: (x as TensorType).shape.filter((_, i) => i !== axis) }],
  onnx: (writer, inputs, node) => writer.node('ArgMax', inputs, { attributes: { axis: int(node.attributes.axis), keepdims: int(0) } }),
  gradient: null,
});

/** The position of the largest value along an axis, int64; the axis goes. */
export function argMax(x: Tensor, axis: number): Tensor {
  return applyOne(ArgMax, [x], { axis: normalizeAxis('argMax', axis, x.shape.length) });
}
