/** float16 as bits: exact widening, and narrowing to the nearest value with ties to even, as IEEE 754 says. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The 16 bits of the nearest float16: overflow becomes infinity, tiny values become subnormal, NaN stays NaN. */
export function float16Bits(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = word >>> 16 & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00 | magnitude >>> 13 & 0x3ff; // NaN, made quiet
  if (magnitude >= 0x47800000) return sign | 0x7c00; // 65536 and more
  if (magnitude < 0x38800000) {
    // Below 2^-14. The float32 spacing at 1/2 is 2^-24, the float16 subnormal step: adding 1/2 makes the unit round.
    bits[0] = magnitude;
    float[0] = float[0]! + 0.5;
    return sign | bits[0]! - 0x3f000000;
  }
  const odd = magnitude >>> 13 & 1;
  return sign | (magnitude - 0x38000000 + 0xfff + odd) >>> 13; // a carry runs into the exponent, up to infinity
}

/** The float32 bits that a float16 stands for. */
function widenedBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const magnitude = half & 0x7fff;
  if (magnitude >= 0x7c00) return sign | 0x7f800000 | (magnitude & 0x3ff) << 13;
  if (magnitude >= 0x0400) return sign | (magnitude << 13) + 0x38000000;
  float[0] = magnitude * 2 ** -24;
  return sign | bits[0]!;
}

/** The value of 16 bits. Exact: every float16 is a float32. */
export function float16Value(half: number): number {
  bits[0] = widenedBits(half);
  return float[0]!;
}

/** Narrows an array to float16 bits; see `float16Bits`. */
export function toFloat16(values: Float32Array): Uint16Array {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = float16Bits(values[i]!);
  return result;
}

/** All 65536 widenings, made at the first use: a look-up is several times faster than the branches. */
let table: Uint32Array | undefined;

/** Widens an array of float16 bits; exact. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  table ??= Uint32Array.from({ length: 65536 }, (_, half) => widenedBits(half));
  const result = new Float32Array(halves.length);
  const words = new Uint32Array(result.buffer);
  for (let i = 0; i < halves.length; i++) words[i] = table[halves[i]!]!;
  return result;
}
