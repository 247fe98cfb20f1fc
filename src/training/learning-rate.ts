/** Scalars of the optimizer that change from step to step. */
import { float32, type TensorData } from '../base/tensor-data.ts';
import type { LearningStep } from './learn.ts';
import { type UpdateRule, averageRateName } from './optimizer.ts';
import type { Pace } from './training-recipe.ts';

/** Warm-up, plateau, linear fall to zero. @param step from 0 @param progress of the run, 0..1 */
export function rateFactor(step: number, progress: number, { warmupSteps, decay }: Pick<Pace, 'warmupSteps' | 'decay'>): number {
  const warm = Math.min(1, (step + 1) / Math.max(1, warmupSteps));
  const falling = decay > 0 ? Math.min(1, Math.max(0, 1 - progress) / decay) : 1;
  return warm * falling;
}

/** The average forgets the first weights quickly: its memory grows with the run up to `averageDecay`. */
export function averageDecayAt(step: number, averageDecay: number): number {
  return Math.min(averageDecay, (step + 1) / (step + 10));
}

/** Feeds of `optimizerInputs`. @param learning whose rules decide which of them there are; default: all rules */
export function optimizerFeeds(step: number, progress: number, pace: Pick<Pace, 'optimizer' | 'warmupSteps' | 'decay' | 'averageDecays'>, learning?: Pick<LearningStep, 'packs'>): Record<string, TensorData> {
  const factor = rateFactor(step, progress, pace);
  const { adamwRate, muonRate, adamw } = pace.optimizer;
  const scalar = (value: number): TensorData => float32([value], []);
  const moves = (wanted: UpdateRule): boolean => learning === undefined || learning.packs.some(({ rule }) => rule === wanted);
  return {
    ...(moves('adamw') && {
      'optimizer.adamw_rate': scalar(adamwRate * factor),
      'optimizer.correction1': scalar(1 - adamw.beta1 ** (step + 1)),
      'optimizer.correction2': scalar(1 - adamw.beta2 ** (step + 1)),
    }),
    ...(moves('muon') && { 'optimizer.muon_rate': scalar(muonRate * factor) }),
    ...Object.fromEntries(pace.averageDecays.map((decay, which) => [`optimizer.${averageRateName(which)}`, scalar(1 - averageDecayAt(step, decay))])),
  };
}
