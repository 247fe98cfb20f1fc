/** Holds a checkpoint's tensors against what a network needs, before anything is loaded: every mismatch is named. */
import { DarkroomError } from '../../base/errors.ts';
import { formatShape, sameShape, type Shape } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { type LocatedTensor, type LocatedWeights, shapeOf } from '../../weights/located.ts';
import type { StoredDType } from '../../weights/safetensors-header.ts';

/** What the engine widens to float32. */
const usable: ReadonlySet<StoredDType> = new Set(['F64', 'F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2']);

/** Where else a tensor may lie: other programs' and older versions' names for it. */
export type FindTensor = (name: string) => LocatedTensor | undefined;

/**
 * The tensors that the parameters need, by the parameters' names.
 * @param where named in errors: the part of the checkpoint, as `unet of ./my-model`
 * @throws DarkroomError code 'weights', naming the file and the tensor
 */
export function fitWeights(parameters: ReadonlyMap<string, Tensor>, find: FindTensor, where: string): LocatedWeights {
  return new Map([...parameters].map(([name, { shape }]) => {
    const found = find(name);
    if (found === undefined) throw new DarkroomError('weights', `${where}: the tensor '${name}' is missing: the file is incomplete, or not what its configuration says.`, { where, tensor: name });
    const { file, stored } = found;
    if (!sameValues(shapeOf(found), shape)) throw new DarkroomError('weights', `${file.path}: the tensor '${stored.name}' is ${formatShape(stored.shape)}, but the ${where} needs ${formatShape(shape)} for '${name}'.`, { path: file.path, tensor: stored.name });
    if (!usable.has(stored.dtype)) throw new DarkroomError('weights', `${file.path}: the tensor '${stored.name}' holds ${stored.dtype} values; Darkroom computes with ${[...usable].join(', ')}.`, { path: file.path, tensor: stored.name });
    return [name, found];
  }));
}

/** Axes of size 1 are no difference: a 1×1 convolution is a matrix. */
function sameValues(a: Shape, b: Shape): boolean {
  const withoutOnes = (shape: Shape): Shape => shape.filter((size) => size !== 1);
  return sameShape(a, b) || sameShape(withoutOnes(a), withoutOnes(b));
}
