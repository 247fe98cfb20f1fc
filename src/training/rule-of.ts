/** Which optimizer moves which parameter. */
import type { Tensor } from '../graph/tensor.ts';
import type { UpdateRule } from './optimizer.ts';

/**
 * Muon for the matrices inside the layers and for those that make the condition; tables, norms, biases, and the first and last layers are AdamW's.
 *
 * The condition's matrices read thousands of values that hardly differ from sample to sample. AdamW moves all weights of an output the same way at
 * once, at 1.5e-3 by as much as the condition itself: gradients of successive steps pointed against each other, three quarters of all their norm came
 * from that one matrix, and every layer above was shaken along (storybook-ablations.md).
 * @source Jordan et al. 2024 (see optimizer.ts)
 */
export function ruleOf(name: string, { shape }: Tensor): UpdateRule {
  return shape.length === 2 && /(^|\.)((blocks|layers)\.\d+|condition)\./.test(name) ? 'muon' : 'adamw';
}
