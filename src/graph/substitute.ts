/** Graphs with some of their tensors replaced. */
import { ShapeError } from '../base/errors.ts';
import { formatShape, sameShape } from './shape.ts';
import { type Node, type Tensor, apply, topologicalOrder } from './tensor.ts';

/**
 * The same outputs computed from other tensors: each key stands wherever its value stood. Parts that do not depend on a key are shared.
 * @throws ShapeError when a replacement has another shape
 */
export function substitute(outputs: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  for (const [from, to] of replacements) if (!sameShape(from.shape, to.shape)) throw new ShapeError(`substitute: ${formatShape(to.shape)} cannot stand for ${formatShape(from.shape)}`);
  const renewed = new Map<Node, readonly Tensor[]>();
  const renew = (x: Tensor): Tensor => replacements.get(x) ?? renewed.get(x.node)?.[x.index] ?? x;
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map(renew);
    if (inputs.some((x, i) => x !== node.inputs[i])) renewed.set(node, apply(node.op, inputs, node.attributes));
  }
  return outputs.map(renew);
}
