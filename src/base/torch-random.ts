/** PyTorch's normal noise of a seed on the CPU, bit for bit: torch.randn with torch.Generator('cpu').manual_seed(seed). */

import { cosineAndSineFloat32, logFloat32 } from './float32-functions.ts';
import { mersenneTwister } from './mersenne-twister.ts';
import { checkedSeed } from './seed.ts';

/** Goes on with every call, as a torch.Generator does. */
export interface TorchGenerator {
  /** What torch.randn of so many elements gives next; the shape does not matter to it. */
  randn(length: number): Float32Array;
}

/** Elements that are transformed together; fewer go another way. */
const block = 16;
const half = 8;
const twoPi = Math.fround(2 * Math.PI);

/**
 * Equal to PyTorch 2 on x86 with AVX2 (every processor since 2013), Linux builds. Without AVX2, and on ARM, PyTorch's own
 * noise differs from that in the last bits of some values, by at most 2e-6.
 * @param seed a whole number, 0..2^53 − 1 (2^64 − 1 as a bigint); its low 32 bits count, as in PyTorch
 * @throws usage
 */
export function torchGenerator(seed: number | bigint): TorchGenerator {
  const word = mersenneTwister(Number(checkedSeed(seed) & 0xffffffffn));
  let spare: number | undefined;

  /** One value in double precision, two at a time. */
  const single = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniformDouble(word);
    const radius = Math.sqrt(-2 * Math.log1p(-uniformDouble(word)));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  return {
    randn(length) {
      const out = new Float32Array(length);
      if (length < block) {
        for (let i = 0; i < length; i++) out[i] = single();
        return out;
      }
      fillUniform(out, word);
      for (let at = 0; at + block <= length; at += block) toNormal(out, at);
      if (length % block !== 0) {
        // The last sixteen are drawn anew and overlap those before.
        const last = out.subarray(length - block);
        fillUniform(last, word);
        toNormal(last, 0);
      }
      return out;
    },
  };
}

/** 53 bits of two words, the high one first. */
function uniformDouble(word: () => number): number {
  const high = word() & 0x1fffff;
  return (high * 2 ** 32 + word()) * 2 ** -53;
}

function fillUniform(out: Float32Array, word: () => number): void {
  for (let i = 0; i < out.length; i++) out[i] = (word() & 0xffffff) * 2 ** -24;
}

const pair = new Float32Array(2);

/** Box-Muller on sixteen uniform values: value i with value i + 8. */
function toNormal(values: Float32Array, from: number): void {
  for (let at = from; at < from + half; at++) {
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * logFloat32(Math.fround(1 - values[at]!)))));
    cosineAndSineFloat32(Math.fround(twoPi * values[at + half]!), pair);
    values[at] = radius * pair[0]! + 0; // no negative zero, as PyTorch adds the mean
    values[at + half] = radius * pair[1]! + 0;
  }
}
