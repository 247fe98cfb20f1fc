/** What a network predicts, as scalar coefficients: sampling and the training graph share these few numbers. */

import { DarkroomError } from '../base/errors.ts';
import type { NoiseLevel } from './noise-level.ts';

export type PredictionKind = 'epsilon' | 'v' | 'x0' | 'flow';

/** A prediction as a mix of clean latents and noise: target = clean · x0 + noise · noise. */
export interface TargetCoefficients { readonly clean: number; readonly noise: number }

/** The way back: x0 = latents · x + output · networkOutput. */
export interface DenoisedCoefficients { readonly latents: number; readonly output: number }

interface Prediction {
  target(level: NoiseLevel): TargetCoefficients;
  denoised(level: NoiseLevel): DenoisedCoefficients;
}

const predictions = {
  /** The noise. @source Ho et al. 2020, DDPM */
  epsilon: {
    target: () => ({ clean: 0, noise: 1 }),
    denoised: ({ alpha, sigma }) => {
      if (alpha === 0) {
        throw new DarkroomError('usage', 'An epsilon prediction says nothing about the picture at pure noise (alpha = 0). Use v, x0 or flow with this schedule.');
      }
      return { latents: 1 / alpha, output: -sigma / alpha };
    },
  },
  /** alpha · noise − sigma · x0. The division makes the way back right for schedules that do not keep the variance, too. @source Salimans and Ho 2022 */
  v: {
    target: ({ alpha, sigma }) => ({ clean: -sigma, noise: alpha }),
    denoised: ({ alpha, sigma }) => {
      const variance = alpha * alpha + sigma * sigma;
      return { latents: alpha / variance, output: -sigma / variance };
    },
  },
  /** The clean latents themselves. */
  x0: {
    target: () => ({ clean: 1, noise: 0 }),
    denoised: () => ({ latents: 0, output: 1 }),
  },
  /** The velocity noise − x0 of a rectified flow. @source Liu et al. 2022; Lipman et al. 2022 */
  flow: {
    target: () => ({ clean: -1, noise: 1 }),
    denoised: ({ alpha, sigma }) => ({ latents: 1 / (alpha + sigma), output: -sigma / (alpha + sigma) }),
  },
} satisfies Record<PredictionKind, Prediction>;

/** The kinds, for listing and validation. */
export const predictionKinds = Object.keys(predictions) as readonly PredictionKind[];

/** What the network is trained to give at this level: clean · x0 + noise · noise. */
export function targetCoefficients(kind: PredictionKind, level: NoiseLevel): TargetCoefficients {
  return predictions[kind].target(level);
}

/** How the network's output becomes the clean estimate at this level. @throws usage for epsilon at pure noise */
export function denoisedCoefficients(kind: PredictionKind, level: NoiseLevel): DenoisedCoefficients {
  return predictions[kind].denoised(level);
}
