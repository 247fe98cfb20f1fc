/** A run's whole state as one file: what the engine holds, the codec, the model's description and how far the run is. */
import { DarkroomError } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import { parseModelConfig, type ModelConfig, CONFIG_KEY } from '../pipelines/model-config.ts';
import type { Weights } from '../weights/weights.ts';
import type { TrainingRecipe } from './training-recipe.ts';

/** One point of the curves. */
export interface Metric {
  readonly step: number;
  readonly seconds: number;
  /** Means over the steps since the point before. */
  readonly loss: number;
  readonly labelLoss: number;
  readonly gradientNorm: number;
  readonly rateFactor: number;
  readonly samplesPerSecond: number;
}

/** How far a run is. Data order and random numbers need no state of their own: they depend on seed and step. */
export interface RunProgress {
  /** Steps done. */
  readonly step: number;
  /** Wall-clock of all sittings. */
  readonly seconds: number;
  readonly smoothedLoss: number;
  readonly metrics: readonly Metric[];
  /** Sheets drawn so far. */
  readonly sheets: readonly { readonly step: number; readonly file: string }[];
}

export interface Checkpoint {
  readonly config: ModelConfig;
  readonly recipe: TrainingRecipe;
  /** What the pictures were, to refuse a resumed run on others. */
  readonly data: string;
  readonly progress: RunProgress;
  /** Engine states by slot name, and `codec.*`. */
  readonly tensors: ReadonlyMap<string, TensorData>;
}

const RUN_KEY = 'darkroom.run';

/** A checkpoint as safetensors content. */
export function checkpointToWeights({ config, recipe, data, progress, tensors }: Checkpoint): Weights {
  return { tensors, metadata: { [CONFIG_KEY]: JSON.stringify(config), [RUN_KEY]: JSON.stringify({ format: 1, recipe, data, progress }) } };
}

/** @param where named in errors: the file @throws DarkroomError code 'weights' */
export function checkpointFromWeights({ tensors, metadata }: Weights, where: string): Checkpoint {
  const config = parseModelConfig(metadata, where);
  const text = metadata[RUN_KEY];
  if (text === undefined) throw new DarkroomError('weights', `${where} is a model, not the checkpoint of a run: a run cannot go on from it.`, { where });
  try {
    const { format, recipe, data, progress } = JSON.parse(text) as { format: number } & Omit<Checkpoint, 'tensors' | 'config'>;
    if (format !== 1) throw new Error(`format ${format}`);
    return { config, recipe, data, progress, tensors };
  } catch (error) {
    throw new DarkroomError('weights', `${where}: the run's state is not understood; it is damaged or from a newer version of Darkroom.`, { where }, error);
  }
}
