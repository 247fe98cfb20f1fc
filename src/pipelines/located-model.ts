/** Graphs whose weights stay in their files: the engine maps the byte ranges itself. */
import { DarkroomError } from '../base/errors.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type ExternalBinding, emitModel } from '../onnx/emit.ts';
import type { ModelBytes } from '../runtime/runtime.ts';
import type { LocatedWeights } from '../weights/located.ts';
import type { StoredDType } from '../weights/safetensors-header.ts';

const boundTypes: Partial<Record<StoredDType, ExternalBinding['dtype']>> = { F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16', F8_E4M3: 'float8e4m3', F8_E5M2: 'float8e5m2' };

/**
 * A graph that points into the files of its weights.
 * @throws DarkroomError code 'weights' when a parameter is not among the weights, or files lie where one engine cannot reach them all
 */
export function locatedModel(outputs: Readonly<Record<string, Tensor>>, weights: LocatedWeights, name: string): ModelBytes {
  let folder: string | undefined;
  const bytes = emitModel(outputs, { name, bind: (parameter) => {
    const found = weights.get(parameter);
    if (found === undefined) throw new DarkroomError('weights', `${name}: the weights hold no '${parameter}'.`, { name: parameter });
    const { file, stored, transposed = false } = found;
    const dtype = boundTypes[stored.dtype];
    if (dtype === undefined) throw new DarkroomError('weights', `${file.path}: the tensor '${stored.name}' holds ${stored.dtype} values, which Darkroom does not compute with.`, { path: file.path, tensor: stored.name });
    folder ??= file.folder;
    if (folder !== file.folder) throw new DarkroomError('weights', `${file.path} lies on another drive than the rest of the model: copy it to ${folder}.`, { path: file.path, folder });
    return { kind: 'external', location: file.location, offset: stored.offset, length: stored.length, dtype, transposed };
  } });
  return folder === undefined ? { bytes } : { bytes, externalDataFolder: folder };
}
