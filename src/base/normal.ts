/**
 * Uniform words to normal values by Box-Muller, the same bits on every JavaScript engine.
 *
 * Math.log, Math.sin and Math.cos may differ in the last bit between engines and versions, and a picture must not
 * depend on that. So the transform uses only + - * /, Math.sqrt, Math.clz32 and float32 stores, which the language
 * fixes exactly (IEEE 754, no fused multiply-add). The series below are cut where their error (< 1e-10) lies far under
 * the float32 rounding of the result (6e-8).
 */

const ln2 = 0.6931471805599453;
const squareRoot2 = 1.4142135623730951;
const quarterTurn = 1.5707963267948966 / 2 ** 30;
const inversePowers = Float64Array.from({ length: 33 }, (_, exponent) => 2 ** -exponent);
const quarterCosine = Float64Array.of(1, 0, -1, 0);
const quarterSine = Float64Array.of(0, 1, 0, -1);

/**
 * -2 ln((word + 1/2) / 2^32): the squared radius. Half a step keeps 0 out, so the radius ends at 6.76.
 * The mantissa f lies in [1/sqrt 2, sqrt 2], and ln f = 2 artanh((f - 1) / (f + 1)).
 */
function squaredRadius(word: number): number {
  let exponent = word === 0 ? 0 : 31 - Math.clz32(word);
  let mantissa = (word + 0.5) * inversePowers[exponent]!;
  if (mantissa > squareRoot2) {
    mantissa *= 0.5;
    exponent++;
  }
  if (mantissa < 0.7) { // only word 0: 1/2
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  const series = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11)))));
  return 2 * ((32 - exponent) * ln2 - 2 * s * series);
}

/**
 * Writes two independent standard normal values, made of two uniform 32-bit words, to `out[at]` and `out[at + 1]`.
 * A write behind the end of a typed array is ignored, as the language says.
 * @source Box and Muller 1958
 */
export function writeNormalPair(word0: number, word1: number, out: Float32Array | Float64Array, at: number): void {
  const radius = Math.sqrt(squaredRadius(word0 >>> 0));
  // The angle: two bits choose the quarter turn, thirty the place within -45°..45°.
  const a = ((word1 & 0x3fffffff) - 0x1fffffff - 0.5) * quarterTurn;
  const b = a * a;
  const sine = a * (1 + b * (-1 / 6 + b * (1 / 120 + b * (-1 / 5040 + b * (1 / 362880 + b * (-1 / 39916800))))));
  const cosine = 1 + b * (-1 / 2 + b * (1 / 24 + b * (-1 / 720 + b * (1 / 40320 + b * (-1 / 3628800)))));
  const quarter = word1 >>> 30;
  const turnCosine = quarterCosine[quarter]!;
  const turnSine = quarterSine[quarter]!;
  out[at] = radius * (cosine * turnCosine - sine * turnSine);
  out[at + 1] = radius * (cosine * turnSine + sine * turnCosine);
}
