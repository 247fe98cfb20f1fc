/** Reverse-mode differentiation: fused ops are decomposed, then gradients flow back through the graph by each op's own rule. */
import { DarkroomError } from '../base/errors.ts';
import { sizeOf } from '../base/tensor-data.ts';
import { formatShape, sameShape } from './shape.ts';
import { type Node, type Tensor, apply, topologicalOrder } from './tensor.ts';
import { add } from './ops/elementwise.ts';
import { filled } from './ops/source.ts';

/**
 * The same graph with every fused op replaced by simpler ones, so that backward can re-use what forward computed.
 * Inputs, parameters and constants stay the very same tensors.
 */
export function decompose(outputs: readonly Tensor[]): Tensor[] {
  const replaced = new Map<Node, readonly Tensor[]>();
  const renew = (x: Tensor): Tensor => replaced.get(x.node)?.[x.index] ?? x;
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map(renew);
    if (node.op.decompose && node.op.gradient === undefined) {
      // Decompositions may themselves use fused ops.
      replaced.set(node, decompose(node.op.decompose({ ...node, inputs })));
    } else if (inputs.some((x, i) => x !== node.inputs[i])) {
      replaced.set(node, apply(node.op, inputs, node.attributes));
    }
  }
  return outputs.map(renew);
}

export interface Differentiated {
  /** The outputs, decomposed: run these beside the gradients, not the originals. */
  readonly outputs: readonly Tensor[];
  /** d outputs[0] / d wrt[i], each in the shape of wrt[i]; zeros where the loss does not depend on it. */
  readonly gradients: readonly Tensor[];
}

/**
 * Differentiates the first of the outputs (a scalar) by leaves of the graph.
 * @param outputs the loss, then whatever else shall be computed in the same run
 * @param wrt parameters or inputs
 * @throws DarkroomError code 'usage' when the loss is not a scalar
 */
export function differentiate(outputs: readonly Tensor[], wrt: readonly Tensor[]): Differentiated {
  const decomposed = decompose(outputs);
  const loss = decomposed[0] as Tensor;
  if (sizeOf(loss.shape) !== 1) throw new DarkroomError('usage', `differentiate: the loss must be one number, not ${formatShape(loss.shape)}; reduce it first`);
  const order = topologicalOrder([loss]);
  const needed = nodesThatReach(order, wrt);
  const flowing = new Map<Tensor, Tensor>([[loss, filled(loss.shape, 1)]]);
  for (const node of order.reverse()) {
    if (node.inputs.length > 0 && needed.has(node)) propagate(node, flowing, needed);
  }
  return { outputs: decomposed, gradients: wrt.map((x) => flowing.get(x) ?? filled(x.shape, 0)) };
}

function nodesThatReach(order: readonly Node[], wrt: readonly Tensor[]): Set<Node> {
  const needed = new Set<Node>(wrt.map((x) => x.node));
  for (const node of order) if (node.inputs.some((x) => needed.has(x.node))) needed.add(node);
  return needed;
}

/** Sends the gradients of a node's outputs to its inputs. */
function propagate(node: Node, flowing: Map<Tensor, Tensor>, needed: ReadonlySet<Node>): void {
  const outputGradients = node.outputs.map((output) => flowing.get(output));
  if (!node.op.gradient || outputGradients.every((gradient) => gradient === undefined)) return;
  const inputGradients = node.op.gradient(node, outputGradients);
  node.inputs.forEach((x, i) => {
    const gradient = inputGradients[i];
    if (!gradient || !needed.has(x.node)) return;
    if (!sameShape(gradient.shape, x.shape)) throw new DarkroomError('shape', `${node.op.name}: the gradient of operand ${i} is ${formatShape(gradient.shape)}, the operand ${formatShape(x.shape)}`);
    const before = flowing.get(x);
    flowing.set(x, before ? add(before, gradient) : gradient);
  });
}
