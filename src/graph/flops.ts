/** What a graph costs: additions and multiplications of its matrix products and convolutions, the terms that decide. */
import { sizeOf } from '../base/tensor-data.ts';
import { type Node, type Tensor, topologicalOrder } from './tensor.ts';

const inputShape = (node: Node, i: number): readonly number[] => node.inputs[i]?.shape ?? [];
const outputSize = (node: Node): number => sizeOf(node.outputs[0]?.shape ?? []);

/** Rules for the ops that multiply matrices; every other op counts as nothing. */
const rules: Readonly<Record<string, (node: Node) => number>> = {
  // The inner size is whatever of A's matrices is not a row of the output, transposed or not.
  MatMul: (node) => 2 * outputSize(node) * (sizeOf(inputShape(node, 0).slice(-2)) / (node.outputs[0]?.shape.at(-2) ?? 1)),
  Gemm: (node) => 2 * outputSize(node) * (sizeOf(inputShape(node, 0)) / (node.outputs[0]?.shape[0] ?? 1)),
  // Kernel [O, C / groups, h, w]: each output value takes C / groups · h · w products.
  Conv: (node) => 2 * outputSize(node) * sizeOf(inputShape(node, 1).slice(1)),
  // Each input value spreads over the kernel of its outputs.
  ConvTranspose: (node) => 2 * sizeOf(inputShape(node, 0)) * sizeOf(inputShape(node, 1).slice(1)),
  // Scores and their use: two products of [N, D] with [M, D] for every head together.
  MultiHeadAttention: (node) => 4 * outputSize(node) * (inputShape(node, 1)[1] ?? 1),
};

/** 2 for each multiply-add. @param counts which ops; default: all */
export function countFlops(outputs: readonly Tensor[], counts: (op: string) => boolean = () => true): number {
  return topologicalOrder(outputs).reduce((total, node) => total + (counts(node.op.name) ? rules[node.op.name]?.(node) ?? 0 : 0), 0);
}
