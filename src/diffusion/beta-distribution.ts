/** The beta distribution's quantiles. */

/** Lanczos' approximation of ln Γ(x) for x > 0, g = 7 with nine terms: 15 digits. @source Lanczos 1964; coefficients by Godfrey */
const lanczos = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];

function logGamma(x: number): number {
  const base = x + 6.5;
  const series = lanczos.slice(1).reduce((sum, coefficient, i) => sum + coefficient / (x + i), lanczos[0]!);
  return Math.log(Math.sqrt(2 * Math.PI) * series) + (x - 0.5) * Math.log(base) - base;
}

const tiny = 1e-300;
const mostTerms = 300;

/** The continued fraction of the incomplete beta function, by Lentz's method. @source DLMF 8.17.22 */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - (a + b) * x / (a + 1) || tiny);
  let value = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d || tiny);
      c = 1 + term / c || tiny;
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}

/** The share of the distribution below x, 0 to 1. @param a and b its two shapes, positive */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCumulative(1 - x, b, a); // the fraction converges fast below
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return front * continuedFraction(x, a, b) / a;
}

/** The x below which the share p of the distribution lies: bisection to the last bit. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return p <= 0 ? 0 : high;
    if (betaCumulative(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
