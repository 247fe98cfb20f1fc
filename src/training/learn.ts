/** From a loss to a step that trains: one graph, and the states with which it starts. */
import { float32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import { differentiate } from '../graph/autodiff.ts';
import * as ops from '../graph/ops/index.ts';
import { substitute } from '../graph/substitute.ts';
import type { Tensor } from '../graph/tensor.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { type OptimizerSettings, type StateSlot, type UpdateRule, averageName, optimizerInputs, optimizerStep } from './optimizer.ts';
import { type Pack, membersOf, packValues, planPacks, unpackValues } from './packs.ts';

export interface LearningStep {
  /** Losses, norms of gradients and next states, by the names they get in the graph. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly slots: readonly StateSlot[];
  readonly packs: readonly Pack[];
}

/** Outputs of every learning step: the norm of all gradients, and the sum of squares of each parameter's, in the order of `memberNames`. */
export const GRADIENT_OUTPUTS = ['gradient_norm', 'gradient_squares'] as const;

const nextOf = (slot: string): string => `next.${slot}`;

/**
 * @param losses the first is minimised; all are outputs, by name
 * @param parameters what moves, by name
 * @param averages how many moving averages of the parameters are kept
 */
export function learningStep(losses: Readonly<Record<string, Tensor>>, parameters: ReadonlyMap<string, Tensor>, ruleOf: (name: string, parameter: Tensor) => UpdateRule, settings: OptimizerSettings, averages = 1): LearningStep {
  const packs = planPacks(parameters, ruleOf);
  const packed = packs.map(({ name, shape }) => ops.input(name, shape));
  const parts = new Map(packs.flatMap((pack, i) => membersOf(pack, packed[i] as Tensor).map((part, at) => [parameters.get(pack.members[at]?.name ?? '') as Tensor, part] as const)));
  const { outputs, gradients } = differentiate(substitute(Object.values(losses), parts), packed);
  const { slots, gradientNorm } = optimizerStep(packs.map(({ name, rule }, i) => ({ name, rule, parameter: packed[i] as Tensor, gradient: gradients[i] as Tensor })), optimizerInputs(averages), settings);
  const squares = packs.flatMap((pack, i) => membersOf(pack, gradients[i] as Tensor).map((gradient) => ops.reshape(ops.reduceSum(ops.square(gradient)), [1])));
  const all = {
    ...Object.fromEntries(Object.keys(losses).map((name, i) => [name, outputs[i] as Tensor])),
    gradient_norm: gradientNorm, gradient_squares: ops.concat(squares, 0),
    ...Object.fromEntries(slots.map(({ name, next }) => [nextOf(name), next])),
  };
  return { outputs: all, slots, packs };
}

/** Parameters in the order of the output `gradient_squares`. */
export function memberNames({ packs }: LearningStep): string[] {
  return packs.flatMap(({ members }) => members.map(({ name }) => name));
}

/** What WebGPU promises to bind, but for the one on the other side. @source https://www.w3.org/TR/webgpu/#limits, maxStorageBuffersPerShaderStage */
const BUFFERS = 7;

/**
 * Loads a step with its states: first values, or saved ones.
 * @param saved by slot; where it has none, parameters start at `first` and moments at zero
 */
export function loadLearningStep(runtime: Runtime, { outputs, slots, packs }: LearningStep, first: ReadonlyMap<string, TensorData>, name: string, saved?: ReadonlyMap<string, TensorData>): Promise<Session> {
  const starts = new Map(packs.map((pack) => [pack.name, packValues(pack, first)]));
  const state = slots.map(({ name: slot, input, start }) => {
    const fresh = start === 'parameter' ? starts.get(slot.replace(/^average\d*\./, '')) : float32(new Float32Array(sizeOf(input.shape)), input.shape);
    return [slot, { from: nextOf(slot), value: (saved?.get(slot) ?? fresh) as TensorData }] as const;
  });
  return runtime.load({ bytes: emitModel(outputs, runtime.report.device === 'webgpu' ? { mostOperands: BUFFERS, transposedProducts: false } : {}) }, { name, state: Object.fromEntries(state) });
}

/** A moving average of all parameters, by name. @param which of the averages, from 0 */
export async function readAverages(session: Session, { packs }: LearningStep, which = 0): Promise<Map<string, TensorData>> {
  const averages = await session.readState(packs.map(({ name }) => averageName(name, which)));
  return new Map(packs.flatMap((pack) => unpackValues(pack, averages[averageName(pack.name, which)] as TensorData)));
}
