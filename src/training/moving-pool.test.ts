import { expect, test } from 'vitest';
import { MovingPool, type Numbered } from './moving-pool.ts';

function numbered(count: number, asked: number[] = []): Numbered<number> {
  return { count, make: async (number) => { asked.push(number); return number; } };
}

test('moves through the source, makes each thing once and begins again at its end', async () => {
  const asked: number[] = [];
  const pool = new MovingPool(numbered(6, asked), { pool: 4, fresh: 0.5 });
  expect(await pool.at(0)).toEqual([0, 1, 2, 3]);
  expect(await pool.at(1)).toEqual([0, 1, 2, 3]);
  expect(await pool.at(2)).toEqual([4, 1, 2, 3]);
  expect(await pool.at(7)).toEqual([4, 5, 0, 3]);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 0]);
});

test('is the same at a step whether a run came there or began there', async () => {
  const [came, began] = [new MovingPool(numbered(50), { pool: 8, fresh: 1.3 }), new MovingPool(numbered(50), { pool: 8, fresh: 1.3 })];
  for (let step = 0; step < 21; step++) await came.at(step);
  expect(await came.at(21)).toEqual(await began.at(21));
});
