/** Matrices that cut a window out of a row of samples and give it another scale, the same for pictures and for their latents. */

/**
 * Row i holds the weights with which sample i of the result mixes those of the row: a triangle filter, widened where it shrinks.
 * @param scale samples of the row for each of the result
 * @param offset where the window begins, in samples of the row
 * @returns [to, from]
 */
export function resamplingMatrix(to: number, from: number, scale: number, offset: number): Float32Array {
  const matrix = new Float32Array(to * from);
  const radius = Math.max(1, scale);
  for (let i = 0; i < to; i++) {
    const centre = Math.min(Math.max(offset + (i + 0.5) * scale - 0.5, 0), from - 1);
    const row = matrix.subarray(i * from, (i + 1) * from);
    let sum = 0;
    for (let j = 0; j < from; j++) {
      const weight = Math.max(0, 1 - Math.abs(j - centre) / radius);
      row[j] = weight;
      sum += weight;
    }
    for (let j = 0; j < from; j++) row[j] = (row[j] as number) / sum;
  }
  return matrix;
}
