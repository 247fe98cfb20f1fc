/** Textual inversions: vectors that stand for a name in prompts, one set for each text encoder. */
import { DarkroomError } from '../../base/errors.ts';
import { type TensorData, float32 } from '../../base/tensor-data.ts';
import { fullPrecision } from '../../weights/precision.ts';
import type { Weights } from '../../weights/weights.ts';

export interface TextualInversion {
  /** As it is written in prompts: the file's name, as in AUTOMATIC1111. */
  readonly name: string;
  /** Vectors of each of the model's text encoders, in their order, [count, width]. */
  readonly vectors: readonly Float32Array[];
  readonly count: number;
}

/** A text encoder reads 75 tokens at a time. */
const mostVectors = 75;

/** Keys of SDXL's two encoders, by the order of the encoders. */
const encoderKeys: readonly (readonly string[])[] = [['clip_l', 'text_encoders_0'], ['clip_g', 'text_encoders_1']];

/**
 * Reads an embedding file: `emb_params`, a key that is the token itself, or `clip_l` with `clip_g`.
 * @param widths of the model's text encoders, in their order
 * @throws weights, saying what the file holds and what the model needs
 */
export function readTextualInversion(weights: Weights, name: string, widths: readonly number[]): TextualInversion {
  const { tensors } = fullPrecision(weights);
  const vectors = widths.map((width, encoder) => {
    const tensor = tensorFor(tensors, encoder, widths.length);
    if (tensor === undefined) throw unfit(name, tensors, widths);
    const [count, columns] = tensor.shape.length === 1 ? [1, tensor.shape[0]] : tensor.shape;
    if (tensor.dtype !== 'float32' || tensor.shape.length > 2 || columns !== width || count === 0) throw unfit(name, tensors, widths);
    return { count: count as number, data: tensor.data as Float32Array };
  });
  const count = vectors[0]?.count ?? 0;
  if (vectors.some((one) => one.count !== count)) throw unfit(name, tensors, widths);
  if (count > mostVectors) throw new DarkroomError('weights', `The textual inversion "${name}" has ${count} vectors; a text encoder reads ${mostVectors} at a time.`, { name, count });
  return { name, count, vectors: vectors.map(({ data }) => data) };
}

function tensorFor(tensors: ReadonlyMap<string, TensorData>, encoder: number, encoders: number): TensorData | undefined {
  if (encoders > 1) return (encoderKeys[encoder] ?? []).map((key) => tensors.get(key)).find((tensor) => tensor !== undefined);
  const [only] = tensors.values();
  return tensors.get('emb_params') ?? (tensors.size === 1 ? only : undefined);
}

function unfit(name: string, tensors: ReadonlyMap<string, TensorData>, widths: readonly number[]): DarkroomError {
  const found = [...tensors].slice(0, 4).map(([key, { shape }]) => `${key} [${shape.join(', ')}]`).join(', ') || 'nothing';
  return new DarkroomError('weights', `The textual inversion "${name}" holds ${found}; the model's text encoders take vectors of ${widths.join(' and ')} numbers. It was made for another kind of model.`, { name, widths });
}

/**
 * All inversions behind each other, as rows that follow an encoder's vocabulary: what `ClipReading.extraTokens` takes
 * for each encoder, and the rows that belong to each name.
 * @param vocabularies sizes of the encoders' vocabularies; all must be equal, as the prompt's ids serve them all
 */
export function placeInversions(inversions: readonly TextualInversion[], vocabularies: readonly number[]): {
  /** One for each encoder, [K, width]; undefined without inversions. */
  readonly extraTokens: readonly (TensorData<'float32'> | undefined)[];
  readonly rows: readonly { readonly name: string; readonly firstId: number; readonly count: number }[];
} {
  const [vocabulary = 0] = vocabularies;
  if (vocabularies.some((size) => size !== vocabulary)) throw new TypeError('text encoders of one model have vocabularies of one size');
  let firstId = vocabulary;
  const rows = inversions.map(({ name, count }) => {
    firstId += count;
    return { name, firstId: firstId - count, count };
  });
  const total = firstId - vocabulary;
  const extraTokens = vocabularies.map((_, encoder) => {
    if (total === 0) return undefined;
    const joined = inversions.flatMap(({ vectors }) => [...vectors[encoder]!]);
    return float32(Float32Array.from(joined), [total, joined.length / total]);
  });
  return { extraTokens, rows };
}
