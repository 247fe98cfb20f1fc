/** Do gradients of successive steps point the same way, or swing to and fro? AdamW's moments tell, at no cost while training. */
import type { TensorData } from '../base/tensor-data.ts';
import type { Session } from '../runtime/runtime.ts';
import type { LearningStep } from './learn.ts';
import type { OptimizerSettings } from './optimizer.ts';

/** One parameter that AdamW moves. */
export interface GradientAgreement {
  readonly parameter: string;
  /** Of the squares of all gradients that AdamW follows, 0..1. */
  readonly share: number;
  /** |mean gradient|² over mean |gradient|², divided by what independent gradients would give: 1 is chance, much below 1 they point against each other. */
  readonly agreement: number;
}

/** Below this share of the gradient a parameter does not matter here. */
const SMALL = 0.02;

/** The parameters with large gradients, the largest first. Empty where AdamW moves nothing. */
export async function gradientAgreements(session: Session, { packs }: Pick<LearningStep, 'packs'>, { beta1, beta2 }: OptimizerSettings['adamw']): Promise<GradientAgreement[]> {
  const pack = packs.find(({ rule }) => rule === 'adamw');
  if (pack === undefined) return [];
  const [first, second] = [`momentum.${pack.name}`, `variance.${pack.name}`];
  const states = await session.readState([first, second]);
  const [momentum, variance] = [first, second].map((name) => (states[name] as TensorData<'float32'>).data) as [Float32Array, Float32Array];
  // The states are sums without their factors 1 − beta, see optimizer.ts. Of independent gradients a mean with decay b keeps (1 − b) / (1 + b).
  const chance = (1 - beta1) / (1 + beta1);
  const each = pack.members.map(({ name, offset }, i) => {
    const end = pack.members[i + 1]?.offset ?? variance.length;
    let [ofMean, ofSquares] = [0, 0];
    for (let at = offset; at < end; at++) {
      ofMean += ((momentum[at] as number) * (1 - beta1)) ** 2;
      ofSquares += (variance[at] as number) * (1 - beta2);
    }
    return { parameter: name, squares: ofSquares, agreement: ofMean / Math.max(ofSquares, 1e-30) / chance };
  });
  const all = each.reduce((sum, { squares }) => sum + squares, 0);
  return each.map(({ parameter, squares, agreement }) => ({ parameter, share: squares / Math.max(all, 1e-30), agreement })).filter(({ share }) => share >= SMALL).sort((a, b) => b.share - a.share);
}
