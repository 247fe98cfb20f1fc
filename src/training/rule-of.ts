/** Which optimizer moves which parameter. */
import type { Tensor } from '../graph/tensor.ts';
import type { UpdateRule } from './optimizer.ts';

/** Muon for the matrices inside the layers; tables, norms, biases, and the first and last layers are AdamW's. @source Jordan et al. 2024 (see optimizer.ts) */
export function ruleOf(name: string, { shape }: Tensor): UpdateRule {
  return shape.length === 2 && /(^|\.)(blocks|layers)\.\d+\./.test(name) ? 'muon' : 'adamw';
}
