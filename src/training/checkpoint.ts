/** A phase's whole state as one file: what the engine holds, what earlier phases made, the model's description and how far the phase is. */
import { DarkroomError } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import { parseModelConfig, type ModelConfig, CONFIG_KEY } from '../pipelines/model-config.ts';
import type { Weights } from '../weights/weights.ts';
import type { Fidelity } from './codec/examine-codec.ts';
import type { GradientAgreement } from './gradient-agreement.ts';
import type { TrainingRecipe } from './training-recipe.ts';
import type { Validation } from './validation.ts';

/** One point of the curves. */
export interface Metric {
  readonly step: number;
  readonly seconds: number;
  /** Means over the steps since the point before, by the names of the graph's outputs; the first is the one that is told. */
  readonly losses: Readonly<Record<string, number>>;
  readonly gradientNorm: number;
  /** The largest of those steps. */
  readonly gradientNormPeak: number;
  readonly rateFactor: number;
  readonly samplesPerSecond: number;
}

/** How well a parser reads captions after some steps: for each kind of captions the share of each factor that it tells right, 0..1. */
export interface Reading {
  readonly step: number;
  readonly rows: readonly { readonly title: string; readonly scores: Readonly<Record<string, number>> }[];
}

/** How well a codec gave pictures back after some steps, over all and kind by kind. */
export interface FidelityReading {
  readonly step: number;
  readonly all: Fidelity;
  readonly kinds: Readonly<Record<string, Fidelity>>;
}

/** How far a phase is. Data order and random numbers need no state of their own: they depend on seed and step. */
export interface PhaseProgress {
  /** Steps done. */
  readonly step: number;
  /** Wall-clock of all sittings. */
  readonly seconds: number;
  readonly smoothedLoss: number;
  /** What a step is: samples, and multiplications and additions. */
  readonly samplesPerStep: number;
  readonly flopsPerStep: number;
  readonly metrics: readonly Metric[];
  /** Sheets drawn so far. */
  readonly sheets: readonly { readonly step: number; readonly file: string }[];
  readonly validations: readonly Validation[];
  readonly readings: readonly Reading[];
  readonly fidelities: readonly FidelityReading[];
  /** Standard deviation of each channel of the latents, measured on the first pictures. */
  readonly latentDeviations?: readonly number[];
  /** At the last look. */
  readonly agreements?: readonly GradientAgreement[];
}

export const noProgress: PhaseProgress = { step: 0, seconds: 0, smoothedLoss: 0, samplesPerStep: 0, flopsPerStep: 0, metrics: [], sheets: [], validations: [], readings: [], fidelities: [] };

/** Everything of a phase but its tensors. */
export interface PhaseHead {
  readonly phase: string;
  readonly config: ModelConfig;
  readonly recipe: TrainingRecipe;
  /** What the pictures were, to refuse a resumed run on others. */
  readonly data: string;
  readonly progress: PhaseProgress;
}

export interface Checkpoint extends PhaseHead {
  /** Engine states by slot name, and the model's tensors that earlier phases made; of a finished phase, what it learned. */
  readonly tensors: ReadonlyMap<string, TensorData>;
}

const RUN_KEY = 'darkroom.run';
const FORMAT = 2;

/** A checkpoint as safetensors content. */
export function checkpointToWeights({ config, tensors, ...head }: Checkpoint): Weights {
  return { tensors, metadata: { [CONFIG_KEY]: JSON.stringify(config), [RUN_KEY]: JSON.stringify({ format: FORMAT, ...head }) } };
}

/** @param where named in errors: the file @throws DarkroomError code 'weights' */
export function checkpointFromWeights({ tensors, metadata }: Weights, where: string): Checkpoint {
  return { ...headFromMetadata(metadata, where), tensors };
}

/** What a checkpoint says of itself, without its tensors. @param where named in errors: the file @throws DarkroomError code 'weights' */
export function headFromMetadata(metadata: Weights['metadata'], where: string): PhaseHead {
  const config = parseModelConfig(metadata, where);
  const text = metadata[RUN_KEY];
  if (text === undefined) throw new DarkroomError('weights', `${where} is a model, not the checkpoint of a run: a run cannot go on from it.`, { where });
  try {
    const { format, ...head } = JSON.parse(text) as { format: number } & Omit<PhaseHead, 'config'>;
    if (format !== FORMAT) throw new Error(`format ${format}`);
    // What older runs did not tell is empty.
    return { ...head, progress: { ...noProgress, ...head.progress }, config };
  } catch (error) {
    throw new DarkroomError('weights', `${where}: the run's state is not understood; it is damaged or from another version of Darkroom.`, { where }, error);
  }
}
