/** The noise that AUTOMATIC1111 calls NV: that of torch.randn on an NVIDIA card, computed on the CPU. */

import { philox } from './philox.ts';
import { checkedSeed } from './seed.ts';

/** Goes on with every call. */
export interface NvGenerator { randn(length: number): Float32Array }

/** 2^−32 and 2^−32 · 2π as that program writes them, rounded to float32. */
const step = Math.fround(2.3283064e-10);
const angleStep = Math.fround(2.3283064e-10 * 6.2831855);
/** Computed in float32, as NumPy halves them. */
const halfStep = Math.fround(step / 2);
const halfAngleStep = Math.fround(angleStep / 2);

/**
 * Philox 4×32-10 with the seed as key, the number of the call and the place as counter; each value is the sine half of a
 * Box-Muller pair, in double precision, rounded once.
 * @param seed as for `torchGenerator`, all 64 bits count
 * @source Salmon et al. 2011; AUTOMATIC1111's rng_philox, which documents its first values
 * @throws usage
 */
export function nvGenerator(seed: number | bigint): NvGenerator {
  const key0 = Number(checkedSeed(seed) & 0xffffffffn);
  const key1 = Number(checkedSeed(seed) >> 32n);
  const words = new Uint32Array(4);
  let call = 0;
  return {
    randn(length) {
      const out = new Float32Array(length);
      for (let i = 0; i < length; i++) {
        philox(call, 0, i, 0, key0, key1, words);
        const radius = Math.sqrt(-2 * Math.log(words[0]! * step + halfStep));
        out[i] = radius * Math.sin(words[1]! * angleStep + halfAngleStep);
      }
      call++;
      return out;
    },
  };
}
