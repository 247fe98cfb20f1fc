/** Element-wise ops with broadcasting: two tables (one argument, two arguments), then comparison, choice and clipping. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, only, operand, sameInOnnx, type Op } from '../op.ts';
import { broadcastShapes } from '../shape.ts';
import { type Tensor, type TensorType, apply, applyOne } from '../tensor.ts';
import { sumTo } from './broadcast.ts';
import { constant } from './source.ts';
import { cast } from './structure.ts';

/** Scalars may be given as numbers wherever a tensor is. */
export type Operand = Tensor | number;

const toTensor = (x: Operand): Tensor => (typeof x === 'number' ? constant(x) : x);

function unary(name: string, derivative: ((x: Tensor, y: Tensor, dy: Tensor) => Tensor) | null, onnx: Op<null>['onnx'] = sameInOnnx(name)) {
  const op: Op<null> = defineOp<null>({
    name,
    infer: ([x]) => [x as TensorType],
    onnx,
    gradient: derivative && ((node, dy) => [derivative(operand(node, 0), node.outputs[0] as Tensor, only(dy))]),
  });
  return (x: Operand): Tensor => applyOne(op, [toTensor(x)], null);
}

type BinaryDerivative = (a: Tensor, b: Tensor, dy: Tensor, y: Tensor) => Tensor;

function binary(name: string, [left, right]: readonly [BinaryDerivative, BinaryDerivative] | readonly [null, null], result?: 'bool') {
  const op: Op<null> = defineOp<null>({
    name,
    infer([a, b]) {
      const [x, y] = [a as TensorType, b as TensorType];
      if (x.dtype !== y.dtype) throw new ShapeError(`${name}: element types differ: ${x.dtype} and ${y.dtype}; cast one of them`, { a: x.dtype, b: y.dtype });
      return [{ dtype: result ?? x.dtype, shape: broadcastShapes(name, x.shape, y.shape) }];
    },
    onnx: sameInOnnx(name),
    gradient: left && ((node, gradients) => {
      const [a, b, dy, y] = [operand(node, 0), operand(node, 1), only(gradients), node.outputs[0] as Tensor];
      return [sumTo(left(a, b, dy, y), a.shape), sumTo(right(a, b, dy, y), b.shape)];
    }),
  });
  return (a: Operand, b: Operand): Tensor => applyOne(op, [toTensor(a), toTensor(b)], null);
}

export const add = binary('Add', [(_a, _b, dy) => dy, (_a, _b, dy) => dy]);
export const sub = binary('Sub', [(_a, _b, dy) => dy, (_a, _b, dy) => neg(dy)]);
export const mul = binary('Mul', [(_a, b, dy) => mul(dy, b), (a, _b, dy) => mul(dy, a)]);
export const div = binary('Div', [(_a, b, dy) => div(dy, b), (_a, b, dy, y) => neg(div(mul(dy, y), b))]);
/** a to the power b; the gradient in b needs a > 0. */
export const pow = binary('Pow', [(a, b, dy) => mul(dy, mul(b, pow(a, sub(b, 1)))), (a, _b, dy, y) => mul(dy, mul(y, log(maximum(a, 1e-30))))]);
/** Where both are equal the gradient goes to the first. */
export const maximum = binary('Max', [(a, b, dy) => where(greaterOrEqual(a, b), dy, 0), (a, b, dy) => where(greaterOrEqual(a, b), 0, dy)]);
/** Where both are equal the gradient goes to the first. */
export const minimum = binary('Min', [(a, b, dy) => where(lessOrEqual(a, b), dy, 0), (a, b, dy) => where(lessOrEqual(a, b), 0, dy)]);
export const greater = binary('Greater', [null, null], 'bool');
export const greaterOrEqual = binary('GreaterOrEqual', [null, null], 'bool');
export const less = binary('Less', [null, null], 'bool');
export const lessOrEqual = binary('LessOrEqual', [null, null], 'bool');
export const equal = binary('Equal', [null, null], 'bool');
export const and = binary('And', [null, null], 'bool');

export const neg = unary('Neg', (_x, _y, dy) => neg(dy));
export const abs = unary('Abs', (x, _y, dy) => where(greaterOrEqual(x, 0), dy, neg(dy)));
export const sign = unary('Sign', null);
export const floor = unary('Floor', null);
export const not = unary('Not', null);
export const exp = unary('Exp', (_x, y, dy) => mul(dy, y));
export const log = unary('Log', (x, _y, dy) => div(dy, x));
export const sqrt = unary('Sqrt', (_x, y, dy) => div(mul(dy, 0.5), y));
export const reciprocal = unary('Reciprocal', (_x, y, dy) => neg(mul(dy, mul(y, y))));
export const sin = unary('Sin', (x, _y, dy) => mul(dy, cos(x)));
export const cos = unary('Cos', (x, _y, dy) => neg(mul(dy, sin(x))));
export const tanh = unary('Tanh', (_x, y, dy) => mul(dy, sub(1, mul(y, y))));
export const sigmoid = unary('Sigmoid', (_x, y, dy) => mul(dy, mul(y, sub(1, y))));
export const softplus = unary('Softplus', (x, _y, dy) => mul(dy, sigmoid(x)));
export const relu = unary('Relu', (x, _y, dy) => where(greater(x, 0), dy, 0));

const SquaredRelu: Op<null> = defineOp<null>({
  name: 'SquaredRelu',
  infer: ([x]) => [x as TensorType, x as TensorType],
  onnx: (writer, [x]) => {
    const positive = writer.node('Relu', [x as string])[0] as string;
    return [writer.node('Mul', [positive, positive])[0] as string, positive];
  },
  // The positive part is zero where nothing flows: no mask is needed.
  gradient: (node, gradients) => [mul(mul(only(gradients), 2), node.outputs[1] as Tensor)],
});

/** max(x, 0)². @source So et al. 2021, arXiv 2109.08668 */
export function squaredRelu(x: Tensor): Tensor {
  return apply(SquaredRelu, [x], null)[0] as Tensor;
}

/** d erf(x) / dx = 2 / √π · exp(−x²) */
export const erf = unary('Erf', (x, _y, dy) => mul(dy, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x))))));
/** x · Φ(x) with the exact normal distribution. @source Hendrycks and Gimpel 2016, arXiv 1606.08415 */
export const gelu = unary('Gelu', (x, _y, dy) => {
  const cumulative = mul(0.5, add(1, erf(mul(x, Math.SQRT1_2))));
  const density = mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, mul(x, x))));
  return mul(dy, add(cumulative, mul(x, density)));
});

/** x · sigmoid(x). Its gradient, s + y·(1 − s), takes two passes less than that of the product. @source Elfwing et al. 2017, arXiv 1702.03118 */
export const silu = unary('Silu', (x, y, dy) => {
  const s = sigmoid(x); // the engine finds that forward has computed it
  return mul(dy, add(s, sub(y, mul(y, s)))); // not 1 − s: a scalar on the left is the engine's slow path
}, (writer, [x]) => writer.node('Mul', [x as string, writer.node('Sigmoid', [x as string])[0] as string]));
export const square = (x: Tensor): Tensor => mul(x, x);

const Where: Op<null> = defineOp<null>({
  name: 'Where',
  infer([condition, a, b]) {
    const [test, x, y] = [condition as TensorType, a as TensorType, b as TensorType];
    if (test.dtype !== 'bool') throw new ShapeError(`where: the condition is ${test.dtype}, not bool; compare first`, { dtype: test.dtype });
    if (x.dtype !== y.dtype) throw new ShapeError(`where: element types differ: ${x.dtype} and ${y.dtype}`, { a: x.dtype, b: y.dtype });
    return [{ dtype: x.dtype, shape: broadcastShapes('where', test.shape, broadcastShapes('where', x.shape, y.shape)) }];
  },
  onnx: sameInOnnx('Where'),
  gradient: (node, gradients) => {
    const [condition, a, b, dy] = [operand(node, 0), operand(node, 1), operand(node, 2), only(gradients)];
    return [undefined, sumTo(where(condition, dy, 0), a.shape), sumTo(where(condition, 0, dy), b.shape)];
  },
});

/** a where the condition holds, else b; all three broadcast. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return applyOne(Where, [condition, toTensor(a), toTensor(b)], null);
}

/** Limits x to [low, high]; outside, the gradient is 0. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  return minimum(maximum(x, low), high);
}

/** 1 where the condition holds, else 0, as float32. */
export function indicator(condition: Tensor): Tensor {
  return cast(condition, 'float32');
}
