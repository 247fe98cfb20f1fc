/** An enlarged picture that stays true to its source: brought down again it is the source; only what is finer than the source's pixels is its own. */
import { type Picture, createPicture } from './picture.ts';
import { resizedValues } from './resize.ts';

/** The error falls to about a quarter each time. */
const ROUNDS = 4;

/** @param enlarged RGB, at least as large as the RGB source @source Irani and Peleg 1991, Improving Resolution by Image Registration */
export function backProjected(enlarged: Picture, source: Picture): Picture {
  const { width, height } = enlarged;
  const values = Float32Array.from(enlarged.data);
  for (let round = 0; round < ROUNDS; round++) {
    const small = resizedValues(values, enlarged, source.width, source.height);
    const missing = resizedValues(small.map((value, i) => (source.data[i] as number) - value), source, width, height);
    missing.forEach((value, i) => (values[i] = Math.min(255, Math.max(0, (values[i] as number) + value))));
  }
  return createPicture(width, height, Uint8Array.from(values, Math.round));
}
