/** MT19937: the generator behind PyTorch's and NumPy's seeds. */

const length = 624;
const middle = 397;
const twistMask = 0x9908b0df;

/**
 * Numbers of one seed, in order, as unsigned 32-bit words. Only the low 32 bits of the seed count, as in PyTorch.
 * @source Matsumoto and Nishimura 1998, "Mersenne Twister"; seeding by Knuth's multiplier
 */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(length);
  state[0] = seed;
  for (let i = 1; i < length; i++) {
    const before = state[i - 1]! ^ state[i - 1]! >>> 30;
    state[i] = Math.imul(1812433253, before) + i;
  }
  let at = length;
  return () => {
    if (at === length) {
      twist(state);
      at = 0;
    }
    let word = state[at++]!;
    word ^= word >>> 11;
    word ^= word << 7 & 0x9d2c5680;
    word ^= word << 15 & 0xefc60000;
    return (word ^ word >>> 18) >>> 0;
  };
}

/** The next 624 words, before tempering. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < length; i++) {
    const mixed = state[i]! & 0x80000000 | state[(i + 1) % length]! & 0x7fffffff;
    state[i] = state[(i + middle) % length]! ^ mixed >>> 1 ^ (mixed & 1 ? twistMask : 0);
  }
}
