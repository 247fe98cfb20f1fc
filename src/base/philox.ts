/** Philox4x32-10: the counter-based generator behind every random number of Darkroom. */

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/** The high 32 bits of a 32 × 32-bit product (signed representation). JavaScript has no such instruction, so it goes by 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16) | 0;
  const carry = Math.imul(aLow, bHigh) + (middle & 0xffff) | 0;
  return Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16) | 0;
}

/**
 * Writes the four 32-bit words that belong to a 128-bit counter and a 64-bit key to `out`.
 * A pure function: word i of a stream can be had without the words before it, on any engine, with the same bits.
 * @source Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
export function philox(
  counter0: number, counter1: number, counter2: number, counter3: number,
  key0: number, key1: number, out: Uint32Array,
): void {
  let c0 = counter0 | 0;
  let c1 = counter1 | 0;
  let c2 = counter2 | 0;
  let c3 = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < rounds; round++) {
    const next0 = multiplyHigh(multiplier1, c2) ^ c1 ^ k0;
    const next2 = multiplyHigh(multiplier0, c0) ^ c3 ^ k1;
    c1 = Math.imul(multiplier1, c2);
    c3 = Math.imul(multiplier0, c0);
    c0 = next0;
    c2 = next2;
    k0 = k0 + weyl0 | 0;
    k1 = k1 + weyl1 | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
