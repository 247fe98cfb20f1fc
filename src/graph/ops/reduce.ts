/** Reductions beyond the sum: mean, largest value, where it is. */
import { defineOp, int, only, operand, type Op } from '../op.ts';
import { normalizeAxes, normalizeAxis } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { dropAxes, reduceSum } from './broadcast.ts';
import { div, equal, indicator, mul } from './elementwise.ts';

/** The mean over the axes (default: all). */
export function reduceMean(x: Tensor, axes?: readonly number[], keepAxes = false): Tensor {
  const count = normalizeAxes('reduceMean', axes, x.shape.length).reduce((product, axis) => product * (x.shape[axis] as number), 1);
  return mul(reduceSum(x, axes, keepAxes), 1 / count);
}

const ReduceMax: Op<{ axes: readonly number[] }> = defineOp<{ axes: readonly number[] }>({
  name: 'ReduceMax',
  infer([x], { axes }) {
    const type = x as TensorType;
    return [{ dtype: type.dtype, shape: type.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) }];
  },
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
