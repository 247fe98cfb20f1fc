/** Look-up of rows by index, its gradient (adding rows up), and one-hot rows. */
import { ShapeError } from '../../base/errors.ts';
import { int32, sizeOf } from '../../base/tensor-data.ts';
import { defineOp, int, only, operand, string, type Op } from '../op.ts';
import { formatShape, type Shape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { equal, indicator } from './elementwise.ts';
import { constant, filled } from './source.ts';
import { reshape } from './structure.ts';

function checkIndices(op: string, { dtype }: TensorType): void {
  if (dtype !== 'int32' && dtype !== 'int64') throw new ShapeError(`${op}: indices are ${dtype}, not int32 or int64`, { dtype });
}

const Gather: Op<null> = defineOp<null>({
  name: 'Gather',
  infer([table, indices]) {
    const [rows, ids] = [table as TensorType, indices as TensorType];
    checkIndices('embedding', ids);
    if (rows.shape.length < 1) throw new ShapeError('embedding: the table needs an axis');
    return [{ dtype: rows.dtype, shape: [...ids.shape, ...rows.shape.slice(1)] }];
  },
  onnx: (writer, inputs) => writer.node('Gather', inputs, { attributes: { axis: int(0) } }),
  gradient: (node, dy) => [scatterRows(operand(node, 0).shape, operand(node, 1), only(dy)), undefined],
});

/**
 * Rows of a table.
 * @param table [V, ...]
 * @param indices any shape, int32 or int64, 0 ≤ index < V
 * @returns [...indices.shape, ...]
 */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  return applyOne(Gather, [table, indices], null);
}

const ScatterRows: Op<{ shape: Shape }> = defineOp<{ shape: Shape }>({
  name: 'ScatterRows',
  infer([indices, rows], { shape }) {
    const [ids, values] = [indices as TensorType, rows as TensorType];
    checkIndices('scatterRows', ids);
    if (formatShape(values.shape) !== formatShape([...ids.shape, ...shape.slice(1)])) throw new ShapeError(`scatterRows: rows ${formatShape(values.shape)} do not fit indices ${formatShape(ids.shape)} and table ${formatShape(shape)}`, { shape });
    return [{ dtype: values.dtype, shape }];
  },
  onnx: (writer, [indices, rows], node) => {
    const { shape } = node.attributes;
    const count = sizeOf((node.inputs[0] as Tensor).shape);
    const width = sizeOf(shape.slice(1));
    const one = (op: string, inputs: string[], attributes = {}): string => writer.node(op, inputs, { attributes })[0] as string;
    const column = one('Reshape', [one('Cast', [indices as string], { to: int(7) }), writer.int64([count, 1])]);
    // Not ScatterND: its threads add to the same row at once and lose values. ScatterElements adds in order.
    const targets = one('Expand', [column, writer.int64([count, width])]);
    const zeros = one('Expand', [writer.scalar(0), writer.int64([shape[0] as number, width])]);
    const updates = one('Reshape', [rows as string, writer.int64([count, width])]);
    const added = one('ScatterElements', [zeros, targets, updates], { axis: int(0), reduction: string('add') });
    return [one('Reshape', [added, writer.int64(shape)])];
  },
  gradient: (node, dy) => [undefined, embedding(only(dy), operand(node, 0))],
});

/** A table of zeros to which each row is added at its index: the gradient of `embedding`. */
export function scatterRows(shape: Shape, indices: Tensor, rows: Tensor): Tensor {
  return applyOne(ScatterRows, [indices, rows], { shape });
}

/** Rows of the identity: [...] → [..., classes] float32. An index outside 0 ≤ index < classes gives a row of zeros. */
export function oneHot(indices: Tensor, classes: number): Tensor {
  checkIndices('oneHot', indices);
  const numbers = Array.from({ length: classes }, (_, i) => i);
  const data = indices.dtype === 'int32' ? int32(numbers) : { dtype: 'int64' as const, shape: [classes], data: BigInt64Array.from(numbers, BigInt) };
  return indicator(equal(reshape(indices, [...indices.shape, 1]), constant(data)));
}

const CountIndices: Op<{ classes: number }> = defineOp<{ classes: number }>({
  name: 'CountIndices',
  infer([indices], { classes }) {
    const ids = indices as TensorType;
    checkIndices('countIndices', ids);
    return [{ dtype: 'float32', shape: [...ids.shape.slice(0, -1), classes] }];
  },
  onnx: (writer, [indices], { inputs, attributes: { classes } }) => {
    const { shape } = inputs[0] as Tensor;
    const one = (op: string, names: string[], attributes = {}): string => writer.node(op, names, { attributes })[0] as string;
    const filledWith = (value: number, size: readonly number[]): string => one('Expand', [writer.scalar(value), writer.int64(size)]);
    const targets = one('Cast', [indices as string], { to: int(7) });
    return [one('ScatterElements', [filledWith(0, [...shape.slice(0, -1), classes]), targets, filledWith(1, shape)], { axis: int(-1), reduction: string('add') })];
  },
  gradient: null,
});

/** How often each index occurs along the last axis: [..., n] → [..., classes] float32. @param indices 0 ≤ index < classes */
export function countIndices(indices: Tensor, classes: number): Tensor {
  return applyOne(CountIndices, [indices], { classes });
}

/** A tensor of zeros that depends on nothing. */
export function zeros(shape: Shape): Tensor {
  return reshape(filled(shape, 0), shape);
}
