/** What a run learns from: pictures, a caption for each (a new wording each time, where there are several), and labels where they are known. */
import type { Random } from '../base/random.ts';
import type { Caption } from '../worlds/world.ts';
import type { LabelFactor } from './label-loss.ts';

/** Squares of a side of the grid on which it is noted which thing is where, see `Latents.regions`. */
export const REGION_GRID = 8;

/** Captions of one kind that nothing is learned from. */
export interface UnseenCaptions {
  readonly title: string;
  readonly captions: readonly Caption[];
}

/** Captions of pictures that are known by their numbers, 0 … count − 1. */
export interface TrainingTexts {
  readonly count: number;
  /** Its labels are empty where there are no `factors`. */
  caption(picture: number, random: Random): Caption;
  readonly factors: readonly LabelFactor[];
  /** Texts that hold every word that captions use. */
  readonly texts: Iterable<string>;
  /** What the numbers of label maps stand for, where there are such: for each object of a picture its class of each factor, -1 where it has none. */
  readonly regions?: { readonly factors: readonly LabelFactor[]; labels(picture: number): readonly (readonly number[])[] };
  /** Captions of things that are not learned from, by kind: what a parser is examined with. */
  unseen?(): readonly UnseenCaptions[];
  /** The drawn world that they show. */
  readonly world?: string;
  /** What sheets are drawn from, where the recipe's prompts do not fit these pictures. */
  readonly prompts?: readonly string[];
  /** One line for the reader, then what else there is to say. */
  readonly summary: string;
}

/** Pictures in memory. */
export interface TrainingPictures extends TrainingTexts {
  /** Pixels of a side. */
  readonly size: number;
  /** RGB bytes of all pictures, [count, size, size, 3]. */
  readonly pixels: Uint8Array;
  /** Others of the same kind, to measure by. */
  readonly validation?: TrainingPictures;
}

/** A batch of pictures as the codec takes them: [indices, 3, size, size] in [-1, 1]. */
export function pictureBatch({ pixels, size }: Pick<TrainingPictures, 'pixels' | 'size'>, indices: readonly number[]): Float32Array {
  const area = size * size;
  const batch = new Float32Array(indices.length * 3 * area);
  indices.forEach((picture, row) => {
    for (let i = 0; i < area; i++) {
      for (let channel = 0; channel < 3; channel++) batch[(row * 3 + channel) * area + i] = (pixels[(picture * area + i) * 3 + channel] as number) / 127.5 - 1;
    }
  });
  return batch;
}
