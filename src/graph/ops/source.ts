/** Where graphs begin: inputs, parameters and constants. The emitter treats these three itself. */
import { DarkroomError } from '../../base/errors.ts';
import { type DType, type TensorData, float32 } from '../../base/tensor-data.ts';
import { type Op, defineOp } from '../op.ts';
import { type ConstantAttributes, type Initializer, type InputAttributes, type Node, type ParameterAttributes, type Tensor, type TensorType, applyOne, checkData } from '../tensor.ts';

function writtenByEmitter(): never {
  throw new DarkroomError('engine', 'Sources are written by the emitter.');
}

export const Input: Op<InputAttributes & TensorType> = defineOp({
  name: 'Input',
  infer: (_, { dtype, shape }) => [{ dtype, shape }],
  onnx: writtenByEmitter,
  gradient: () => [],
});

export const Parameter: Op<ParameterAttributes & TensorType> = defineOp({
  name: 'Parameter',
  infer: (_, { dtype, shape }) => [{ dtype, shape }],
  onnx: writtenByEmitter,
  gradient: () => [],
});

export const Constant: Op<ConstantAttributes> = defineOp({
  name: 'Constant',
  infer: (_, { value }) => [{ dtype: value.dtype, shape: value.shape }],
  onnx: writtenByEmitter,
  gradient: () => [],
});

/** A value given at each run. */
export function input(name: string, shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return applyOne(Input, [], { name, shape, dtype } satisfies InputAttributes & TensorType);
}

/** A float32 weight: trained, stored and loaded by its name. */
export function parameter(name: string, shape: readonly number[], initializer: Initializer): Tensor {
  return applyOne<ParameterAttributes & TensorType>(Parameter, [], { name, shape, dtype: 'float32', initializer });
}

/** A value written into the graph. A number is a float32 scalar. */
export function constant(value: TensorData | number): Tensor {
  const data = typeof value === 'number' ? float32([value], []) : value;
  checkData('constant', data);
  return applyOne(Constant, [], { value: data });
}

/** A tensor of one value. */
export function filled(shape: readonly number[], value: number): Tensor {
  return constant(float32(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value), shape));
}

export function isParameter(node: Node): node is Node & { readonly attributes: ParameterAttributes & TensorType } {
  return node.op === (Parameter as Op);
}

export function isInput(node: Node): node is Node & { readonly attributes: InputAttributes & TensorType } {
  return node.op === (Input as Op);
}

export function isConstant(node: Node): node is Node & { readonly attributes: ConstantAttributes } {
  return node.op === (Constant as Op);
}
