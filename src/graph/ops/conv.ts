/** Convolution over pictures and its transpose: each is the other's input gradient, and both share one weight gradient. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, ints, only, operand, type Op, type OnnxAttribute } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum } from './broadcast.ts';
import { matmul, product } from './matmul.ts';
import { concat, pad, slice } from './slices.ts';
import { reshape, transpose } from './structure.ts';

type Pair = readonly [vertical: number, horizontal: number];

/** Zeros around a picture, one amount for all sides or each side's own. */
export type Padding = number | { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

export interface ConvOptions {
  /** [O] */
  readonly bias?: Tensor;
  /** Default 1. */
  readonly stride?: number | Pair;
  /** Default 0. */
  readonly padding?: Padding;
  /** Distance between the kernel's taps; default 1. */
  readonly dilation?: number | Pair;
  /** The channels fall into this many groups that do not see each other; default 1. Depthwise: as many as x has channels. */
  readonly groups?: number;
}

interface Geometry {
  readonly stride: Pair;
  readonly dilation: Pair;
  /** ONNX's order: top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
  readonly groups: number;
}

interface TransposeGeometry extends Geometry { readonly outputPadding: Pair }

type Size4 = readonly [number, number, number, number];

const pair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

function geometry(op: string, { stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvOptions): Geometry {
  const sides = typeof padding === 'number' ? { top: padding, left: padding, bottom: padding, right: padding } : padding;
  const result: Geometry = { stride: pair(stride), dilation: pair(dilation), pads: [sides.top, sides.left, sides.bottom, sides.right], groups };
  const whole = (least: number) => (value: number): boolean => Number.isInteger(value) && value >= least;
  if (![...result.stride, ...result.dilation, groups].every(whole(1)) || !result.pads.every(whole(0))) {
    throw new ShapeError(`${op}: stride [${result.stride.join(', ')}], dilation [${result.dilation.join(', ')}] and groups ${groups} must be whole numbers from 1, padding [${result.pads.join(', ')}] from 0`, { ...result });
  }
  return result;
}

function convAttributes({ stride, dilation, pads, groups }: Geometry, weight: TensorType): Record<string, OnnxAttribute> {
  return { strides: ints(stride), dilations: ints(dilation), pads: ints(pads), group: int(groups), kernel_shape: ints(weight.shape.slice(2)) };
}

function check(op: string, layout: string, [x, weight, bias]: readonly TensorType[], fits: (x: Size4, weight: Size4) => boolean, outputs: (weight: Size4) => number, groups: number): void {
  const [picture, kernel] = [x as TensorType, weight as TensorType];
  const described = `${formatShape(picture.shape)} with a kernel ${formatShape(kernel.shape)}${groups === 1 ? '' : ` in ${groups} groups`}`;
  if (picture.shape.length !== 4 || kernel.shape.length !== 4) throw new ShapeError(`${op}: needs x [B, C, H, W] and a kernel ${layout}, not ${described}`, { x: picture.shape, kernel: kernel.shape });
  if (!fits(picture.shape as unknown as Size4, kernel.shape as unknown as Size4)) throw new ShapeError(`${op}: channels do not fit: ${described}; the kernel must be ${layout}`, { x: picture.shape, kernel: kernel.shape, groups });
  const channels = outputs(kernel.shape as unknown as Size4);
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== channels)) throw new ShapeError(`${op}: the bias of ${described} must be [${channels}], not ${formatShape(bias.shape)}`, { bias: bias.shape });
}

/** How far a kernel with `taps` reaches. */
const reach = (taps: number, dilation: number): number => dilation * (taps - 1) + 1;

const Conv: Op<Geometry> = defineOp<Geometry>({
  name: 'Conv',
  infer(inputs, { stride, dilation, pads, groups }) {
    check('conv2d', '[O, C / groups, kernel height, kernel width]', inputs, (x, w) => x[1] === w[1] * groups && w[0] % groups === 0, (w) => w[0], groups);
    const [x, weight] = inputs as [TensorType, TensorType];
    const spatial = ([0, 1] as const).map((side) => {
      const free = (x.shape[2 + side] as number) + pads[side] + pads[side === 0 ? 2 : 3] - reach(weight.shape[2 + side] as number, dilation[side]);
      if (free < 0) throw new ShapeError(`conv2d: the kernel ${formatShape(weight.shape)} is larger than the padded picture ${formatShape(x.shape)}`, { x: x.shape, kernel: weight.shape, pads });
      return Math.floor(free / stride[side]) + 1;
    });
    return [{ dtype: x.dtype, shape: [x.shape[0] as number, weight.shape[0] as number, ...spatial] }];
  },
  onnx: (writer, inputs, node) => writer.node('Conv', inputs, { attributes: convAttributes(node.attributes, operand(node, 1)) }),
  gradient: (node, gradients) => {
    const [x, weight, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const { stride, dilation, pads } = node.attributes;
    // Rows that the stride stepped over at the far end take part in nothing, yet the gradient has them: zeros.
    const outputPadding = ([0, 1] as const).map((side) => ((x.shape[2 + side] as number) + pads[side] + pads[side === 0 ? 2 : 3] - reach(weight.shape[2 + side] as number, dilation[side])) % stride[side]) as unknown as Pair;
    const dx = applyOne(ConvTranspose, [dy, weight], { ...node.attributes, outputPadding });
    const dw = weightGradient(x, dy, weight.shape as unknown as Size4, node.attributes);
    return node.inputs.length === 3 ? [dx, dw, reduceSum(dy, [0, 2, 3])] : [dx, dw];
  },
});

const ConvTranspose: Op<TransposeGeometry> = defineOp<TransposeGeometry>({
  name: 'ConvTranspose',
  infer(inputs, { stride, dilation, pads, groups, outputPadding }) {
    check('convTranspose2d', '[C, O / groups, kernel height, kernel width]', inputs, (x, w) => x[1] === w[0] && w[0] % groups === 0, (w) => w[1] * groups, groups);
    const [x, weight] = inputs as [TensorType, TensorType];
    const spatial = ([0, 1] as const).map((side) => {
      if (outputPadding[side] < 0 || outputPadding[side] >= stride[side]) throw new ShapeError(`convTranspose2d: output padding ${outputPadding[side]} must be at least 0 and less than the stride ${stride[side]}`, { outputPadding, stride });
      const size = ((x.shape[2 + side] as number) - 1) * stride[side] + reach(weight.shape[2 + side] as number, dilation[side]) + outputPadding[side] - pads[side] - pads[side === 0 ? 2 : 3];
      if (size < 1) throw new ShapeError(`convTranspose2d: padding [${pads.join(', ')}] leaves nothing of ${formatShape(x.shape)} with a kernel ${formatShape(weight.shape)}`, { x: x.shape, kernel: weight.shape, pads });
      return size;
    });
    return [{ dtype: x.dtype, shape: [x.shape[0] as number, (weight.shape[1] as number) * groups, ...spatial] }];
  },
  onnx: (writer, inputs, node) =>
    writer.node('ConvTranspose', inputs, { attributes: { ...convAttributes(node.attributes, operand(node, 1)), output_padding: ints(node.attributes.outputPadding) } }),
  gradient: (node, gradients) => {
    const [x, weight, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const { stride, dilation, pads, groups } = node.attributes;
    const forward: Geometry = { stride, dilation, pads, groups };
    const dx = applyOne(Conv, [dy, weight], forward);
    const dw = weightGradient(dy, x, weight.shape as unknown as Size4, forward);
    return node.inputs.length === 3 ? [dx, dw, reduceSum(dy, [0, 2, 3])] : [dx, dw];
  },
});

/** Below this many channels a pixel is too short a row for Gemm, and turning channels last costs more than it saves. */
const FEW_CHANNELS = 16;

/**
 * The kernel's gradient of the convolution x → y: for every tap, dyᵀ times the values of x that the tap met.
 * Matrix products rather than a convolution with swapped axes, whose kernel has the picture's size: four times as fast.
 * @param x [B, C, H, W]  @param dy [B, O, H', W']  @returns [O, C / groups, kernel height, kernel width]
 */
function weightGradient(x: Tensor, dy: Tensor, shape: Size4, { stride, dilation, pads, groups }: Geometry): Tensor {
  const [, , height, width] = dy.shape as Size4;
  const [, channels, tapRows, tapColumns] = shape;
  const padded = pad(pad(x, 2, pads[0], pads[2]), 3, pads[1], pads[3]);
  const taps = Array.from({ length: tapRows * tapColumns }, (_, tap): Pair => [Math.floor(tap / tapColumns) * dilation[0], (tap % tapColumns) * dilation[1]]);
  const met = (from: Tensor, rowAxis: number): Tensor[] => taps.map(([row, column]) => {
    const rows = slice(from, rowAxis, row, row + (height - 1) * stride[0] + 1, stride[0]);
    return slice(rows, rowAxis + 1, column, column + (width - 1) * stride[1] + 1, stride[1]);
  });
  if (groups > 1 || channels < FEW_CHANNELS) return pictureProducts(met(padded, 2), dy, shape, groups);
  return pixelProducts(met(transpose(padded, [0, 2, 3, 1]), 1), dy, shape);
}

/** One tall product a tap, with channels last. Joining the taps first would need their memory at once, and was slower. */
function pixelProducts(met: readonly Tensor[], dy: Tensor, shape: Size4): Tensor {
  const [outputs, channels] = shape;
  const rows = reshape(transpose(dy, [0, 2, 3, 1]), [-1, outputs]);
  const perTap = met.map((values) => product(rows, reshape(values, [-1, channels]), true, false));
  return reshape(concat(perTap.map((gradient) => reshape(gradient, [outputs, channels, 1])), 2), shape);
}

/** One product for each picture and group, all taps at once: for short kernels, few channels or many groups. */
function pictureProducts(met: readonly Tensor[], dy: Tensor, shape: Size4, groups: number): Tensor {
  const [batch, outputs, height, width] = dy.shape as Size4;
  const channels = shape[1];
  const columns = concat(met.map((values) => reshape(values, [batch, groups, channels, height * width])), 2);
  const products = matmul(reshape(dy, [batch, groups, outputs / groups, height * width]), transpose(columns)); // [B, groups, O / groups, taps·C]
  const summed = reshape(reduceSum(products, [0]), [outputs, met.length, channels]);
  return reshape(transpose(summed), shape);
}

/**
 * Cross-correlation of a picture with a kernel, as networks call convolution.
 * @param x [B, C, H, W]
 * @param weight [O, C / groups, kernel height, kernel width]
 * @returns [B, O, H', W'] with H' = ⌊(H + top + bottom − dilation·(kernel height − 1) − 1) / stride⌋ + 1
 * @throws ShapeError when channels do not fit or the kernel is larger than the padded picture
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  const operands = options.bias ? [x, weight, options.bias] : [x, weight];
  return applyOne(Conv, operands, geometry('conv2d', options));
}

/**
 * The transpose of `conv2d`: every value of x spreads its kernel over the output, `stride` apart.
 * @param x [B, C, H, W]
 * @param weight [C, O / groups, kernel height, kernel width]
 * @param options.outputPadding rows and columns added at the far end, 0 ≤ amount < stride; default 0
 * @returns [B, O, H', W'] with H' = (H − 1)·stride − top − bottom + dilation·(kernel height − 1) + 1 + outputPadding
 * @throws ShapeError when channels do not fit or the padding leaves nothing
 */
export function convTranspose2d(x: Tensor, weight: Tensor, options: ConvOptions & { readonly outputPadding?: number | Pair } = {}): Tensor {
  const operands = options.bias ? [x, weight, options.bias] : [x, weight];
  return applyOne(ConvTranspose, operands, { ...geometry('convTranspose2d', options), outputPadding: pair(options.outputPadding ?? 0) });
}
