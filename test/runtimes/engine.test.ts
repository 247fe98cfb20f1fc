/** What the engine computes and keeps, and how it refuses. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TensorData } from '../../src/base/tensor-data.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import type { NodeRuntime } from '../../src/node/engine/engine-client.ts';
import { counter, doubling, identity, model, scalar, value } from './tiny-models.ts';

let runtime: NodeRuntime;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 1 });
});
afterAll(() => runtime.close());

const pair = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;

describe('values', () => {
  const samples: TensorData[] = [
    { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -0) },
    { dtype: 'float16', shape: [3], data: Uint16Array.of(0x3c00, 0xfbff, 1) },
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
    { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
    { dtype: 'uint8', shape: [2], data: Uint8Array.of(0, 255) },
    { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) },
    { dtype: 'float32', shape: [0, 4], data: new Float32Array() },
  ];
  test.each(samples)('$dtype $shape goes through unchanged', async (x) => {
    const session = await runtime.load(identity(x.dtype, x.shape));
    expect((await session.run({ x })).y).toEqual(x);
    await session.close();
  });

  test('a view of a larger buffer sends only its own values', async () => {
    const session = await runtime.load(doubling());
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect((await session.run({ x: { ...pair, data } })).y?.data).toEqual(Float32Array.of(2, 4));
  });

  test('a symbolic size takes any value', async () => {
    const session = await runtime.load(identity('float32', ['n']));
    expect(session.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [-1] }]);
    expect((await session.run({ x: pair })).y).toEqual(pair);
  });
});

describe('feeds are checked before they are sent', () => {
  test.each<[string, Record<string, TensorData>, RegExp]>([
    ['missing', {}, /^tiny: input 'x' \(float32 \[2\]\) is missing\.$/],
    ['misshapen', { x: scalar(1) }, /^tiny: 'x' takes float32 \[2\], got float32 \[\]\.$/],
    ['of another type', { x: { dtype: 'int32', shape: [2], data: new Int32Array(2) } }, /takes float32 \[2\], got int32 \[2\]/],
    ['of another length', { x: { ...pair, data: new Float32Array(3) } }, /'x' is float32 \[2\] but holds 3 values/],
    ['in a wrong array', { x: { ...pair, data: new Int32Array(2) } as unknown as TensorData }, /'x' needs its float32 values in a Float32Array/],
    ['unknown', { x: pair, z: pair }, /there is no input 'z'; it takes 'x'/],
  ])('%s', async (_, feeds, message) => {
    const session = await runtime.load(doubling(), { name: 'tiny' });
    await expect(session.run(feeds)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
    expect((await session.run({ x: pair })).y?.data).toEqual(Float32Array.of(2, 4));
  });

  test('a fetch that does not exist is named', async () => {
    const session = await runtime.load(doubling());
    await expect(session.run({ x: pair }, { fetches: ['q'] })).rejects.toThrow(/there is no output 'q'; it has 'y'/);
  });
});

describe('state', () => {
  const load = () => runtime.load(counter(), { name: 'counter', state: { count: { from: 'next', value: scalar(10) } } });

  test('stays inside: neither fed nor fetched, and carried from run to run', async () => {
    const session = await load();
    expect(session.inputs.map(({ name }) => name)).toEqual(['step']);
    expect(await session.run({ step: scalar(1) })).toEqual({ total: scalar(22) });
    expect(await session.run({ step: scalar(5) })).toEqual({ total: scalar(32) });
    expect(await session.readState()).toEqual({ count: scalar(16) });
  });

  test('can be replaced, and fetched when asked for', async () => {
    const session = await load();
    await session.writeState({ count: scalar(100) });
    expect(await session.run({ step: scalar(1) }, { fetches: ['next'] })).toEqual({ next: scalar(101) });
  });

  test('two sessions keep theirs apart', async () => {
    const [first, second] = await Promise.all([load(), load()]);
    await Promise.all([first.run({ step: scalar(1) }), second.run({ step: scalar(2) }), first.run({ step: scalar(1) })]);
    expect(await first.readState()).toEqual({ count: scalar(12) });
    expect(await second.readState()).toEqual({ count: scalar(12) });
  });

  test('that does not fit the graph is refused by name', async () => {
    const wrong = (state: object) => runtime.load(counter(), { name: 'counter', state: state as never });
    await expect(wrong({ cuont: { value: scalar(1) } })).rejects.toThrow(/'cuont', which is none of the graph's inputs: 'count', 'step'/);
    await expect(wrong({ count: { from: 'nxt', value: scalar(1) } })).rejects.toThrow(/'nxt', which is none of the graph's outputs/);
    await expect(wrong({ count: { value: pair } })).rejects.toThrow(/'count' takes float32 \[\], got float32 \[2\]/);
  });
});

describe('external data', () => {
  const external = (location: string) =>
    model([{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], [value('x', [2])], [value('y', [2])], [
      { name: 'w', dtype: 'float32', shape: [2], external: { location, offset: 73, length: 8 } },
    ]);

  test('is read from its byte range below the given folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-external-'));
    const bytes = new Uint8Array(90);
    bytes.set(new Uint8Array(Float32Array.of(10, 20).buffer), 73);
    await writeFile(join(folder, 'weights.bin'), bytes);
    const session = await runtime.load({ ...external('weights.bin'), externalDataFolder: folder });
    expect((await session.run({ x: pair })).y?.data).toEqual(Float32Array.of(11, 22));
  });

  test('outside that folder is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-external-'));
    const outside = runtime.load({ ...external('../weights.bin'), externalDataFolder: folder }, { name: 'unet' });
    await expect(outside).rejects.toMatchObject({ code: 'engine', message: expect.stringMatching(/^unet: ONNX Runtime refused the graph/) });
  });
});

describe('refusals', () => {
  test('a graph that ONNX Runtime refuses gives one line without source paths', async () => {
    const odd = model([{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }], [value('x', [2])], [value('y', [2])]);
    const error = await runtime.load(odd, { name: 'odd' }).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code: 'engine' });
    expect((error as Error).message).toMatch(/^odd: ONNX Runtime refused the graph: .*NoSuchOperator/);
    expect((error as Error).message).not.toMatch(/\n|\.cc/);
  });

  test('a run that fails inside leaves the session usable and its state untouched', async () => {
    const gather = model(
      [{ op: 'Gather', inputs: ['table', 'index'], outputs: ['y'] }, { op: 'Identity', inputs: ['table'], outputs: ['table_next'] }],
      [value('table', [2]), value('index', [], 'int64')],
      [value('y', []), value('table_next', [2])],
    );
    const session = await runtime.load(gather, { name: 'gather', state: { table: { from: 'table_next', value: pair } } });
    const at = (index: bigint) => ({ index: { dtype: 'int64', shape: [], data: BigInt64Array.of(index) } as const });
    await expect(session.run(at(7n))).rejects.toThrow(/^gather: ONNX Runtime failed: .*out of data bounds/);
    expect(await session.run(at(1n))).toEqual({ y: scalar(2) });
  });

  test.each(['cuda', 'dml', 'coreml'] as const)('%s is refused with what to do where it is absent', async (device) => {
    const refusal = createRuntime({ device }).then((present) => present.close());
    await expect(refusal).rejects.toMatchObject({ code: 'device', message: expect.stringMatching(`^${device}: .*use --device cpu`) });
  });

  test('auto says what it picked and why', async () => {
    const auto = await createRuntime();
    expect(auto.report.reason).toMatch(/^(cpu: \d+ threads; cuda was not taken \(.*\); webgpu is used only when asked for|cuda: .*)$/);
    await auto.close();
  });

  test('closed sessions and runtimes say so', async () => {
    const own = await createRuntime({ device: 'cpu', threads: 1 });
    const [first, second] = [await own.load(doubling(), { name: 'first' }), await own.load(doubling(), { name: 'second' })];
    await first.close();
    await expect(first.run({ x: pair })).rejects.toThrow('first: the session is closed.');
    await own.close();
    await expect(second.run({ x: pair })).rejects.toThrow('second: the runtime is closed.');
    await second.close();
    await own.close();
  });
});
