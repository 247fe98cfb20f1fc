/** Weights for drawing two things at once of which not all go together, so that each of either kind is drawn as evenly as that allows. */

import type { Random } from '../../base/random.ts';

export interface BalancedChoice<Row, Column> {
  readonly rows: readonly Row[];
  /** A column for the row; the rows being drawn evenly, so are the columns, as nearly as can be. */
  columnFor(row: Row, random: Random): Column;
}

/** Scaling rows and columns in turn comes as near as it gets long before. */
const ROUNDS = 200;

/**
 * @param goes which rows go with which columns; every row has to go with one
 * @source Sinkhorn 1967: alternate scaling of rows and columns of a non-negative matrix
 */
export function balancedChoice<Row, Column>(rows: readonly Row[], columns: readonly Column[], goes: (row: Row, column: Column) => boolean): BalancedChoice<Row, Column> {
  const weights = rows.map((row) => columns.map((column) => Number(goes(row, column))));
  for (let round = 0; round < ROUNDS; round++) {
    columns.forEach((_, c) => scale(weights.map((row) => row[c] as number), rows.length / columns.length, (r, value) => { (weights[r] as number[])[c] = value; }));
    weights.forEach((row) => scale(row, 1, (c, value) => { row[c] = value; }));
  }
  const rowOf = new Map(rows.map((row, i) => [row, weights[i] as number[]]));
  return {
    rows,
    columnFor: (row, random) => {
      let left = random.uniform();
      const chances = rowOf.get(row) ?? [];
      const last = chances.findLastIndex((chance) => chance > 0);
      const chosen = chances.findIndex((chance) => (left -= chance) < 0 && chance > 0);
      return columns[chosen < 0 ? last : chosen] as Column;
    },
  };
}

function scale(values: readonly number[], total: number, set: (index: number, value: number) => void): void {
  const sum = values.reduce((a, b) => a + b, 0);
  if (sum > 0) values.forEach((value, index) => set(index, value * total / sum));
}
