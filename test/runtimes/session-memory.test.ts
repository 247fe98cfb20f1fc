/** What sessions hold on to, and what runs take: read from the engine process, where the system tells it. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toFloat16 } from '../../src/base/float16.ts';
import { normalNoise } from '../../src/base/random.ts';
import { type TensorData, float32, sizeOf } from '../../src/base/tensor-data.ts';
import * as ops from '../../src/graph/ops/index.ts';
import { attentionWeights, joinHeads, splitHeads } from '../../src/graph/ops/attention.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { type NodeRuntime, createRuntime } from '../../src/node/engine/engine-client.ts';
import { emitModel } from '../../src/onnx/emit.ts';
import type { SessionMemory } from '../../src/runtime/runtime.ts';

const told = existsSync('/proc/self/status');
const noise = (stream: number, shape: readonly number[]): TensorData => float32(normalNoise(3, stream, sizeOf(shape)), shape);

let runtime: NodeRuntime;
let folder: string;
beforeEach(async () => {
  runtime = await createRuntime({ device: 'cpu', threads: 2 });
  folder = await mkdtemp(join(tmpdir(), 'darkroom-memory-'));
});
afterEach(async () => {
  await runtime.close();
  await rm(folder, { recursive: true });
});

/** Of the engine, in bytes: `VmHWM` the most it ever had, `RssAnon` what is its own now, without mapped files. */
const engineBytes = (what: 'VmHWM' | 'RssAnon'): number => 1024 * Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${runtime.processId}/status`, 'utf8'))?.[1]);

test('attention in parts is the whole, with a bias and without', async () => {
  const [q, k, v] = ['q', 'k', 'v'].map((name) => ops.input(name, [1, 3000, 8])) as [Tensor, Tensor, Tensor];
  const bias = ops.input('bias', [1, 1, 3000, 3000]);
  const options = { heads: 2, scale: 0.5 };
  const whole = (given: { bias?: Tensor }): Tensor => joinHeads(ops.matmul(attentionWeights(q, k, { ...options, ...given }), splitHeads(v, 2)));
  const bytes = emitModel({ plain: ops.attention(q, k, v, options), biased: ops.attention(q, k, v, { ...options, bias }), wholePlain: whole({}), wholeBiased: whole({ bias }) });
  const session = await runtime.load({ bytes });
  const results = await session.run({ q: noise(1, q.shape), k: noise(2, k.shape), v: noise(3, v.shape), bias: noise(4, bias.shape) });
  for (const [parts, all] of [['plain', 'wholePlain'], ['biased', 'wholeBiased']] as const) {
    const [actual, expected] = [results[parts]?.data, results[all]?.data] as [Float32Array, Float32Array];
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] as number))))).toBeLessThan(1e-5);
  }
});

test.runIf(told)('attention never holds all its scores', async () => {
  const q = ops.input('q', [1, 12_000, 8]); // scores of 576 MB
  const session = await runtime.load({ bytes: emitModel({ y: ops.attention(q, q, q, { heads: 1 }) }) }, { memory: 'sparing' });
  const before = engineBytes('VmHWM');
  await session.run({ q: noise(1, q.shape) });
  expect(engineBytes('VmHWM') - before).toBeLessThan(150e6);
});

const SIDE = 2048;

/** A product with a float16 matrix of 8 MB that lies in a file, 8 times over. */
async function stacked(): Promise<{ bytes: Uint8Array; externalDataFolder: string }> {
  const layers = 8;
  const each = 2 * SIDE * SIDE;
  await writeFile(join(folder, 'weights'), Buffer.concat(Array.from({ length: layers }, (_, i) => Buffer.from(toFloat16(normalNoise(3, i, SIDE * SIDE).map((value) => value / 50)).buffer))));
  let y = ops.input('x', [1, SIDE]);
  for (let i = 0; i < layers; i++) y = ops.gemm(y, ops.parameter(`w${i}`, [SIDE, SIDE], { kind: 'constant', value: 0 }), { transposeB: true });
  const bytes = emitModel({ y }, { bind: (name) => ({ kind: 'external', location: 'weights', offset: each * Number(name.slice(1)), length: each, dtype: 'float16' }) });
  return { bytes, externalDataFolder: folder };
}

test('however much a session holds on to, it says the same; mapped weights are not copied', async () => {
  const model = await stacked();
  const results = new Map<SessionMemory, { y: Float32Array; held: number }>();
  for (const memory of ['mapped', 'sparing', 'ample'] as const) {
    const before = told ? engineBytes('RssAnon') : 0;
    const session = await runtime.load(model, { memory });
    const { y } = await session.run({ x: noise(9, [1, SIDE]) });
    results.set(memory, { y: y?.data as Float32Array, held: told ? engineBytes('RssAnon') - before : 0 });
    await session.close();
  }
  const { y: expected } = results.get('ample')!;
  const largest = Math.max(...expected.map(Math.abs));
  for (const { y } of results.values()) expect(Math.max(...y.map((value, i) => Math.abs(value - (expected[i] as number)))) / largest).toBeLessThan(1e-5);
  if (!told) return;
  expect(results.get('mapped')!.held).toBeLessThan(60e6); // of 67 MB in the file, 134 MB widened
  expect(results.get('sparing')!.held).toBeGreaterThan(100e6);
});
