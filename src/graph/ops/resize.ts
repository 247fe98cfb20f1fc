/** Changing a picture's size: nearest and bilinear resizing, and average pooling. */
import { ShapeError } from '../../base/errors.ts';
import { float32 } from '../../base/tensor-data.ts';
import { defineOp, ints, only, operand, string, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum } from './broadcast.ts';
import { mul } from './elementwise.ts';
import { matmul } from './matmul.ts';
import { constant } from './source.ts';
import { reshape, transpose } from './structure.ts';

type Size4 = readonly [number, number, number, number];

function checkPicture(op: string, { shape }: TensorType): Size4 {
  if (shape.length !== 4) throw new ShapeError(`${op}: needs a picture [B, C, H, W], not ${formatShape(shape)}`, { shape });
  return shape as unknown as Size4;
}

function checkFactor(op: string, factor: number): void {
  if (!Number.isInteger(factor) || factor < 1) throw new ShapeError(`${op}: the factor ${factor} is not a whole number from 1`, { factor });
}

const Nearest: Op<{ factor: number }> = defineOp<{ factor: number }>({
  name: 'ResizeNearest',
  infer([x], { factor }) {
    const [batch, channels, height, width] = checkPicture('resizeNearest', x as TensorType);
    checkFactor('resizeNearest', factor);
    return [{ dtype: (x as TensorType).dtype, shape: [batch, channels, height * factor, width * factor] }];
  },
  onnx: (writer, [x], node) =>
    writer.node('Resize', [x as string, '', '', writer.int64((node.outputs[0] as Tensor).shape)], { attributes: { mode: string('nearest'), coordinate_transformation_mode: string('asymmetric'), nearest_mode: string('floor') } }),
  gradient: (node, dy) => [blockSums(only(dy), node.attributes.factor)],
});

/** The sum of every factor × factor block. */
function blockSums(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = x.shape as Size4;
  return reduceSum(reshape(x, [batch, channels, height / factor, factor, width / factor, factor]), [3, 5]);
}

/** Repeats every pixel factor × factor times: [B, C, H, W] → [B, C, H·factor, W·factor]. */
export function resizeNearest(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : applyOne(Nearest, [x], { factor });
}

const Bilinear: Op<{ height: number; width: number }> = defineOp<{ height: number; width: number }>({
  name: 'ResizeBilinear',
  infer([x], { height, width }) {
    const [batch, channels] = checkPicture('resizeBilinear', x as TensorType);
    if (![height, width].every((size) => Number.isInteger(size) && size >= 1)) throw new ShapeError(`resizeBilinear: the new size ${height}×${width} must be whole numbers from 1`, { height, width });
    return [{ dtype: (x as TensorType).dtype, shape: [batch, channels, height, width] }];
  },
  onnx: (writer, [x], node) =>
    writer.node('Resize', [x as string, '', '', writer.int64((node.outputs[0] as Tensor).shape)], { attributes: { mode: string('linear'), coordinate_transformation_mode: string('half_pixel') } }),
  // Resizing is y = R · x · Cᵀ with two small matrices, so dx = Rᵀ · dy · C.
  gradient: (node, gradients) => {
    const { height, width } = node.attributes;
    const [, , rows, columns] = operand(node, 0).shape as Size4;
    const across = matmul(only(gradients), interpolation(columns, width));
    return [matmul(transpose(interpolation(rows, height)), across)];
  },
});

/** Row i holds the weights with which output i mixes the inputs: [to, from]. Half-pixel centres, edges repeated. */
function interpolation(from: number, to: number): Tensor {
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const below = Math.min(Math.floor(at), from - 1);
    const above = Math.min(below + 1, from - 1);
    matrix[i * from + below] = (matrix[i * from + below] as number) + 1 - (at - below);
    matrix[i * from + above] = (matrix[i * from + above] as number) + at - below;
  }
  return constant(float32(matrix, [to, from]));
}

/**
 * Bilinear resizing with half-pixel centres, without a low-pass filter: `align_corners=False, antialias=False` elsewhere.
 * @param x [B, C, H, W]
 * @returns [B, C, height, width]
 */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  return applyOne(Bilinear, [x], { height, width });
}

const AveragePool: Op<{ factor: number }> = defineOp<{ factor: number }>({
  name: 'AveragePool',
  infer([x], { factor }) {
    const [batch, channels, height, width] = checkPicture('averagePool', x as TensorType);
    checkFactor('averagePool', factor);
    if (height % factor !== 0 || width % factor !== 0) throw new ShapeError(`averagePool: ${height}×${width} does not divide into blocks of ${factor}×${factor}`, { height, width, factor });
    return [{ dtype: (x as TensorType).dtype, shape: [batch, channels, height / factor, width / factor] }];
  },
  onnx: (writer, inputs, { attributes: { factor } }) =>
    writer.node('AveragePool', inputs, { attributes: { kernel_shape: ints([factor, factor]), strides: ints([factor, factor]) } }),
  gradient: (node, dy) => [resizeNearest(mul(only(dy), 1 / node.attributes.factor ** 2), node.attributes.factor)],
});

/** The mean of every factor × factor block: [B, C, H, W] → [B, C, H / factor, W / factor]. */
export function averagePool(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : applyOne(AveragePool, [x], { factor });
}
