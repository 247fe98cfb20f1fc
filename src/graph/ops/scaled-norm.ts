/** Root-mean-square norms written for training: few passes over memory, scaled by each row's own condition or not at all. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, only, operand, type Op, type OnnxWriter } from '../op.ts';
import { formatShape, sameShape } from '../shape.ts';
import { type Tensor, type TensorType, apply } from '../tensor.ts';
import { reduceSum } from './broadcast.ts';
import { add, mul, neg } from './elementwise.ts';
import { matmul } from './matmul.ts';
import { reduceMean } from './reduce.ts';
import { transpose } from './structure.ts';

interface NormAttributes { readonly epsilon: number }

const statistic = ({ dtype, shape }: TensorType): TensorType => ({ dtype, shape: [...shape.slice(0, -1), 1] });

/**
 * x / r and 1 / r, with r = √(mean(x²) + epsilon). The sum of squares reads x once and writes nothing of its size; it is flat until the end, as the
 * engine goes value by value where a scalar meets a last axis of 1.
 */
function normalized(writer: OnnxWriter, x: string, { shape }: TensorType, epsilon: number): [string, string] {
  const one = (op: string, inputs: string[], attributes = {}): string => writer.node(op, inputs, { attributes })[0] as string;
  const squares = one('Reshape', [one('ReduceSumSquare', [x, writer.int64([-1])], { keepdims: int(0) }), writer.int64([-1])]);
  const mean = one('Mul', [squares, writer.scalar(1 / (shape.at(-1) ?? 1))]);
  const flat = one('Reciprocal', [one('Sqrt', [one('Add', [mean, writer.scalar(epsilon)])])]);
  const inverse = one('Reshape', [flat, writer.int64([...shape.slice(0, -1), 1])]);
  return [one('Mul', [x, inverse]), inverse];
}

/** Outputs x / r and 1 / r. */
const Normalize: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'Normalize',
  infer: ([x]) => [x as TensorType, statistic(x as TensorType)],
  onnx: (writer, [x], node) => normalized(writer, x as string, operand(node, 0), node.attributes.epsilon),
  gradient: (node, gradients) => {
    const [y, inverse] = node.outputs as readonly [Tensor, Tensor];
    const dy = only(gradients);
    // The sign goes to the short operand: the engine subtracts more slowly than it adds.
    const along = neg(reduceMean(mul(dy, y), [-1], true));
    return [mul(add(dy, mul(y, along)), inverse)];
  },
});

/** Outputs x / r · scale, x / r and 1 / r. */
const ScaledNorm: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'ScaledNorm',
  infer: ([x, scale]) => {
    const [type, factors] = [x as TensorType, scale as TensorType];
    const [batch, , width] = type.shape;
    if (type.shape.length !== 3 || !sameShape(factors.shape, [batch ?? 0, 1, width ?? 0])) throw new ShapeError(`scaledNorm: x [B, N, D] needs a scale [B, 1, D]: ${formatShape(type.shape)} and ${formatShape(factors.shape)}`, { x: type.shape, scale: factors.shape });
    return [type, type, statistic(type)];
  },
  onnx: (writer, [x, scale], node) => {
    const [y, inverse] = normalized(writer, x as string, operand(node, 0), node.attributes.epsilon);
    return [writer.node('Mul', [y, scale as string])[0] as string, y, inverse];
  },
  gradient: (node, [dy]) => {
    const scale = operand(node, 1);
    const [, y, inverse] = node.outputs as readonly [Tensor, Tensor, Tensor];
    const q = mul(dy as Tensor, y);
    // mean(dy · scale · y) is q times the scale as a column.
    const along = matmul(q, mul(transpose(scale), -1 / (scale.shape.at(-1) ?? 1))); // [B, N, 1]
    return [mul(add(mul(dy as Tensor, scale), mul(y, along)), inverse), reduceSum(q, [1], true)];
  },
});

/** x / √(mean(x²) + epsilon) over the last axis. */
export function normalize(x: Tensor, epsilon = 1e-6): Tensor {
  return apply(Normalize, [x], { epsilon })[0] as Tensor;
}

/** As `normalize`, times a scale of each row of the batch. @param x [B, N, D] @param scale [B, 1, D] */
export function scaledNorm(x: Tensor, scale: Tensor, epsilon = 1e-6): Tensor {
  return apply(ScaledNorm, [x, scale], { epsilon })[0] as Tensor;
}
