import { expect, test } from 'vitest';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { type PooledGraph, SessionPool } from './session-pool.ts';

/** A runtime that writes down what is loaded and closed. */
function watched(): { runtime: Runtime; log: string[] } {
  const log: string[] = [];
  const load = async (_: unknown, options?: { name?: string }): Promise<Session> => {
    const name = options?.name ?? '';
    log.push(`load ${name}`);
    return { name, inputs: [], outputs: [], run: async () => { log.push(`run ${name}`); return {}; }, readState: async () => ({}), writeState: async () => {}, close: async () => { log.push(`close ${name}`); } };
  };
  return { runtime: { report: { device: 'cpu', reason: '', threads: 1 }, load, close: async () => {} }, log };
}

const graph = (name: string, heldBytes: number, passingBytes = 0): PooledGraph => ({ name, heldBytes, passingBytes, memory: 'mapped', build: () => ({ bytes: new Uint8Array() }) });

test('a graph is loaded once while there is room; the longest unused goes first', async () => {
  const { runtime, log } = watched();
  const pool = new SessionPool(runtime, 10);
  for (const [name, bytes] of [['a', 4], ['b', 4], ['a', 4], ['c', 5], ['a', 4]] as const) await pool.run(graph(name, bytes), {});
  expect(log).toEqual(['load a', 'run a', 'load b', 'run b', 'run a', 'close b', 'load c', 'run c', 'run a']);
  await pool.close();
  expect(log.slice(-2).toSorted()).toEqual(['close a', 'close c']);
});

test('what is larger than the budget runs alone; two at once share one load', async () => {
  const { runtime, log } = watched();
  const pool = new SessionPool(runtime, 10);
  await pool.run(graph('small', 1), {});
  await Promise.all([pool.run(graph('large', 100), {}), pool.run(graph('large', 100), {})]);
  expect(log).toEqual(['load small', 'run small', 'close small', 'load large', 'run large', 'run large']);
});

test('what passes counts once, for the graph that takes most of it', async () => {
  const { runtime, log } = watched();
  const pool = new SessionPool(runtime, 10);
  await pool.run(graph('a', 3, 3), {});
  expect(pool.hasRoomFor(graph('b', 4, 2))).toBe(true);
  expect(pool.hasRoomFor(graph('b', 4, 4))).toBe(false);
  expect(pool.hasRoomFor(graph('a', 3, 7))).toBe(true);
  await pool.run(graph('b', 4, 2), {});
  await pool.run(graph('c', 1, 4), {});
  expect(log).toEqual(['load a', 'run a', 'load b', 'run b', 'close a', 'load c', 'run c']);
});

test('a load that failed is tried again', async () => {
  const { runtime, log } = watched();
  let fail = true;
  const pool = new SessionPool({ ...runtime, load: (model, options) => (fail ? Promise.reject(new Error('no')) : runtime.load(model, options)) }, 10);
  await expect(pool.run(graph('a', 1), {})).rejects.toThrow('no');
  fail = false;
  await pool.run(graph('a', 1), {});
  expect(log).toEqual(['load a', 'run a']);
});
