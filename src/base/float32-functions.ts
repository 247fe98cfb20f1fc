/**
 * Logarithm, sine and cosine in single precision, to the bit as PyTorch computes them for its normal noise on x86: the
 * Cephes approximations, with the multiplications and additions that its compiler fuses.
 */

const round = Math.fround;

/**
 * a · b + c of three float32 values, rounded once. The product is exact in double precision and the sum nearly: only
 * where it falls between two float32 values to the last bit does what its rounding lost decide.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const rounded = round(sum);
  const rest = sum - rounded;
  if (rest === 0) return rounded;
  const neighbour = rounded + 2 * rest;
  if (round(neighbour) !== neighbour) return rounded;
  const part = sum - product;
  const lost = product - (sum - part) + (c - part);
  if (lost === 0) return rounded;
  return lost > 0 ? Math.max(rounded, neighbour) : Math.min(rounded, neighbour);
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

const squareRootHalf = round(0.7071067811865475);
const logCoefficients = [7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1].map(round);
/** ln 2 in two parts, the first of few bits. */
const ln2Low = round(-2.12194440e-4);
const ln2High = 0.693359375;

/** ln x for a normal float32 x > 0. @source Moshier, Cephes logf */
export function logFloat32(x: number): number {
  float[0] = x;
  let exponent = (bits[0]! >>> 23) - 126;
  bits[0] = bits[0]! & 0x007fffff | 0x3f000000; // the mantissa, in [1/2, 1)
  const mantissa = float[0]!;
  let f = round(mantissa - 1);
  if (mantissa < squareRootHalf) {
    exponent--;
    f = round(f + mantissa);
  }
  const square = round(f * f);
  let series = logCoefficients[0]!;
  for (let i = 1; i < logCoefficients.length; i++) series = fusedMultiplyAdd(series, f, logCoefficients[i]!);
  series = fusedMultiplyAdd(round(series * f), square, round(exponent * ln2Low));
  series = round(series - round(square * 0.5));
  return fusedMultiplyAdd(exponent, ln2High, round(f + series));
}

const fourOverPi = round(1.27323954473516);
/** −π/4 in three parts, the first two of few bits. */
const minusQuarterPi = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(round);
const cosineCoefficients = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(round);
const sineCoefficients = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(round);

/** Writes cos x and sin x of a float32 x in 0..8192 to `out`. @source Moshier, Cephes sinf and cosf */
export function cosineAndSineFloat32(x: number, out: Float32Array): void {
  const octant = Math.trunc(round(x * fourOverPi)) + 1 & ~1;
  let rest = x;
  for (const part of minusQuarterPi) rest = fusedMultiplyAdd(octant, part, rest);
  const square = round(rest * rest);
  const [c0, c1, c2] = cosineCoefficients as [number, number, number];
  const [s0, s1, s2] = sineCoefficients as [number, number, number];
  const cosineSeries = round(fusedMultiplyAdd(fusedMultiplyAdd(c0, square, c1), square, c2) * square);
  const cosine = round(fusedMultiplyAdd(cosineSeries, square, -round(square * 0.5)) + 1);
  const sineSeries = round(fusedMultiplyAdd(fusedMultiplyAdd(s0, square, s1), square, s2) * square);
  const sine = fusedMultiplyAdd(sineSeries, rest, rest);
  const turned = (octant & 2) !== 0;
  out[0] = (octant - 2 & 4) === 0 ? -(turned ? sine : cosine) : turned ? sine : cosine;
  out[1] = (octant & 4) !== 0 ? -(turned ? cosine : sine) : turned ? cosine : sine;
}
