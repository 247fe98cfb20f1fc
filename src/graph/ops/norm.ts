/** Normalisation over features: layer norm and root-mean-square norm. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, float, int, only, operand, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum, sumTo } from './broadcast.ts';
import { add, mul, reciprocal, sqrt, square, sub } from './elementwise.ts';
import { reduceMean } from './reduce.ts';

type NormAttributes = { readonly epsilon: number };

function normTypes(name: string, [x, ...scales]: readonly TensorType[]): TensorType[] {
  const type = x as TensorType;
  const width = type.shape.at(-1);
  for (const scale of scales) {
    if (scale.shape.length !== 1 || scale.shape[0] !== width) throw new ShapeError(`${name}: scale and bias of ${formatShape(type.shape)} must be [${width}], not ${formatShape(scale.shape)}`, { shape: type.shape, scale: scale.shape });
  }
  return [type];
}

const RmsNorm: Op<NormAttributes> = defineOp<NormAttributes>({
  name: 'RMSNormalization',
  infer: (inputs) => normTypes('rmsNorm', inputs),
  onnx: (writer, inputs, node) => writer.node('RMSNormalization', inputs, { attributes: { axis: int(-1), epsilon: float(node.attributes.epsilon) } }),
  gradient: (node, gradients) => {
    const [x, scale, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const inverse = reciprocal(sqrt(add(reduceMean(square(x), [-1], true), node.attributes.epsilon)));
    const normalized = mul(x, inverse);
    const scaled = mul(dy, scale);
    const along = mul(reduceSum(mul(scaled, normalized), [-1], true), 1 / (x.shape.at(-1) ?? 1));
    return [mul(inverse, sub(scaled, mul(normalized, along))), sumTo(mul(dy, normalized), scale.shape)];
  },
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
