/** What a run of a graph takes in memory at its fullest, told from shapes before anything runs. */
import { sizeOf } from '../base/tensor-data.ts';
import { scoreBytesAtOnce } from './ops/attention.ts';
import { isConstant, isParameter } from './ops/source.ts';
import { type Node, type Tensor, type TensorType, topologicalOrder } from './tensor.ts';

const VALUE_BYTES = 4;

/** Of ints and floats alike: the few that are narrower are small. */
const bytesOf = ({ shape }: TensorType): number => VALUE_BYTES * sizeOf(shape);
const bytesOfAll = (tensors: readonly TensorType[]): number => tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);

/** Ops that write over an operand of their result's size when nothing else wants it. */
const overwriting = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** What kernels take besides their operands and results. */
const workspace: Readonly<Record<string, (node: Node) => number>> = {
  // Queries, keys and values are copied head by head, and so is the result; scores stand for as many queries as the kernel is given at once.
  MultiHeadAttention: (node) => bytesOfAll([...node.inputs.slice(0, 3), ...node.outputs]) + scoreBytesAtOnce(node),
  // Half written as rows of pixels, which are bytes here.
  QuantisedConv: (node) => sizeOf(node.inputs[1]?.shape.slice(1) ?? []) * sizeOf((node.outputs[0] as Tensor).shape.slice(0, 3)) + bytesOf(node.inputs[0] as Tensor) / VALUE_BYTES,
  QuantisedGemm: (node) => bytesOf(node.inputs[0] as Tensor) / VALUE_BYTES,
};

/**
 * The largest sum of values alive at once, in bytes, without weights and what follows from them alone. Values are freed after their last use; the
 * order is the graph's own, which an engine may improve on.
 */
export function peakBytes(outputs: readonly Tensor[]): number {
  const order = topologicalOrder(outputs);
  const fixed = fixedNodes(order);
  const uses = new Map<Node, number>();
  for (const node of order) for (const { node: from } of node.inputs) uses.set(from, (uses.get(from) ?? 0) + 1);
  for (const { node } of outputs) uses.set(node, (uses.get(node) ?? 0) + 1);
  let [alive, peak] = [0, 0];
  for (const node of order) {
    if (fixed.has(node)) continue;
    const given = node.inputs.filter((x) => !fixed.has(x.node));
    const last = given.filter((x) => uses.get(x.node) === 1 && owns(x.node));
    const replaced = overwriting.has(node.op.name) ? last.find((x) => bytesOf(x) === bytesOfAll(node.outputs)) : undefined;
    const made = replaced !== undefined || !owns(node) ? 0 : bytesOfAll(node.outputs);
    peak = Math.max(peak, alive + made + (workspace[node.op.name]?.(node) ?? 0));
    alive += made;
    // A view keeps what it looks at until it is used up itself.
    if (owns(node)) for (const { node: from } of node.inputs) alive -= released(from, uses, fixed, replaced?.node);
  }
  return peak;
}

/** Views have no bytes of their own. */
const owns = (node: Node): boolean => node.op.name !== 'Reshape';

/** Counts one use less. @returns the bytes that this frees */
function released(node: Node, uses: Map<Node, number>, fixed: ReadonlySet<Node>, replaced: Node | undefined): number {
  const left = (uses.get(node) ?? 0) - 1;
  uses.set(node, left);
  if (left > 0 || fixed.has(node) || node === replaced) return 0;
  return owns(node) ? bytesOfAll(node.outputs) : node.inputs.reduce((sum, x) => sum + released(x.node, uses, fixed, replaced), 0);
}

/** Nodes that follow from weights and constants alone. */
function fixedNodes(order: readonly Node[]): ReadonlySet<Node> {
  const fixed = new Set<Node>();
  for (const node of order) {
    const source = isParameter(node) || isConstant(node);
    if (source || (node.inputs.length > 0 && node.inputs.every((x) => fixed.has(x.node)))) fixed.add(node);
  }
  return fixed;
}
