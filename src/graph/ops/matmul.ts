/** Matrix products: batched matmul and the two-dimensional Gemm with transposes and bias. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, int, ints, only, operand, type Op } from '../op.ts';
import { broadcastShapes, formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { reduceSum, sumTo } from './broadcast.ts';
import { reshape } from './structure.ts';

interface ProductAttributes { readonly transposeA: boolean; readonly transposeB: boolean }

/** Rows and columns of an operand, as it stands or with its last two axes swapped. */
function sidesOf({ shape }: TensorType, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

const MatMul: Op<ProductAttributes> = defineOp<ProductAttributes>({
  name: 'MatMul',
  infer([a, b], { transposeA, transposeB }) {
    const [x, y] = [a as TensorType, b as TensorType];
    const described = `${formatShape(x.shape)}${transposeA ? 'ᵀ' : ''} × ${formatShape(y.shape)}${transposeB ? 'ᵀ' : ''}`;
    if (x.shape.length < 2 || y.shape.length < 2) throw new ShapeError(`matmul: both operands need two axes or more: ${described}`, { a: x.shape, b: y.shape });
    const [[rows, inner], [innerB, columns]] = [sidesOf(x, transposeA), sidesOf(y, transposeB)];
    if (inner !== innerB) throw new ShapeError(`matmul: inner sizes differ: ${described}`, { a: x.shape, b: y.shape });
    return [{ dtype: x.dtype, shape: [...broadcastShapes('matmul', x.shape.slice(0, -2), y.shape.slice(0, -2)), rows, columns] }];
  },
  onnx: (writer, [a, b], { inputs, attributes: { transposeA, transposeB } }) => {
    if (!transposeA && !transposeB) return writer.node('MatMul', [a, b] as string[]);
    if (writer.transposedProducts) return writer.node('FusedMatMul', [a, b] as string[], { domain: 'com.microsoft', attributes: { transA: int(Number(transposeA)), transB: int(Number(transposeB)) } });
    const swapped = (name: string, { shape }: Tensor): string => writer.node('Transpose', [name], { attributes: { perm: ints(swappedAxes(shape.length)) } })[0] as string;
    return writer.node('MatMul', [transposeA ? swapped(a as string, inputs[0] as Tensor) : a as string, transposeB ? swapped(b as string, inputs[1] as Tensor) : b as string]);
  },
  gradient: (node, gradients) => {
    const [a, b, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const { transposeA, transposeB } = node.attributes;
    const da = transposeA ? batched(b, dy, transposeB, true) : batched(dy, b, false, !transposeB);
    const db = transposeB ? batched(dy, a, true, transposeA) : batched(a, dy, !transposeA, false);
    return [sumTo(da, a.shape), sumTo(db, b.shape)];
  },
});

const swappedAxes = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

const batched = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor => applyOne(MatMul, [a, b], { transposeA, transposeB });

/**
 * [..., M, K] × [..., K, N] → [..., M, N]; leading axes broadcast.
 * A matrix on the right of a batch is multiplied once, as one tall matrix: that is what the fast kernels are made for.
 * @param options which operands have their last two axes swapped first: better than a transpose of one's own, which the engine may join with others
 *   to one that it does slowly
 */
export function matmul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false }: Partial<ProductAttributes> = {}): Tensor {
  if (!transposeA && b.shape.length === 2 && a.shape.length > 2 && a.shape.at(-1) === b.shape[transposeB ? 1 : 0]) return gemm(a, b, { transposeB });
  return batched(a, b, transposeA, transposeB);
}

const Gemm: Op<ProductAttributes> = defineOp<ProductAttributes>({
  name: 'Gemm',
  infer([a, b, bias], { transposeA, transposeB }) {
    const [x, y] = [a as TensorType, b as TensorType];
    const described = `${formatShape(x.shape)}${transposeA ? 'ᵀ' : ''} × ${formatShape(y.shape)}${transposeB ? 'ᵀ' : ''}`;
    if (x.shape.length !== 2 || y.shape.length !== 2) throw new ShapeError(`gemm: both operands need two axes: ${described}`, { a: x.shape, b: y.shape });
    const [rows, inner] = (transposeA ? [...x.shape].reverse() : x.shape) as [number, number];
    const [innerB, columns] = (transposeB ? [...y.shape].reverse() : y.shape) as [number, number];
    if (inner !== innerB) throw new ShapeError(`gemm: inner sizes differ: ${described}`, { a: x.shape, b: y.shape });
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== columns)) throw new ShapeError(`gemm: the bias of ${described} must be [${columns}], not ${formatShape(bias.shape)}`, { bias: bias.shape });
    return [{ dtype: x.dtype, shape: [rows, columns] }];
  },
  onnx: (writer, inputs, { attributes: { transposeA, transposeB } }) =>
    writer.node('Gemm', inputs, { attributes: { transA: int(Number(transposeA)), transB: int(Number(transposeB)) } }),
  gradient: (node, gradients) => {
    const { transposeA, transposeB } = node.attributes;
    const [a, b, dy] = [operand(node, 0), operand(node, 1), only(gradients)];
    const da = transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB);
    const db = transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false);
    return node.inputs.length === 3 ? [da, db, reduceSum(dy, [0])] : [da, db];
  },
});

/** aᵀ or a times bᵀ or b, both with two axes. */
export function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return applyOne(Gemm, [a, b], { transposeA, transposeB });
}

/**
 * a × b (+ bias) for a matrix b: all leading axes of a are taken as rows of one tall matrix.
 * @param a [..., K]
 * @param b [K, N], or [N, K] when transposeB
 * @param bias [N]
 * @returns [..., N]
 */
export function gemm(a: Tensor, b: Tensor, options: { readonly bias?: Tensor; readonly transposeB?: boolean } = {}): Tensor {
  const rows = reshape(a, [-1, a.shape.at(-1) ?? 1]);
  const operands = options.bias ? [rows, b, options.bias] : [rows, b];
  const y = applyOne(Gemm, operands, { transposeA: false, transposeB: options.transposeB ?? false });
  return reshape(y, [...a.shape.slice(0, -1), y.shape[1] as number]);
}
