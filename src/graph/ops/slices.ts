/** Cutting and joining along axes: slice, pad, concat, split. Slice and pad are each other's gradients. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, only, operand, string, type OnnxWriter, type Op } from '../op.ts';
import { formatShape, normalizeAxis, type Shape } from '../shape.ts';
import { type Tensor, type TensorType, apply, applyOne } from '../tensor.ts';
import { expand } from './broadcast.ts';
import { constant } from './source.ts';
import { reshape } from './structure.ts';

interface SliceAttributes { readonly axis: number; readonly start: number; readonly end: number; readonly step: number }

const Slice: Op<SliceAttributes> = defineOp<SliceAttributes>({
  name: 'Slice',
  infer([x], { axis, start, end, step }) {
    const { dtype, shape } = x as TensorType;
    const size = shape[axis] as number;
    if (start < 0 || end > size || start >= end || step < 1) throw new ShapeError(`slice: [${start}, ${end}) in steps of ${step} is not inside axis ${axis} of ${formatShape(shape)}`, { shape, axis, start, end, step });
    return [{ dtype, shape: replaceAt(shape, axis, Math.ceil((end - start) / step)) }];
  },
  onnx: (writer, [x], { attributes: { axis, start, end, step } }) =>
    writer.node('Slice', [x as string, writer.int64([start]), writer.int64([end]), writer.int64([axis]), writer.int64([step])]),
  gradient: (node, dy) => {
    const { axis, start, step } = node.attributes;
    const size = operand(node, 0).shape[axis] as number;
    const spread = spreadOut(only(dy), axis, step, size - start);
    return [pad(spread, axis, start, size - start - (spread.shape[axis] as number))];
  },
});

function replaceAt(shape: Shape, axis: number, size: number): number[] {
  return shape.map((old, i) => (i === axis ? size : old));
}

/** Puts step − 1 zeros after each value along the axis, cut to at most `limit`. */
function spreadOut(x: Tensor, axis: number, step: number, limit: number): Tensor {
  if (step === 1) return x;
  const count = x.shape[axis] as number;
  const columns = reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const spread = reshape(pad(columns, axis + 1, 0, step - 1), replaceAt(x.shape, axis, count * step));
  return count * step > limit ? slice(spread, axis, 0, limit) : spread;
}

/**
 * Values start, start + step, … below end along one axis.
 * @param start counted from the end when negative; default 0
 * @param end exclusive; counted from the end when negative; default the axis' size
 */
export function slice(x: Tensor, axis: number, start = 0, end?: number, step = 1): Tensor {
  const at = normalizeAxis('slice', axis, x.shape.length);
  const size = x.shape[at] as number;
  const from = start < 0 ? start + size : start;
  const to = end === undefined ? size : end < 0 ? end + size : end;
  return from === 0 && to === size && step === 1 ? x : applyOne(Slice, [x], { axis: at, start: from, end: to, step });
}

interface PadAttributes { readonly axis: number; readonly before: number; readonly after: number }

const Pad: Op<PadAttributes> = defineOp<PadAttributes>({
  name: 'Pad',
  infer([x], { axis, before, after }) {
    const { dtype, shape } = x as TensorType;
    if (before < 0 || after < 0) throw new ShapeError(`pad: amounts must not be negative: ${before}, ${after}`, { before, after });
    return [{ dtype, shape: replaceAt(shape, axis, (shape[axis] as number) + before + after) }];
  },
  onnx: (writer, [x], node) => {
    const { axis, before, after } = node.attributes;
    const rank = node.inputs[0]?.shape.length ?? 0;
    const amounts = Array.from({ length: 2 * rank }, (_, i) => (i === axis ? before : i === rank + axis ? after : 0));
    return writer.node('Pad', [x as string, writer.int64(amounts)], { attributes: { mode: string('constant') } });
  },
  gradient: (node, dy) => {
    const { axis, before } = node.attributes;
    return [slice(only(dy), axis, before, before + (operand(node, 0).shape[axis] as number))];
  },
});

/** Adds zeros before and after along one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  const at = normalizeAxis('pad', axis, x.shape.length);
  return before === 0 && after === 0 ? x : applyOne(Pad, [x], { axis: at, before, after });
}

const Concat: Op<{ axis: number }> = defineOp<{ axis: number }>({
  name: 'Concat',
  infer(inputs, { axis }) {
    const first = inputs[0] as TensorType;
    for (const { dtype, shape } of inputs) {
      if (dtype !== first.dtype || shape.length !== first.shape.length || shape.some((size, i) => i !== axis && size !== first.shape[i])) {
        throw new ShapeError(`concat: ${inputs.map((x) => `${x.dtype} ${formatShape(x.shape)}`).join(', ')} differ outside axis ${axis}`, { shapes: inputs.map((x) => x.shape), axis });
      }
    }
    return [{ dtype: first.dtype, shape: replaceAt(first.shape, axis, inputs.reduce((sum, x) => sum + (x.shape[axis] as number), 0)) }];
  },
  onnx: (writer, inputs, { attributes: { axis } }) => [joinParts(writer, inputs, axis)],
  gradient: (node, dy) => {
    const { axis } = node.attributes;
    return split(only(dy), axis, node.inputs.map((x) => x.shape[axis] as number));
  },
});

/** Joins tensors along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  if (!first) throw new ShapeError('concat: nothing to join');
  return parts.length === 1 ? first : applyOne(Concat, parts, { axis: normalizeAxis('concat', axis, first.shape.length) });
}

/** Consecutive groups of about the same size, at most `most` of them. */
function grouped<T>(list: readonly T[], most: number): T[][] {
  const size = Math.ceil(list.length / Math.min(most, Math.ceil(list.length / most)));
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Consecutive parts of an axis, as the writer has them: one Split, or one into groups that are cut further. */
export function cutParts(writer: OnnxWriter, x: string, axis: number, sizes: readonly number[]): string[] {
  if (sizes.length === 1) return [x];
  const cut = (of: string, into: readonly number[]): string[] => writer.node('Split', [of, writer.int64(into)], { attributes: { axis: int(axis) }, outputs: into.length });
  if (sizes.length <= writer.mostOperands) return cut(x, sizes);
  const groups = grouped(sizes, writer.mostOperands);
  const parts = cut(x, groups.map((group) => group.reduce((sum, size) => sum + size, 0)));
  return groups.flatMap((group, i) => cutParts(writer, parts[i] as string, axis, group));
}

/** One Concat, or one of groups that were joined before. */
export function joinParts(writer: OnnxWriter, inputs: readonly string[], axis: number): string {
  if (inputs.length === 1) return inputs[0] as string;
  const parts = inputs.length <= writer.mostOperands ? inputs : grouped(inputs, writer.mostOperands).map((group) => joinParts(writer, group, axis));
  return writer.node('Concat', parts, { attributes: { axis: int(axis) } })[0] as string;
}

const Split: Op<{ axis: number; sizes: readonly number[] }> = defineOp<{ axis: number; sizes: readonly number[] }>({
  name: 'Split',
  infer([x], { axis, sizes }) {
    const { dtype, shape } = x as TensorType;
    if (sizes.reduce((a, b) => a + b, 0) !== shape[axis]) throw new ShapeError(`split: [${sizes.join(', ')}] does not add up to axis ${axis} of ${formatShape(shape)}`, { sizes, shape, axis });
    return sizes.map((size) => ({ dtype, shape: replaceAt(shape, axis, size) }));
  },
  onnx: (writer, [x], { attributes: { axis, sizes } }) => cutParts(writer, x as string, axis, sizes),
  gradient: (node, gradients) => {
    const { axis } = node.attributes;
    const parts = node.outputs.map((output, i) => gradients[i] ?? zerosLike(output));
    return [concat(parts, axis)];
  },
});

/** Zeros in the shape of a tensor, without a constant of that size in the file. Not x − x: that is no zero where x is infinite. */
function zerosLike(x: Tensor): Tensor {
  return expand(constant(0), x.shape);
}

/** Cuts an axis into consecutive parts. */
export function split(x: Tensor, axis: number, sizes: readonly number[]): readonly Tensor[] {
  return sizes.length === 1 ? [x] : apply(Split, [x], { axis: normalizeAxis('split', axis, x.shape.length), sizes });
}
