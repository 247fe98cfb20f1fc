/** Small systems of linear equations. */

/** Solves matrix · x = side by elimination with row pivots. @throws TypeError if the matrix is singular */
export function solveLinear(matrix: readonly (readonly number[])[], side: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, side[i]!]);
  const count = rows.length;
  for (let column = 0; column < count; column++) {
    const pivot = rows.slice(column).reduce((best, row, i) => Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? column + i : best, column);
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    if (top[column] === 0) throw new TypeError('singular matrix');
    for (let below = column + 1; below < count; below++) {
      const factor = rows[below]![column]! / top[column]!;
      rows[below] = rows[below]!.map((value, i) => value - factor * top[i]!);
    }
  }
  const solution = Array<number>(count).fill(0);
  for (let row = count - 1; row >= 0; row--) {
    const rest = rows[row]!.slice(row + 1, count).reduce((sum, value, i) => sum + value * solution[row + 1 + i]!, 0);
    solution[row] = (rows[row]![count]! - rest) / rows[row]![row]!;
  }
  return solution;
}
