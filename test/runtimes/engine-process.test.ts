/** How runs are cancelled, how a dead engine process is survived, and that no process is left behind. */
import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import type { NodeRuntime } from '../../src/node/engine/engine-client.ts';
import { counter, doubling, scalar, slow, slowFeeds } from './tiny-models.ts';

const MINUTES = 100_000; // rounds of the slow model
const pair = { x: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } } as const;
const doubled = { y: { dtype: 'float32', shape: [2], data: Float32Array.of(2, 4) } };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const caught = (promise: Promise<unknown>): Promise<Error> => promise.then(() => new Error('did not fail'), (error: Error) => error);

let runtime: NodeRuntime;
beforeEach(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 1, graceMs: 100 });
});
afterEach(() => runtime.close());

const loadAll = async () => ({
  long: await runtime.load(slow(), { name: 'long' }),
  quick: await runtime.load(doubling(), { name: 'quick' }),
  count: await runtime.load(counter(), { name: 'count', state: { count: { from: 'next', value: scalar(0) } } }),
});

describe('when the engine process is killed in the middle of a run', () => {
  test('every pending call says so by name, and the next run works in a fresh process', async () => {
    const { long, quick, count } = await loadAll();
    const pending = [caught(long.run(slowFeeds(MINUTES))), caught(quick.run(pair))];
    await pause(100);
    const dead = runtime.processId!;
    process.kill(dead, 'SIGKILL');
    const [running, waiting] = await Promise.all(pending);
    expect(running).toMatchObject({ code: 'engine', message: expect.stringMatching(/^long: The engine process ended by signal SIGKILL\. .*memory/) });
    expect(waiting).toMatchObject({ code: 'engine', message: expect.stringMatching(/^quick: The engine process ended/) });

    expect(await quick.run(pair)).toEqual(doubled);
    expect(runtime.processId).not.toBe(dead);
    expect(await long.run(slowFeeds(1))).toHaveProperty('y');
    expect(await caught(count.run({ step: scalar(1) }))).toMatchObject({ code: 'engine', message: expect.stringMatching(/^count: .*state .* is lost/) });
    await count.close();
  });

  test('state that never changes is sent again', async () => {
    const session = await runtime.load(counter(), { state: { count: { value: scalar(0) } } });
    await session.writeState({ count: scalar(40) });
    process.kill(runtime.processId!, 'SIGKILL');
    await pause(200);
    expect(await session.run({ step: scalar(2) })).toEqual({ next: scalar(42), total: scalar(84) });
  });
});

describe('cancelling', () => {
  test('a run in flight ends soon, and other sessions go on in a fresh process', async () => {
    const { long, quick } = await loadAll();
    const controller = new AbortController();
    const running = caught(long.run(slowFeeds(MINUTES), { signal: controller.signal }));
    const waiting = quick.run(pair);
    await pause(100);
    const before = performance.now();
    controller.abort();
    expect(await running).toMatchObject({ code: 'cancelled', message: 'long: cancelled.' });
    expect(performance.now() - before).toBeLessThan(1500);
    expect(await waiting).toEqual(doubled);
  });

  test('a queued run is rejected at once, and the run in flight is left alone', async () => {
    const { long, quick } = await loadAll();
    const { processId } = runtime;
    const running = long.run(slowFeeds(100));
    const controller = new AbortController();
    const queued = caught(quick.run(pair, { signal: controller.signal }));
    let finished = false;
    void running.finally(() => {
      finished = true;
    });
    controller.abort();
    expect(await queued).toMatchObject({ code: 'cancelled' });
    expect(finished).toBe(false);
    expect(await running).toHaveProperty('y');
    expect(runtime.processId).toBe(processId);
  });

  test('a run that ends within the grace time is rejected, but its process and state live on', async () => {
    const { count } = await loadAll();
    const { processId } = runtime;
    const controller = new AbortController();
    const run = caught(count.run({ step: scalar(1) }, { signal: controller.signal }));
    controller.abort();
    expect(await run).toMatchObject({ code: 'cancelled' });
    await pause(200);
    expect(await count.readState()).toHaveProperty('count');
    expect(runtime.processId).toBe(processId);
  });

  test('a signal that has fired already keeps the run from being sent', async () => {
    const { count } = await loadAll();
    expect(await caught(count.run({ step: scalar(1) }, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'cancelled' });
    expect(await count.readState()).toEqual({ count: scalar(0) });
  });

  test('a signal that serves many runs gathers no listeners', async () => {
    const { quick } = await loadAll();
    const { signal } = new AbortController();
    for (let i = 0; i < 20; i++) await quick.run(pair, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('closing the runtime rejects what is running and waiting', async () => {
    const { long, quick } = await loadAll();
    const pending = [caught(long.run(slowFeeds(MINUTES))), caught(quick.run(pair))];
    await pause(50);
    await runtime.close();
    for (const error of await Promise.all(pending)) expect(error).toMatchObject({ code: 'cancelled' });
  });
});

describe('processes', () => {
  const program = (mode: string) => {
    const path = fileURLToPath(new URL('engine-program.ts', import.meta.url));
    return spawn(process.execPath, ['--import', 'tsx', path, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  };
  const alive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const gone = async (pid: number): Promise<boolean> => {
    for (let i = 0; i < 40 && alive(pid); i++) await pause(100);
    return !alive(pid);
  };

  test('a program that forgets to close its runtime still ends, and its engine with it', async () => {
    const parent = program('idle');
    const [printed] = await once(parent.stdout, 'data') as [Buffer];
    const [status] = await once(parent, 'exit') as [number];
    expect(status).toBe(0);
    expect(await gone(Number(String(printed)))).toBe(true);
  }, 20_000);

  test('an engine in the middle of a run ends when its parent is killed', async () => {
    const parent = program('busy');
    const [printed] = await once(parent.stdout, 'data') as [Buffer];
    await pause(100);
    parent.kill('SIGKILL');
    expect(await gone(Number(String(printed)))).toBe(true);
  }, 20_000);
});
