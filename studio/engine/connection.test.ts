import { expect, it } from 'vitest';
import { createConnection, ServiceGone } from './connection.ts';

it('tells when nobody answers, and when somebody does again', async () => {
  let there = true;
  const waits: number[] = [];
  const told: boolean[] = [];
  const connection = createConnection('/health', {
    fetch: async () => {
      if (!there) throw new TypeError('Failed to fetch');
      return new Response('{}');
    },
    wait: async (ms) => {
      waits.push(ms);
      if (waits.length === 4) there = true;
    },
  });
  connection.subscribe((online) => told.push(online));
  expect((await connection.fetch('/x')).ok).toBe(true);
  await connection.back();
  there = false;
  await expect(connection.fetch('/x')).rejects.toBeInstanceOf(ServiceGone);
  await connection.back();
  expect(told).toEqual([false, true]);
  expect(waits).toHaveLength(4);
  expect(waits[3]).toBeGreaterThan(waits[0] as number);
});

it('does not take a call that was given up for a lost service', async () => {
  const told: boolean[] = [];
  const stop = new AbortController();
  const connection = createConnection('/health', { fetch: async () => { throw new DOMException('stopped', 'AbortError'); }, wait: async () => {} });
  connection.subscribe((online) => told.push(online));
  stop.abort();
  await expect(connection.fetch('/x', { signal: stop.signal })).rejects.toThrow('stopped');
  expect(told).toEqual([]);
});
