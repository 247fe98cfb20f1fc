/**
 * Matrix products and convolutions in 8 bits, for inference: inputs are quantised as they come, each tensor by its own range, weights row by row
 * when the graph loads. On CPUs with 8-bit dot products they take a third of the time of float32.
 */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, ints, operand, type Op, type OnnxWriter } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import type { Padding } from './conv.ts';
import { reshape } from './structure.ts';

const ONNX_UINT8 = 2;
const ONNX_INT8 = 3;
const UINT8_MIDDLE = 128;
/** Largest int8: weights lie in −127 … 127, symmetric about zero. */
const INT8_MOST = 127;
/** A row of zeros has no range; anything above zero serves. */
const LEAST_RANGE = 1e-30;

const one = (writer: OnnxWriter, op: string, inputs: readonly string[], attributes = {}): string => writer.node(op, inputs, { attributes })[0] as string;

/**
 * Written so that the engine, which works constants out one op after the other when it loads, never holds a second float32 copy of a weight.
 * @param weight name of a constant [O, …]
 * @param permutation puts the axis of outputs last
 * @returns names of its int8 values as [K, O] and of their scales [O]
 */
function quantiseWeight(writer: OnnxWriter, weight: string, shape: readonly number[], permutation: readonly number[]): { readonly values: string; readonly scales: string } {
  const rest = writer.int64(shape.slice(1).map((_, axis) => axis + 1));
  const [high, low] = ['ReduceMax', 'ReduceMin'].map((op) => one(writer, op, [weight, rest], { keepdims: int(0) })) as [string, string];
  const largest = one(writer, 'Max', [high, one(writer, 'Neg', [low]), writer.scalar(LEAST_RANGE)]);
  const scales = one(writer, 'Mul', [largest, writer.scalar(1 / INT8_MOST)]); // [O]
  const values = one(writer, 'QuantizeLinear', [weight, scales], { axis: int(0), output_dtype: int(ONNX_INT8) });
  const matrix = one(writer, 'Transpose', [values], { perm: ints(permutation) });
  return { values: one(writer, 'Reshape', [matrix, writer.int64([-1, shape[0] as number])]), scales };
}

interface QuantisedInput {
  /** uint8 */
  readonly values: string;
  readonly scale: string;
  readonly zero: string;
}

/** One scale for all: what a convolution needs, whose products mix the pixels. Equal ones are merged by the engine. */
function quantiseTensor(writer: OnnxWriter, x: string): QuantisedInput {
  const [values, scale, zero] = writer.node('DynamicQuantizeLinear', [x], { outputs: 3 }) as [string, string, string];
  return { values, scale, zero };
}

/** One scale for each row, [M]: a row of small values keeps its precision beside a row of large ones. Symmetric about 128. @param x [M, K] */
function quantiseRows(writer: OnnxWriter, x: string, rows: number): QuantisedInput {
  const largest = one(writer, 'ReduceMax', [one(writer, 'Abs', [x]), writer.int64([1])], { keepdims: int(0) });
  const scale = one(writer, 'Mul', [one(writer, 'Max', [largest, writer.scalar(LEAST_RANGE)]), writer.scalar(1 / INT8_MOST)]);
  const middle = one(writer, 'Cast', [writer.scalar(UINT8_MIDDLE)], { to: int(ONNX_UINT8) });
  const values = one(writer, 'QuantizeLinear', [x, scale, one(writer, 'Expand', [middle, writer.int64([rows])])], { axis: int(0) });
  return { values, scale, zero: middle };
}

function multiply(writer: OnnxWriter, { values, scale, zero }: QuantisedInput, weight: { readonly values: string; readonly scales: string }, bias: string | undefined): string {
  const inputs = [values, weight.values, scale, weight.scales, zero, ...(bias === undefined ? [] : ['', bias])];
  return writer.node('MatMulIntegerToFloat', inputs, { domain: 'com.microsoft' })[0] as string;
}

const QuantisedGemm: Op<null> = defineOp<null>({
  name: 'QuantisedGemm',
  infer([a, b, bias]) {
    const [x, weight] = [a as TensorType, b as TensorType];
    if (x.shape.length !== 2 || weight.shape.length !== 2 || x.shape[1] !== weight.shape[1]) throw new ShapeError(`quantisedGemm: inner sizes differ: ${formatShape(x.shape)} × ${formatShape(weight.shape)}ᵀ`, { x: x.shape, weight: weight.shape });
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[0])) throw new ShapeError(`quantisedGemm: the bias must be [${weight.shape[0]}], not ${formatShape(bias.shape)}`, { bias: bias.shape });
    return [{ dtype: 'float32', shape: [x.shape[0] as number, weight.shape[0] as number] }];
  },
  onnx: (writer, [x, weight, bias], node) => {
    const rows = quantiseRows(writer, x as string, operand(node, 0).shape[0] as number);
    const product = multiply(writer, { ...rows, scale: writer.scalar(1) }, quantiseWeight(writer, weight as string, operand(node, 1).shape, [1, 0]), undefined);
    const y = one(writer, 'Mul', [product, one(writer, 'Unsqueeze', [rows.scale, writer.int64([1])])]);
    return [bias === undefined ? y : one(writer, 'Add', [y, bias])];
  },
  gradient: null,
});

/**
 * About x × weightᵀ (+ bias), to within a percent: for weights that are constant in the graph.
 * @param x [..., K]  @param weight [N, K]  @param options.bias [N]
 * @returns [..., N]
 */
export function quantisedGemm(x: Tensor, weight: Tensor, { bias }: { readonly bias?: Tensor } = {}): Tensor {
  const y = applyOne(QuantisedGemm, bias ? [reshape(x, [-1, x.shape.at(-1) ?? 1]), weight, bias] : [reshape(x, [-1, x.shape.at(-1) ?? 1]), weight], null);
  return reshape(y, [...x.shape.slice(0, -1), weight.shape[0] as number]);
}

interface ConvAttributes {
  readonly stride: number;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

type Size4 = readonly [number, number, number, number];

function outputSize(x: TensorType, weight: TensorType, { stride, top, left, bottom, right }: ConvAttributes): readonly [height: number, width: number] {
  const [, height, width] = x.shape as unknown as Size4;
  const [, , tapRows, tapColumns] = weight.shape as unknown as Size4;
  return [Math.floor((height + top + bottom - tapRows) / stride) + 1, Math.floor((width + left + right - tapColumns) / stride) + 1];
}

const QuantisedConv: Op<ConvAttributes> = defineOp<ConvAttributes>({
  name: 'QuantisedConv',
  infer([a, b, bias], attributes) {
    const [x, weight] = [a as TensorType, b as TensorType];
    if (x.shape.length !== 4 || weight.shape.length !== 4 || x.shape[3] !== weight.shape[1]) throw new ShapeError(`quantisedConv: needs x [B, H, W, C] and a kernel [O, C, kernel height, kernel width], not ${formatShape(x.shape)} with ${formatShape(weight.shape)}`, { x: x.shape, kernel: weight.shape });
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[0])) throw new ShapeError(`quantisedConv: the bias must be [${weight.shape[0]}], not ${formatShape(bias.shape)}`, { bias: bias.shape });
    const [height, width] = outputSize(x, weight, attributes);
    if (height < 1 || width < 1) throw new ShapeError(`quantisedConv: the kernel ${formatShape(weight.shape)} is larger than the padded picture ${formatShape(x.shape)}`, { x: x.shape, kernel: weight.shape });
    return [{ dtype: 'float32', shape: [x.shape[0] as number, height, width, weight.shape[0] as number] }];
  },
  // Every output pixel's taps are gathered into a row, as bytes, and the convolution is one product: with bytes the copies cost little.
  onnx: (writer, [x, weight, bias], node) => {
    const { attributes } = node;
    const [picture, kernel] = [operand(node, 0), operand(node, 1)];
    const [batch, height, width, channels] = picture.shape as unknown as Size4;
    const [, , tapRows, tapColumns] = kernel.shape as unknown as Size4;
    const { top, left, bottom, right } = attributes;
    const input = quantiseTensor(writer, x as string);
    const padded = one(writer, 'Pad', [input.values, writer.int64([0, top, left, 0, 0, bottom, right, 0]), input.zero]); // bytes that stand for zero
    const pixels = one(writer, 'Reshape', [padded, writer.int64([-1, channels])]);
    const places = tapPlaces(batch, [height + top + bottom, width + left + right], outputSize(picture, kernel, attributes), [tapRows, tapColumns], attributes.stride);
    const rows = one(writer, 'Reshape', [one(writer, 'Gather', [pixels, writer.int64(places)], { axis: int(0) }), writer.int64([-1, tapRows * tapColumns * channels])]);
    const y = multiply(writer, { ...input, values: rows }, quantiseWeight(writer, weight as string, kernel.shape, [2, 3, 1, 0]), bias);
    return [one(writer, 'Reshape', [y, writer.int64((node.outputs[0] as Tensor).shape)])];
  },
  gradient: null,
});

/** For each output pixel, the padded pixels under its taps, counted over the batch. */
function tapPlaces(batch: number, [height, width]: readonly [number, number], [rows, columns]: readonly [number, number], [tapRows, tapColumns]: readonly [number, number], stride: number): number[] {
  const places: number[] = [];
  for (let picture = 0; picture < batch; picture++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let tapRow = 0; tapRow < tapRows; tapRow++) {
          const first = (picture * height + row * stride + tapRow) * width + column * stride;
          for (let tapColumn = 0; tapColumn < tapColumns; tapColumn++) places.push(first + tapColumn);
        }
      }
    }
  }
  return places;
}

/**
 * About the convolution of a picture with channels last, to within a percent: for kernels that are constant in the graph.
 * @param x [B, H, W, C]  @param weight [O, C, kernel height, kernel width], as `conv2d` takes it  @param options.bias [O]
 * @returns [B, H', W', O]
 */
export function quantisedConv(x: Tensor, weight: Tensor, { bias, stride = 1, padding = 0 }: { readonly bias?: Tensor; readonly stride?: number; readonly padding?: Padding } = {}): Tensor {
  const sides = typeof padding === 'number' ? { top: padding, left: padding, bottom: padding, right: padding } : padding;
  return applyOne(QuantisedConv, bias ? [x, weight, bias] : [x, weight], { stride, ...sides });
}
