/** Softmax, its logarithm, and the cross-entropy of class labels. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, only, type Op } from '../op.ts';
import { formatShape, normalizeAxis, sameShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum } from './broadcast.ts';
import { exp, mul, neg, sub } from './elementwise.ts';
import { oneHot } from './embedding.ts';

type AxisAttributes = { readonly axis: number };

const Softmax: Op<AxisAttributes> = defineOp<AxisAttributes>({
  name: 'Softmax',
  infer: ([x]) => [x as TensorType],
  onnx: (writer, inputs, node) => writer.node('Softmax', inputs, { attributes: { axis: int(node.attributes.axis) } }),
  gradient: (node, gradients) => {
    const y = node.outputs[0] as Tensor;
    const weighted = mul(only(gradients), y);
    return [sub(weighted, mul(y, reduceSum(weighted, [node.attributes.axis], true)))];
  },
});

/** exp(x) over its sum along the axis (default: the last). */
export function softmax(x: Tensor, axis = -1): Tensor {
  return applyOne(Softmax, [x], { axis: normalizeAxis('softmax', axis, x.shape.length) });
}

const LogSoftmax: Op<AxisAttributes> = defineOp<AxisAttributes>({
  name: 'LogSoftmax',
  infer: ([x]) => [x as TensorType],
  onnx: (writer, inputs, node) => writer.node('LogSoftmax', inputs, { attributes: { axis: int(node.attributes.axis) } }),
  gradient: (node, gradients) => {
    const dy = only(gradients);
    return [sub(dy, mul(exp(node.outputs[0] as Tensor), reduceSum(dy, [node.attributes.axis], true)))];
  },
});

/** log(softmax(x)), without overflow. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return applyOne(LogSoftmax, [x], { axis: normalizeAxis('logSoftmax', axis, x.shape.length) });
}

/**
 * −log of the probability that softmax(logits) gives the right class, for each row.
 * @param logits [..., classes]
 * @param labels [...] int32 or int64, 0 ≤ label < classes
 * @returns [...], in nats
 */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  if (!sameShape(logits.shape.slice(0, -1), labels.shape)) throw new ShapeError(`crossEntropy: logits ${formatShape(logits.shape)} need labels ${formatShape(logits.shape.slice(0, -1))}, not ${formatShape(labels.shape)}`, { logits: logits.shape, labels: labels.shape });
  return neg(reduceSum(mul(logSoftmax(logits), oneHot(labels, logits.shape.at(-1) ?? 1)), [-1]));
}
