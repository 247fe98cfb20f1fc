/** Which part of its pictures a training step looks at. */
import type { Random } from '../base/random.ts';
import { float32, type TensorData } from '../base/tensor-data.ts';

/** A square of `side`² tokens of a picture that has `of`² tokens; `side` = `of` is the whole picture. */
export interface View {
  readonly top: number;
  readonly left: number;
  readonly side: number;
  readonly of: number;
}

export const wholeView = (of: number): View => ({ top: 0, left: 0, side: of, of });

/** Any place is as likely as another, and nothing of the pictures decides: else the view would tell where things are. */
export function drawView(random: Random, side: number, of: number): View {
  return { top: random.integer(of - side + 1), left: random.integer(of - side + 1), side, of };
}

/** A picture's place of each token, as rows of the identity, [side², of²]. */
export function viewPlaces({ top, left, side, of }: View): TensorData {
  const rows = new Float32Array(side * side * of * of);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows[(y * side + x) * of * of + (top + y) * of + left + x] = 1;
  return float32(rows, [side * side, of * of]);
}

/** What is seen of values on a grid, row by row. @param values [C, size, size], size a multiple of `of` @param target gets [C, s, s] from `offset` on, s = size · side / of */
export function copyView(values: Float32Array, size: number, { top, left, side, of }: View, target: Float32Array, offset: number): void {
  const scale = size / of;
  const seen = side * scale;
  for (let channel = 0; channel < values.length / (size * size); channel++) {
    for (let y = 0; y < seen; y++) {
      const from = channel * size * size + (top * scale + y) * size + left * scale;
      target.set(values.subarray(from, from + seen), offset + (channel * seen + y) * seen);
    }
  }
}
