/** What a run learns from: pictures, a caption for each (a new wording each time, where there are several), and labels where they are known. */
import type { Random } from '../base/random.ts';
import type { Caption } from '../worlds/world.ts';
import type { LabelFactor } from './training-graph.ts';

export interface TrainingPictures {
  readonly count: number;
  /** Pixels of a side. */
  readonly size: number;
  /** RGB bytes of all pictures, [count, size, size, 3]. */
  readonly pixels: Uint8Array;
  /** Its labels are empty where there are no `factors`. */
  caption(picture: number, random: Random): Caption;
  readonly factors: readonly LabelFactor[];
  /** Texts that hold every word that captions use. */
  readonly texts: Iterable<string>;
  /** The drawn world that they show. */
  readonly world?: string;
  /** What sheets are drawn from, where the recipe's prompts do not fit these pictures. */
  readonly prompts?: readonly string[];
  /** One line for the reader, then what else there is to say. */
  readonly summary: string;
}

/** A batch of pictures as the codec takes them: [indices, 3, size, size] in [-1, 1]. */
export function pictureBatch({ pixels, size }: TrainingPictures, indices: readonly number[]): Float32Array {
  const area = size * size;
  const batch = new Float32Array(indices.length * 3 * area);
  indices.forEach((picture, row) => {
    for (let i = 0; i < area; i++) {
      for (let channel = 0; channel < 3; channel++) batch[(row * 3 + channel) * area + i] = (pixels[(picture * area + i) * 3 + channel] as number) / 127.5 - 1;
    }
  });
  return batch;
}
