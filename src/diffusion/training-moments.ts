/** Which moments of the schedule a training step looks at. */

import { DarkroomError } from '../base/errors.ts';
import type { Random } from '../base/random.ts';

/** How moments in (0, 1] are drawn; see `Schedule.atMoment`. */
export type MomentDistribution =
  | { readonly kind: 'uniform' }
  /** sigmoid(mean + deviation · normal), with a share drawn uniformly so that the ends are never forgotten. @source Esser et al. 2403.03206, section 3.1 */
  | { readonly kind: 'logit-normal'; readonly mean?: number; readonly deviation?: number; readonly uniformShare?: number };

const uniform = (random: Random): number => 1 - random.uniform();

/** Draws `count` moments in (0, 1]. @throws usage if the deviation or the share is out of range */
export function drawMoments(random: Random, count: number, distribution: MomentDistribution): Float64Array {
  const draw = momentDraw(random, distribution);
  return Float64Array.from({ length: count }, draw);
}

function momentDraw(random: Random, distribution: MomentDistribution): () => number {
  if (distribution.kind === 'uniform') return () => uniform(random);
  const { mean = 0, deviation = 1, uniformShare = 0 } = distribution;
  if (!(Number.isFinite(mean) && deviation > 0 && Number.isFinite(deviation) && uniformShare >= 0 && uniformShare <= 1)) {
    throw new DarkroomError('usage', 'A logit-normal distribution needs a finite mean, a positive deviation and a uniform share from 0 to 1.', { distribution });
  }
  return () => {
    if (random.uniform() < uniformShare) return uniform(random);
    return 1 / (1 + Math.exp(-mean - deviation * random.normal()));
  };
}
