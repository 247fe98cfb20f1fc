/** An enlarged picture that stays true to its source: brought down again it is the source; only what is finer than the source's pixels is its own. */
import { type Picture, createPicture } from './picture.ts';
import { resizedValues } from './resize.ts';

/** The error falls to about a quarter each time. */
const ROUNDS = 4;

/** @param enlarged RGB, at least as large as the RGB source @source Irani and Peleg 1991, Improving Resolution by Image Registration */
export function backProjected(enlarged: Picture, source: Picture): Picture {
  const { width, height } = enlarged;
  const values = new Float32Array(enlarged.data);
  for (let round = 0; round < ROUNDS; round++) {
    const small = resizedValues(values, enlarged, source.width, source.height);
    for (let i = 0; i < small.length; i++) small[i] = (source.data[i] as number) - (small[i] as number);
    const missing = resizedValues(small, source, width, height);
    for (let i = 0; i < values.length; i++) values[i] = Math.min(255, Math.max(0, (values[i] as number) + (missing[i] as number)));
  }
  const data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(values[i] as number);
  return createPicture(width, height, data);
}
