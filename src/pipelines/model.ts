/** A model in memory: its configuration and its weights; and how it lies in a safetensors file. */
import { DarkroomError } from '../base/errors.ts';
import type { Tensor } from '../graph/tensor.ts';
import { formatShape, sameShape } from '../graph/shape.ts';
import { createParameters } from '../nn/parameters.ts';
import { type EmitOptions, emitModel } from '../onnx/emit.ts';
import { halfPrecision } from '../weights/precision.ts';
import type { Weights } from '../weights/weights.ts';
import * as ops from '../graph/ops/index.ts';
import { CONFIG_KEY, type ModelConfig, parseModelConfig } from './model-config.ts';
import { decoderNetwork, denoiserNetwork, encoderNetwork, latentShape, previewNetwork, textInputs, textNetwork } from './networks.ts';

export interface Model {
  readonly config: ModelConfig;
  readonly tensors: Weights['tensors'];
}

/** Every parameter that a model of this configuration has, by name. */
export function modelParameters(config: ModelConfig): ReadonlyMap<string, Tensor> {
  const parameters = createParameters();
  textNetwork(parameters, 1, config);
  const latents = ops.input('latents', [1, ...latentShape(config)]);
  denoiserNetwork(parameters, latents, ops.input('timesteps', [1]), textInputs(1, config), config);
  encoderNetwork(parameters, 1, config);
  decoderNetwork(parameters, 1, config);
  previewNetwork(parameters, 1, config);
  return parameters.all;
}

/**
 * A model from a weights file's content.
 * @param where named in errors: the file
 * @throws DarkroomError code 'model' when it is not a model or a newer one, 'weights' when tensors are missing or misshapen
 */
export function modelFromWeights(weights: Weights, where: string): Model {
  const config = parseModelConfig(weights.metadata, where);
  for (const [name, { shape }] of modelParameters(config)) {
    const tensor = weights.tensors.get(name);
    if (tensor === undefined) throw new DarkroomError('weights', `${where}: the tensor '${name}' is missing; the file is damaged or incomplete.`, { where, name });
    if (!sameShape(tensor.shape, shape)) throw new DarkroomError('weights', `${where}: '${name}' is ${formatShape(tensor.shape)}, but the model's description needs ${formatShape(shape)}.`, { where, name });
    if (tensor.dtype !== 'float32' && tensor.dtype !== 'float16') throw new DarkroomError('weights', `${where}: '${name}' holds ${tensor.dtype} values, not float32 or float16.`, { where, name });
  }
  return { config, tensors: weights.tensors };
}

/** The model as a file: float16 weights, the configuration in the metadata. */
export function modelToWeights({ config, tensors }: Model): Weights {
  return { ...halfPrecision({ tensors, metadata: {} }), metadata: { [CONFIG_KEY]: JSON.stringify(config), format: 'pt' } };
}

/** Writes a graph with the model's weights in it. */
export function emitWithWeights(outputs: Readonly<Record<string, Tensor>>, { tensors }: Pick<Model, 'tensors'>, name: string): Uint8Array {
  const bind: EmitOptions['bind'] = (parameter) => {
    const value = tensors.get(parameter);
    if (value === undefined) throw new DarkroomError('weights', `The weights hold no '${parameter}'.`, { name: parameter });
    return { kind: 'inline', value };
  };
  return emitModel(outputs, { bind, name });
}
