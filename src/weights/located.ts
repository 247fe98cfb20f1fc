/** Tensors where they lie in files, under the names that a network has for them. Nothing is read: the engine maps the files itself. */
import { DarkroomError } from '../base/errors.ts';
import { sizeOf } from '../base/tensor-data.ts';
import type { SafetensorsHeader, StoredTensor } from './safetensors-header.ts';

/** A file as the engine finds it: `location` is relative to `folder`, with slashes, and free of links. */
export interface WeightFile {
  /** As the user knows it: for messages. */
  readonly path: string;
  readonly folder: string;
  readonly location: string;
}

export interface LocatedTensor {
  readonly file: WeightFile;
  readonly stored: StoredTensor;
  /** The file holds the matrix with its axes swapped. */
  readonly transposed?: boolean;
}

export type LocatedWeights = ReadonlyMap<string, LocatedTensor>;

/** All tensors of a file under their own names. */
export function locate(file: WeightFile, { tensors }: SafetensorsHeader): LocatedWeights {
  return new Map([...tensors].map(([name, stored]) => [name, { file, stored }]));
}

/**
 * Some rows of a tensor: rows are contiguous, so they are a tensor of their own.
 * @param to exclusive
 */
export function rowsOf({ file, stored }: LocatedTensor, from: number, to: number): LocatedTensor {
  const [rows = 0, ...rest] = stored.shape;
  if (from < 0 || to > rows || from >= to) throw new DarkroomError('weights', `${file.path}: the tensor '${stored.name}' has no rows ${from} to ${to}: it is [${stored.shape.join(', ')}].`, { tensor: stored.name });
  const rowBytes = stored.length / rows;
  return { file, stored: { ...stored, shape: [to - from, ...rest], offset: stored.offset + from * rowBytes, length: (to - from) * rowBytes } };
}

/** The shape that the network sees. */
export function shapeOf({ stored, transposed }: LocatedTensor): readonly number[] {
  return transposed ? stored.shape.toReversed() : stored.shape;
}

/** Number of values. */
export function countOf({ stored }: LocatedTensor): number {
  return sizeOf(stored.shape);
}
