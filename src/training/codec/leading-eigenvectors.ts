/** The first few eigenvectors of a large symmetric matrix: principal components where `symmetricEigen` would take minutes. */
import { createRandom } from '../../base/random.ts';
import { type Eigen, symmetricEigen } from '../symmetric-eigen.ts';

/** Vectors beyond those wanted, and rounds: with both, values that lie close together come out right to some five digits. */
const SPARE = 16;
const ROUNDS = 60;

/**
 * Orthogonal iteration, then the exact eigenvectors within the space that it found.
 * @param matrix [n, n], symmetric, without negative eigenvalues
 * @returns `count` values, largest first, and their vectors [count, n]
 * @source Golub and Van Loan, Matrix Computations, section 8.2.4
 */
export function leadingEigenvectors(matrix: Float64Array, n: number, count: number): Eigen {
  const width = Math.min(n, count + SPARE);
  const random = createRandom(0);
  let basis = orthonormal(Float64Array.from({ length: width * n }, () => random.normal()), n);
  for (let round = 0; round < ROUNDS; round++) basis = orthonormal(times(basis, matrix, n), n);
  const turned = times(basis, matrix, n);
  const small = new Float64Array(width * width);
  for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) small[i * width + j] = dot(basis, i, turned, j, n);
  const { values, vectors } = symmetricEigen(small.map((value, at) => (value + (small[(at % width) * width + Math.floor(at / width)] as number)) / 2), width);
  const found = new Float64Array(count * n);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) addScaled(found, i, basis, j, vectors[i * width + j] as number, n);
    makeSigned(found.subarray(i * n, (i + 1) * n));
  }
  return { values: values.slice(0, count), vectors: found };
}

/** Rows times a symmetric matrix. */
function times(rows: Float64Array, matrix: Float64Array, n: number): Float64Array {
  const result = new Float64Array(rows.length);
  for (let row = 0; row < rows.length / n; row++) for (let k = 0; k < n; k++) addScaled(result, row, matrix, k, rows[row * n + k] as number, n);
  return result;
}

/** Gram and Schmidt, each row against those before it; in place. */
function orthonormal(rows: Float64Array, n: number): Float64Array {
  for (let i = 0; i < rows.length / n; i++) {
    for (let j = 0; j < i; j++) addScaled(rows, i, rows, j, -dot(rows, i, rows, j, n), n);
    const length = Math.sqrt(dot(rows, i, rows, i, n));
    for (let k = i * n; k < (i + 1) * n; k++) rows[k] = (rows[k] as number) / length;
  }
  return rows;
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (b[j * n + k] as number);
  return sum;
}

function addScaled(target: Float64Array, row: number, from: Float64Array, other: number, factor: number, n: number): void {
  for (let k = 0; k < n; k++) target[row * n + k] = (target[row * n + k] as number) + factor * (from[other * n + k] as number);
}

/** The largest component positive, so that equal data give equal codecs. */
function makeSigned(vector: Float64Array): void {
  const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  if (largest < 0) for (let k = 0; k < vector.length; k++) vector[k] = -(vector[k] as number);
}
