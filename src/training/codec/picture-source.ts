/** Pictures by number, one at a time: what a codec learns from. The same number is always the same picture, so a run resumes anywhere. */
import type { Picture } from '../../images/picture.ts';

export interface PictureSource {
  readonly count: number;
  /** Pixels of a side. */
  readonly size: number;
  /** RGB. @param number 0 … count − 1 */
  picture(number: number): Promise<Picture>;
  /** The kind of a picture, where kinds are to be judged one by one: its style. */
  kind?(number: number): string;
}

/** Pixels to network input: writes the square of `side` pixels at (left, top), mirrored if asked, as [3, side, side] in [-1, 1]. */
export function writeCrop({ width, data }: Picture, crop: { readonly left: number; readonly top: number; readonly side: number; readonly mirrored: boolean }, target: Float32Array, offset: number): void {
  const { left, top, side, mirrored } = crop;
  for (let y = 0; y < side; y++) {
    const row = 3 * ((top + y) * width + left);
    for (let x = 0; x < side; x++) {
      const from = row + 3 * (mirrored ? side - 1 - x : x);
      const to = offset + y * side + x;
      target[to] = (data[from] as number) / 127.5 - 1;
      target[to + side * side] = (data[from + 1] as number) / 127.5 - 1;
      target[to + 2 * side * side] = (data[from + 2] as number) / 127.5 - 1;
    }
  }
}
