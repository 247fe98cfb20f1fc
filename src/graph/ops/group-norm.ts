/** Normalisation over groups of channels. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, float, only, operand, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum } from './broadcast.ts';
import { add, mul, reciprocal, sqrt, square, sub } from './elementwise.ts';
import { reduceMean } from './reduce.ts';
import { reshape } from './structure.ts';

interface GroupNormAttributes { readonly groups: number; readonly epsilon: number }

/** [C, 1, …]: one value a channel, ready to broadcast over the picture. */
const perChannel = ({ shape }: TensorType): number[] => [shape[1] as number, ...shape.slice(2).map(() => 1)];

const GroupNorm: Op<GroupNormAttributes> = defineOp<GroupNormAttributes>({
  name: 'GroupNormalization',
  infer([x, ...scales], { groups }) {
    const type = x as TensorType;
    const channels = type.shape[1];
    if (channels === undefined || type.shape.length < 3) throw new ShapeError(`groupNorm: needs [B, C, …] with at least three axes, not ${formatShape(type.shape)}`, { shape: type.shape });
    if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) throw new ShapeError(`groupNorm: the ${channels} channels of ${formatShape(type.shape)} do not divide into ${groups} groups`, { shape: type.shape, groups });
    for (const scale of scales) {
      if (scale.shape.length !== 1 || scale.shape[0] !== channels) throw new ShapeError(`groupNorm: scale and bias of ${formatShape(type.shape)} must be [${channels}], not ${formatShape(scale.shape)}`, { shape: type.shape, scale: scale.shape });
    }
    return [type];
  },
  // ONNX Runtime takes GroupNormalization apart into some thirty nodes; over rows of groups, InstanceNormalization is one kernel.
  onnx: (writer, inputs, node) => {
    const [x, scale, bias] = inputs as [string, string, string];
    const { groups, epsilon } = node.attributes;
    const type = operand(node, 0);
    const one = (op: string, operands: string[]): string => writer.node(op, operands)[0] as string;
    const filledRow = (value: number): string => one('Expand', [writer.scalar(value), writer.int64([groups])]);
    const rows = one('Reshape', [x, writer.int64([type.shape[0] as number, groups, -1])]);
    const [normalized] = writer.node('InstanceNormalization', [rows, filledRow(1), filledRow(0)], { attributes: { epsilon: float(epsilon) } });
    const picture = one('Reshape', [normalized as string, writer.int64(type.shape)]);
    const channels = writer.int64(perChannel(type));
    return [one('Add', [one('Mul', [picture, one('Reshape', [scale, channels])]), one('Reshape', [bias, channels])])];
  },
  gradient: (node, gradients) => {
    const [x, scale, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const { groups, epsilon } = node.attributes;
    const grouped = [x.shape[0] as number, groups, -1];
    const rows = reshape(x, grouped);
    const centred = sub(rows, reduceMean(rows, [2], true));
    const inverse = reciprocal(sqrt(add(reduceMean(square(centred), [2], true), epsilon)));
    const normalized = mul(centred, inverse);
    const scaled = reshape(mul(dy, reshape(scale, perChannel(x))), grouped);
    const along = reduceMean(mul(scaled, normalized), [2], true);
    const dx = mul(inverse, sub(sub(scaled, reduceMean(scaled, [2], true)), mul(normalized, along)));
    const overPictures = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    return [reshape(dx, x.shape), reduceSum(mul(dy, reshape(normalized, x.shape)), overPictures), reduceSum(dy, overPictures)];
  },
});

/**
 * (x − mean) / √(variance + epsilon) · scale + bias, with mean and variance over all values of a group of neighbouring channels.
 * @param x [B, C, …]  @param scale [C]  @param bias [C]
 * @param options.groups must divide C
 * @param options.epsilon default 1e-5
 * @source Wu and He 2018, arXiv 1803.08494
 */
export function groupNorm(x: Tensor, scale: Tensor, bias: Tensor, { groups, epsilon = 1e-5 }: { readonly groups: number; readonly epsilon?: number }): Tensor {
  return applyOne(GroupNorm, [x, scale, bias], { groups, epsilon });
}
