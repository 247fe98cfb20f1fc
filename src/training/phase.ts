/** A phase of a run: what it is given, what it leaves, and what all phases do alike. */
import type { TensorData } from '../base/tensor-data.ts';
import { DarkroomError } from '../base/errors.ts';
import { sameShape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Picture } from '../images/picture.ts';
import { initialWeights } from '../nn/initial-weights.ts';
import type { Model } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import type { Checkpoint, PhaseHead, PhaseProgress } from './checkpoint.ts';
import { type LearningStep, loadLearningStep } from './learn.ts';
import type { Judge } from './judge.ts';
import { phaseStream } from './phase-random.ts';
import type { PlannedPhase } from './run-plan.ts';
import type { TrainingData } from './training-data.ts';
import type { PhaseRecipe, TrainingRecipe } from './training-recipe.ts';

/** Where a run keeps what shall outlive it. Every save is atomic: a kill leaves the old state or the new. Each gives the path it wrote. */
export interface RunStore {
  /** The state of a phase that is under way, and what is left of a finished one; undefined where there is none. */
  loadCheckpoint(phase: string): Promise<Checkpoint | undefined>;
  loadFinished(phase: string): Promise<Checkpoint | undefined>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<string>;
  saveFinished(checkpoint: Checkpoint): Promise<string>;
  saveModel(model: Model): Promise<string>;
  saveSheet(phase: string, step: number, pictures: readonly (readonly Picture[])[], prompts: readonly string[]): Promise<string>;
  /** The report page and the metrics file. */
  saveReport(heads: readonly PhaseHead[]): Promise<string>;
  /** The folder. */
  readonly path: string;
}

export interface TrainingRun {
  readonly runtime: Runtime;
  readonly recipe: TrainingRecipe;
  readonly data: TrainingData;
  readonly store: RunStore;
  /** Milliseconds; the run's clock. */
  readonly now: () => number;
  /** When the sitting began, by `now`: preparation counts. */
  readonly startedAt: number;
  /** The model's id and origin: what only the caller knows. */
  readonly naming: { readonly id: string; readonly origin: (heads: readonly PhaseHead[]) => string };
  /** Opens who looks at so many pictures at each sheet; it may give undefined. */
  readonly openJudge?: (pictures: number) => Promise<Judge | undefined>;
  /** What is done and what is not, see `planRun`. */
  readonly planned: readonly PlannedPhase[];
  /** Tensors by name that the first phase begins with, where it has such: another run's, or a model's. */
  readonly from?: ReadonlyMap<string, TensorData>;
  readonly signal?: AbortSignal;
}

export interface PhaseContext<P extends PhaseRecipe = PhaseRecipe> {
  readonly run: TrainingRun;
  readonly name: string;
  readonly recipe: P;
  /** Place in the recipe, from 0: keeps the random numbers of phases apart. */
  readonly index: number;
  readonly config: ModelConfig;
  /** What earlier phases made, heads for training included. */
  readonly tensors: ReadonlyMap<string, TensorData>;
  /** When this sitting of the phase began, by the run's clock. */
  readonly startedAt: number;
  readonly resumeFrom?: Checkpoint;
  /** Earlier phases, for reports. */
  readonly earlier: readonly PhaseHead[];
}

/** What a phase leaves: the tensors that it learned or found, by name, and how it went. */
export interface PhaseResult {
  readonly tensors: ReadonlyMap<string, TensorData>;
  readonly progress: PhaseProgress;
}

export function headOf({ run, name, config }: PhaseContext, progress: PhaseProgress): PhaseHead {
  return { phase: name, config, recipe: run.recipe, data: run.data.summary, progress };
}

/**
 * Loads a phase's step: with its states where it goes on, else with what earlier phases made and fresh values for the rest.
 * @throws DarkroomError code 'weights' when the checkpoint lacks a state of this graph, or an earlier phase's tensor has another shape
 */
export function loadPhase({ run, index, tensors, resumeFrom }: PhaseContext, step: LearningStep, parameters: ReadonlyMap<string, Tensor>, title: string): Promise<Session> {
  const missing = resumeFrom && step.slots.find(({ name }) => !resumeFrom.tensors.has(name));
  if (missing) throw new DarkroomError('weights', `The checkpoint holds no '${missing.name}': it belongs to another recipe. Start anew with another --out.`, { name: missing.name });
  const fresh = initialWeights(parameters, run.recipe.seed, phaseStream({ seed: run.recipe.seed, phase: index }, 'weights'));
  const first = new Map([...fresh].map(([name, value]) => [name, madeEarlier(tensors, name, value)]));
  return loadLearningStep(run.runtime, step, first, title, resumeFrom?.tensors);
}

function madeEarlier(tensors: ReadonlyMap<string, TensorData>, name: string, fresh: TensorData): TensorData {
  const made = tensors.get(name);
  if (made === undefined) return fresh;
  if (!sameShape(made.shape, fresh.shape)) throw new DarkroomError('weights', `An earlier phase made '${name}' as [${made.shape.join(', ')}], this one needs [${fresh.shape.join(', ')}]: the recipe's model was changed between them. Start anew with another --out.`, { name });
  return made;
}
