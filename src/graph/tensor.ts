/**
 * The symbolic graph: a Tensor is one output of a Node, a Node is an op applied to Tensors. Nothing is computed here.
 * Graphs are immutable and have no owner: whatever is reachable from the outputs you emit is the graph.
 */
import { type DType, type TensorData, sizeOf } from '../base/tensor-data.ts';
import { ShapeError } from '../base/errors.ts';
import { type Shape, formatShape } from './shape.ts';
import type { Op } from './op.ts';

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which output of the node this is. */
  readonly index: number;
}

/** `attributes` belongs to the op: only its own rules read it. */
export interface Node<A = unknown> {
  readonly op: Op<A>;
  readonly inputs: readonly Tensor[];
  readonly attributes: A;
  readonly outputs: readonly Tensor[];
}

/** How a parameter starts: the spread of a normal or uniform draw, or a constant. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly standardDeviation: number }
  | { readonly kind: 'uniform'; readonly bound: number };

/** Attributes of the three ops that have no inputs. */
export interface InputAttributes { readonly name: string }
export interface ParameterAttributes { readonly name: string; readonly initializer: Initializer }
export interface ConstantAttributes { readonly value: TensorData }

/**
 * Applies an op: checks the operands by the op's shape rule and makes the node.
 * @returns one tensor for each output
 * @throws ShapeError in the user's terms
 */
export function apply<A>(op: Op<A>, inputs: readonly Tensor[], attributes: A): readonly Tensor[] {
  const types = op.infer(inputs, attributes);
  const outputs: Tensor[] = [];
  const node: Node<A> = { op, inputs, attributes, outputs };
  types.forEach((type, index) => outputs.push({ node: node as Node, index, dtype: type.dtype, shape: type.shape }));
  return outputs;
}

/** As `apply`, for ops with one output. */
export function applyOne<A>(op: Op<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  return apply(op, inputs, attributes)[0] as Tensor;
}

/**
 * The nodes that the outputs need, each after its inputs.
 * The walk keeps its own stack: a training graph is tens of thousands of nodes deep.
 */
export function topologicalOrder(outputs: readonly Tensor[]): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  const stack: Node[] = outputs.map((output) => output.node).reverse();
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Node;
    if (!state.has(node)) {
      state.set(node, 'open');
      for (let i = node.inputs.length - 1; i >= 0; i--) {
        const input = (node.inputs[i] as Tensor).node;
        if (!state.has(input)) stack.push(input);
      }
      continue;
    }
    stack.pop();
    if (state.get(node) === 'open') {
      state.set(node, 'done');
      order.push(node);
    }
  }
  return order;
}

/**
 * Checks a tensor's shape at a door; letters stand for any size, numbers must match: `expectShape('attention', q, ['B', 'N', 256])`.
 * @throws ShapeError
 */
export function expectShape(where: string, x: TensorType, expected: readonly (number | string)[]): void {
  const fits = x.shape.length === expected.length && expected.every((size, axis) => typeof size === 'string' || size === x.shape[axis]);
  if (!fits) throw new ShapeError(`${where}: expected [${expected.join(', ')}] but got ${formatShape(x.shape)}`, { expected, shape: x.shape });
}

/** @throws ShapeError unless the data fills the shape */
export function checkData(where: string, value: TensorData): void {
  if (value.data.length !== sizeOf(value.shape)) {
    throw new ShapeError(`${where}: ${value.data.length} values do not fill ${formatShape(value.shape)}`, { shape: value.shape });
  }
}
