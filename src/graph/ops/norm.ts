/** Normalisation over features: layer norm and root-mean-square norm. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, float, int, only, operand, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, apply, applyOne } from '../tensor.ts';
import { sumTo } from './broadcast.ts';
import { add, mul, reciprocal, sqrt, square, sub } from './elementwise.ts';
import { gemm } from './matmul.ts';
import { reduceMean } from './reduce.ts';
import { reshape } from './structure.ts';

type NormAttributes = { readonly epsilon: number };

function normTypes(name: string, [x, ...scales]: readonly TensorType[]): TensorType[] {
  const type = x as TensorType;
  const width = type.shape.at(-1);
  for (const scale of scales) {
    if (scale.shape.length !== 1 || scale.shape[0] !== width) throw new ShapeError(`${name}: scale and bias of ${formatShape(type.shape)} must be [${width}], not ${formatShape(scale.shape)}`, { shape: type.shape, scale: scale.shape });
  }
  return [type];
}

/**
 * The norm with what backward needs again: outputs the scaled values, x / r and 1 / r, with r = √(mean(x²) + epsilon).
 * Written for few passes over memory: with q = dy · x / r, the scale's gradient is q summed over rows, and the mean that dx needs is q·scale.
 */
const RmsNormParts: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'RmsNormParts',
  infer: (inputs) => {
    const [type] = normTypes('rmsNorm', inputs) as [TensorType];
    return [type, type, { dtype: type.dtype, shape: [...type.shape.slice(0, -1), 1] }];
  },
  onnx: (writer, [x, scale], node) => {
    const one = (op: string, inputs: string[]): string => writer.node(op, inputs)[0] as string;
    const [mean] = writer.node('ReduceMean', [one('Mul', [x as string, x as string]), writer.int64([-1])]);
    const inverse = one('Reciprocal', [one('Sqrt', [one('Add', [mean as string, writer.scalar(node.attributes.epsilon)])])]);
    const normalized = one('Mul', [x as string, inverse]);
    return [one('Mul', [normalized, scale as string]), normalized, inverse];
  },
  gradient: (node, [dy]) => {
    const scale = operand(node, 1);
    const [, normalized, inverse] = node.outputs as readonly [Tensor, Tensor, Tensor];
    const width = scale.shape[0] as number;
    const q = mul(dy as Tensor, normalized);
    // The sign goes to the short operand: the engine subtracts more slowly than it adds.
    const mean = gemm(q, reshape(mul(scale, -1 / width), [width, 1])); // [..., 1]
    const dx = mul(inverse, add(mul(dy as Tensor, scale), mul(normalized, mean)));
    return [dx, sumTo(q, scale.shape)];
  },
});

const RmsNorm: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'RMSNormalization',
  infer: (inputs) => normTypes('rmsNorm', inputs),
  onnx: (writer, inputs, node) => writer.node('RMSNormalization', inputs, { attributes: { axis: int(-1), epsilon: float(node.attributes.epsilon) } }),
  decompose: (node) => [apply(RmsNormParts, node.inputs, node.attributes)[0] as Tensor],
});

/** x / √(mean(x²) + epsilon) · scale over the last axis. @param scale [D] @source Zhang and Sennrich 2019, arXiv 1910.07467 */
export function rmsNorm(x: Tensor, scale: Tensor, epsilon = 1e-6): Tensor {
  return applyOne(RmsNorm, [x, scale], { epsilon });
}

const LayerNorm: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'LayerNormalization',
  infer: (inputs) => normTypes('layerNorm', inputs),
  onnx: (writer, inputs, node) => writer.node('LayerNormalization', inputs, { attributes: { axis: int(-1), epsilon: float(node.attributes.epsilon) } }),
  gradient: (node, gradients) => {
    const [x, scale, bias, dy] = [operand(node, 0), operand(node, 1), operand(node, 2), only(gradients)];
    const centred = sub(x, reduceMean(x, [-1], true));
    const inverse = reciprocal(sqrt(add(reduceMean(square(centred), [-1], true), node.attributes.epsilon)));
    const normalized = mul(centred, inverse);
    const scaled = mul(dy, scale);
    const along = reduceMean(mul(scaled, normalized), [-1], true);
    const dx = mul(inverse, sub(sub(scaled, reduceMean(scaled, [-1], true)), mul(normalized, along)));
    return [dx, sumTo(mul(dy, normalized), scale.shape), sumTo(dy, bias.shape)];
  },
});

/** (x − mean) / √(variance + epsilon) · scale + bias over the last axis. @param scale [D] @param bias [D] @source Ba et al. 2016, arXiv 1607.06450 */
export function layerNorm(x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  return applyOne(LayerNorm, [x, scale, bias], { epsilon });
}
