/** Every op's gradient against central differences of the graph that inference runs, and every op's presence in the table. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizeOf } from '../../src/base/tensor-data.ts';
import { differentiate } from '../../src/graph/autodiff.ts';
import * as ops from '../../src/graph/ops/index.ts';
import { type NodeRuntime, createRuntime } from '../../src/node/engine/engine-client.ts';
import { autodiffGradients, loadForward, numericalGradient, prepare } from './finite-differences.ts';
import { gradientTable, constantOps, notOps } from './table.ts';

let runtime: NodeRuntime;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 1 });
});
afterAll(() => runtime.close());

/** The largest difference as a share of the largest expected value. */
function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return Array.from(expected).reduce((most, value, i) => {
    const difference = Math.abs((got[i] as number) - value);
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0) / largest;
}

const rows = Object.entries(gradientTable).flatMap(([name, cases]) => cases.map((row) => ({ name: row.what === '' ? name : `${name}: ${row.what}`, row })));

describe('gradients agree with central differences', () => {
  test.each(rows)('$name', async ({ row }) => {
    const prepared = prepare(row);
    const forward = await loadForward(runtime, prepared);
    const gradients = await autodiffGradients(runtime, prepared, { optimization: 'all' });
    for (const [name, operand] of Object.entries(prepared.wrt)) {
      const numerical = await numericalGradient(forward, prepared, name);
      expect(numerical.length).toBe(sizeOf(operand.shape));
      expect(numerical.some((value) => value !== 0), `the loss depends on ${name}`).toBe(true);
      expect(relativeError(gradients[name] as Float32Array, numerical), `d loss / d ${name}`).toBeLessThan(1e-3);
    }
    await forward.close();
  });
});

describe('training and inference graphs, optimised or not, compute the same', () => {
  test.each(rows)('$name', async ({ row }) => {
    const prepared = prepare(row, 2);
    const forward = await loadForward(runtime, prepared);
    const inference = (await forward.run({ ...prepared.feeds }))['output 0']?.data as Float32Array;
    await forward.close();
    const optimised = await autodiffGradients(runtime, prepared, { optimization: 'all' });
    const plain = await autodiffGradients(runtime, prepared, { optimization: 'disabled' });
    expect(relativeError(plain['output'] as Float32Array, inference)).toBeLessThan(1e-5);
    for (const name of Object.keys(plain)) expect(relativeError(optimised[name] as Float32Array, plain[name] as Float32Array), name).toBeLessThan(1e-5);
  });
});

describe('the table is complete', () => {
  const known = new Set([...Object.keys(gradientTable), ...Object.keys(constantOps), ...notOps]);
  test('every export of the ops stands in the table, or on one of the two lists', () => {
    expect(Object.keys(ops).filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !(name in ops))).toEqual([]);
  });

  test.each(Object.entries(constantOps))('nothing flows through %s', (_, build) => {
    const { loss, x } = build();
    const [gradient] = differentiate([ops.reduceSum(loss)], [x]).gradients;
    expect(ops.isConstant(gradient!.node)).toBe(true);
  });
});
