/** Optimizers as part of a training graph: clipping by the global norm, AdamW, Muon, and the moving average of the weights. */
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';

/** Which rule moves a parameter. */
export type UpdateRule = 'adamw' | 'muon';

export interface OptimizerSettings {
  /** Gradients are scaled down to this global norm where they exceed it. */
  readonly clipNorm: number;
  readonly adamw: { readonly beta1: number; readonly beta2: number; readonly epsilon: number; readonly weightDecay: number };
  readonly muon: {
    readonly momentum: number;
    readonly weightDecay: number;
    /** Of Newton and Schulz: each costs as much as three products of the matrix with itself. Default 5. */
    readonly iterations?: number | undefined;
  };
}

/** Scalars that change from step to step: graph inputs, float32 []. */
export interface OptimizerInputs {
  readonly adamwRate: Tensor;
  readonly muonRate: Tensor;
  /** 1 − beta1^t and 1 − beta2^t. */
  readonly correction1: Tensor;
  readonly correction2: Tensor;
  /** 1 − decay of each moving average. */
  readonly averageRates: readonly Tensor[];
}

/** What the optimizer moves: a pack of parameters (see packs.ts), as one tensor. */
export interface Trainable {
  readonly name: string;
  /** For Muon a batch of matrices, [G, M, N]. */
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly rule: UpdateRule;
}

/** One value that stays in the engine: read through `input`, replaced by `next` after each step; starts as the parameter or as zeros. */
export interface StateSlot {
  readonly name: string;
  readonly input: Tensor;
  readonly next: Tensor;
  readonly start: 'parameter' | 'zeros';
}

export interface OptimizerStep {
  readonly slots: readonly StateSlot[];
  /** Global norm of the gradients before clipping, []. */
  readonly gradientNorm: Tensor;
}

/** `average_rate`, then `average_rate1`, … @param which of the averages, from 0 */
export const averageRateName = (which: number): string => `average_rate${which === 0 ? '' : which}`;

/** A state's name of an average: `average.NAME`, then `average1.NAME`, … */
export const averageName = (parameter: string, which = 0): string => `average${which === 0 ? '' : which}.${parameter}`;

/** Inputs of the graph for `OptimizerInputs`. @param averages how many moving averages are kept */
export function optimizerInputs(averages = 1): OptimizerInputs {
  const scalar = (name: string): Tensor => ops.input(`optimizer.${name}`, []);
  return { adamwRate: scalar('adamw_rate'), muonRate: scalar('muon_rate'), correction1: scalar('correction1'), correction2: scalar('correction2'), averageRates: Array.from({ length: averages }, (_, which) => scalar(averageRateName(which))) };
}

/** New parameters, moments and averages from gradients. */
export function optimizerStep(trainables: readonly Trainable[], inputs: OptimizerInputs, settings: OptimizerSettings): OptimizerStep {
  const squares = trainables.map(({ gradient }) => ops.reduceSum(ops.square(gradient)));
  const gradientNorm = ops.sqrt(squares.reduce((sum, one) => ops.add(sum, one)));
  const clip = ops.minimum(ops.div(settings.clipNorm, ops.add(gradientNorm, 1e-6)), 1);
  const slots = trainables.flatMap((trainable) => (trainable.rule === 'adamw' ? adamw(trainable, clip, inputs, settings.adamw) : muon(trainable, clip, inputs, settings.muon)));
  return { gradientNorm, slots: slots.flatMap((slot) => (slot.start === 'parameter' ? [slot, ...inputs.averageRates.map((rate, which) => average(slot, rate, which))] : [slot])) };
}

function average(parameter: StateSlot, rate: Tensor, which: number): StateSlot {
  const name = averageName(parameter.name, which);
  const input = ops.input(name, parameter.input.shape);
  return { name, input, next: ops.add(input, ops.mul(ops.sub(parameter.next, input), rate)), start: 'parameter' };
}

const decayed = (parameter: Tensor, rate: Tensor, weightDecay: number): Tensor => ops.mul(parameter, ops.sub(1, ops.mul(rate, weightDecay)));

/** @source Loshchilov and Hutter 2017, arXiv 1711.05101, Algorithm 2 */
function adamw({ name, parameter, gradient }: Trainable, clip: Tensor, inputs: OptimizerInputs, { beta1, beta2, epsilon, weightDecay }: OptimizerSettings['adamw']): StateSlot[] {
  const momentum = ops.input(`momentum.${name}`, parameter.shape);
  const variance = ops.input(`variance.${name}`, parameter.shape);
  const clipped = ops.mul(gradient, clip);
  // The moments are kept without their factors 1 − beta, which the scalars below take on with the corrections: passes over memory are what costs.
  const nextMomentum = ops.add(ops.mul(momentum, beta1), clipped);
  const nextVariance = ops.add(ops.mul(variance, beta2), ops.square(clipped));
  const root = ops.sqrt(ops.div(inputs.correction2, 1 - beta2));
  const scale = ops.mul(ops.div(ops.mul(inputs.adamwRate, 1 - beta1), inputs.correction1), root);
  const floor = ops.mul(root, epsilon);
  const step = ops.div(ops.mul(nextMomentum, scale), ops.add(ops.sqrt(nextVariance), floor));
  return [
    { name, input: parameter, next: ops.sub(decayed(parameter, inputs.adamwRate, weightDecay), step), start: 'parameter' },
    { name: `momentum.${name}`, input: momentum, next: nextMomentum, start: 'zeros' },
    { name: `variance.${name}`, input: variance, next: nextVariance, start: 'zeros' },
  ];
}

const NEWTON_SCHULZ = [3.4445, -4.775, 2.0315] as const;
const NEWTON_SCHULZ_STEPS = 5;

/**
 * Momentum, made orthogonal: every direction of a matrix moves equally far. The update's root mean square is 0.2, that of AdamW's, so that
 * rates compare; of matrices with more inputs than outputs it is smaller, as many inputs move an output together: all matrices of as many
 * outputs have steps of one spectral norm. The look ahead, decay · next + (1 − decay) · gradient, is Nesterov's.
 * @source Jordan et al. 2024, kellerjordan.github.io/posts/muon (the step's norm); Liu et al. 2025, arXiv 2502.16982, equation 4 (the 0.2)
 */
function muon({ name, parameter, gradient }: Trainable, clip: Tensor, inputs: OptimizerInputs, { momentum: decay, weightDecay, iterations = NEWTON_SCHULZ_STEPS }: OptimizerSettings['muon']): StateSlot[] {
  const [, rows] = parameter.shape as [number, number, number];
  const momentum = ops.input(`momentum.${name}`, parameter.shape);
  // No factor 1 − decay: the update does not depend on the scale.
  const clipped = ops.mul(gradient, clip);
  const next = ops.add(ops.mul(momentum, decay), clipped);
  const update = orthogonalized(ops.add(ops.mul(next, decay), clipped), iterations);
  const rate = ops.mul(inputs.muonRate, 0.2 * Math.sqrt(rows));
  return [
    { name, input: parameter, next: ops.sub(decayed(parameter, inputs.muonRate, weightDecay), ops.mul(update, rate)), start: 'parameter' },
    { name: `momentum.${name}`, input: momentum, next, start: 'zeros' },
  ];
}

/** Brings the singular values of each matrix near 1 by a polynomial that is iterated. @param x [G, M, N] @source as `muon` */
function orthogonalized(x: Tensor, iterations: number): Tensor {
  const [, rows, columns] = x.shape as [number, number, number];
  const turned = rows > columns;
  const [a, b, c] = NEWTON_SCHULZ;
  let y = turned ? ops.transpose(x) : x;
  y = ops.div(y, ops.add(ops.sqrt(ops.reduceSum(ops.square(y), [1, 2], true)), 1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = ops.matmul(y, ops.transpose(y)); // [G, M, M]
    const polynomial = ops.add(ops.mul(gram, b), ops.mul(ops.matmul(gram, gram), c));
    y = ops.add(ops.mul(y, a), ops.matmul(polynomial, y));
  }
  return turned ? ops.transpose(y) : y;
}
