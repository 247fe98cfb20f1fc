/** Runs a row of the gradient table: the values that autodiff gives and the values that central differences give. */
import { createRandom } from '../../src/base/random.ts';
import type { TensorData } from '../../src/base/tensor-data.ts';
import { differentiate } from '../../src/graph/autodiff.ts';
import { constant, input, mul, parameter, reduceSum } from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { emitModel } from '../../src/onnx/emit.ts';
import type { Runtime, Session, SessionOptions } from '../../src/runtime/runtime.ts';
import { type GradientCase, drawOperands, isShape, lossWeights } from './gradient-case.ts';

/** Exact in binary, so that x ± step loses nothing but the last bits of x. */
const STEP = 1 / 64;

export interface PreparedCase {
  readonly output: Tensor;
  readonly loss: Tensor;
  readonly weights: Float32Array;
  /** Operands that are differentiated, by name. */
  readonly wrt: Readonly<Record<string, Tensor>>;
  readonly feeds: Readonly<Record<string, TensorData>>;
}

export function prepare(row: GradientCase, seed = 1): PreparedCase {
  const initializer = { kind: 'constant', value: 0 } as const;
  const operands = Object.fromEntries(Object.entries(row.operands).map(([name, operand]) => [name, isShape(operand) ? parameter(name, operand, initializer) : input(name, operand.shape, operand.dtype)]));
  const output = row.build(operands);
  const weights = lossWeights(createRandom(seed, 1), output.shape);
  const wrt = Object.fromEntries(Object.entries(operands).filter(([name]) => isShape(row.operands[name] ?? [])));
  return { output, loss: reduceSum(mul(output, constant(weights))), weights: weights.data as Float32Array, wrt, feeds: drawOperands(row, seed) };
}

/** The gradients by autodiff; runs the decomposed graph. */
export async function autodiffGradients(runtime: Runtime, { loss, output, wrt, feeds }: PreparedCase, options: SessionOptions): Promise<Record<string, Float32Array>> {
  const names = Object.keys(wrt);
  const { outputs, gradients } = differentiate([loss, output], Object.values(wrt));
  const named = Object.fromEntries(gradients.map((gradient, i) => [`gradient ${names[i]}`, gradient]));
  const result = await runOnce(runtime, emitModel({ 'output 0': outputs[1] as Tensor, ...named }), feeds, options);
  return Object.fromEntries([['output', result['output 0'] as Float32Array], ...names.map((name) => [name, result[`gradient ${name}`] as Float32Array] as const)]);
}

export async function runOnce(runtime: Runtime, bytes: Uint8Array, feeds: Readonly<Record<string, TensorData>>, options: SessionOptions): Promise<Record<string, Float32Array>> {
  const session = await runtime.load({ bytes }, options);
  const used = Object.fromEntries(session.inputs.map(({ name }) => [name, feeds[name] as TensorData]));
  const result = await session.run(used);
  await session.close();
  return Object.fromEntries(Object.entries(result).map(([name, { data }]) => [name, data as Float32Array]));
}

/** The graph as inference runs it, fused ops and all; give it to `numericalGradient`. */
export function loadForward(runtime: Runtime, { output }: PreparedCase): Promise<Session> {
  return runtime.load({ bytes: emitModel({ 'output 0': output }) });
}

/**
 * d loss / d operand by central differences with one Richardson step, error O(step⁴). The loss is summed in double precision
 * from differences of the outputs, so that only the outputs' own rounding is left.
 */
export async function numericalGradient(session: Session, { feeds, weights }: PreparedCase, name: string): Promise<Float64Array> {
  const at = feeds[name] as TensorData<'float32'>;
  const evaluate = async (i: number, shift: number): Promise<{ x: number; y: Float32Array }> => {
    const data = Float32Array.from(at.data);
    data[i] = (data[i] as number) + shift;
    const result = await session.run({ ...feeds, [name]: { ...at, data } });
    return { x: data[i] as number, y: result['output 0']?.data as Float32Array };
  };
  const central = async (i: number, step: number): Promise<number> => {
    const [above, below] = [await evaluate(i, step), await evaluate(i, -step)];
    return weights.reduce((sum, weight, j) => sum + weight * ((above.y[j] as number) - (below.y[j] as number)), 0) / (above.x - below.x);
  };
  const gradient = new Float64Array(at.data.length);
  for (let i = 0; i < gradient.length; i++) gradient[i] = (4 * (await central(i, STEP)) - (await central(i, 2 * STEP))) / 3;
  return gradient;
}
