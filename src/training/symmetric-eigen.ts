/** Eigenvectors of a symmetric matrix, for principal components. */

export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of values[i], [n, n]. */
  readonly vectors: Float64Array;
}

const SWEEPS = 30;

/**
 * Cyclic Jacobi rotations: slow for large matrices (n³ per sweep, some ten sweeps), exact and short for ours of a few hundred rows.
 * Signs are fixed by making each vector's largest component positive, so that equal data give equal codecs.
 * @param matrix [n, n], symmetric; not modified
 * @source Golub and Van Loan, Matrix Computations, section 8.5
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const v = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const scale = a.reduce((sum, x) => sum + x * x, 0);
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 1e-24 * scale; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => (a[j * n + j] as number) - (a[i * n + i] as number));
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(signed(v.subarray(from * n, (from + 1) * n)), to * n));
  return { values: Float64Array.from(order, (i) => a[i * n + i] as number), vectors };
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += 2 * (a[i * n + j] as number) ** 2;
  return sum;
}

function signed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return largest < 0 ? vector.map((x) => -x) : vector;
}

/** Turns the plane of axes p and q so that a[p, q] becomes zero. Both rows and columns are kept, so that the inner loops run along rows. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  mixRows(a, n, p, q, c, s);
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[k * n + p] as number, a[k * n + q] as number];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  mixRows(v, n, p, q, c, s);
}

function mixRows(m: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const [x, y] = [m[p * n + k] as number, m[q * n + k] as number];
    m[p * n + k] = c * x - s * y;
    m[q * n + k] = s * x + c * y;
  }
}
