/** Linear regression from sums of products: the map that comes nearest to what is wanted. */
import { DarkroomError } from '../../base/errors.ts';

/**
 * Solves (A + ridge · mean diagonal of A · I) X = B by Cholesky's decomposition.
 * @param a [n, n], symmetric, positive: sums of products of the inputs
 * @param b [n, m]: sums of products of inputs with what is wanted
 * @returns [n, m]
 * @throws DarkroomError code 'data' when the inputs say too little to decide
 */
export function solveLeastSquares(a: Float64Array, b: Float64Array, n: number, ridge: number): Float64Array {
  const m = b.length / n;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i] as number;
  const lower = cholesky(a, n, (ridge * trace) / n);
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(x, i, k, lower[i * n + k] as number, m);
    divideRow(x, i, lower[i * n + i] as number, m);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(x, i, k, lower[k * n + i] as number, m);
    divideRow(x, i, lower[i * n + i] as number, m);
  }
  return x;
}

/** The lower triangle L with L·Lᵀ = a + added · I. */
function cholesky(a: Float64Array, n: number, added: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (a[i * n + j] as number) + (i === j ? added : 0);
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      if (i === j && !(sum > 0)) throw new DarkroomError('data', 'The pictures are too few or too much alike to fit a codec to them.');
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number);
    }
  }
  return lower;
}

function subtractRow(x: Float64Array, row: number, other: number, factor: number, m: number): void {
  for (let k = 0; k < m; k++) x[row * m + k] = (x[row * m + k] as number) - factor * (x[other * m + k] as number);
}

function divideRow(x: Float64Array, row: number, by: number, m: number): void {
  for (let k = 0; k < m; k++) x[row * m + k] = (x[row * m + k] as number) / by;
}
