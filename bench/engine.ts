/** The engine by itself: each case beside PyTorch on the same threads in the same minute. Run by bench/main.ts. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { table } from '../src/cli/format.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { type Case, cases, load } from './cases.ts';
import { median } from './timing.ts';

/** The two take turns, so that a slow minute of the machine slows both. */
const TURNS = 5;
const TURN_MS = 1500;

interface Peer {
  readonly version: string;
  measure(one: Case, repeats: number): Promise<number[]>;
  close(): void;
}

async function startPeer(threads: number): Promise<Peer | undefined> {
  const root = resolve(import.meta.dirname, '..');
  const python = process.env['DARKROOM_BENCH_PYTHON'] ?? join(root, '.venv/bin/python');
  if (!existsSync(python)) return undefined;
  const child = spawn(python, [join(root, 'bench/peer.py'), String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown>> => JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
  const { version } = await answer();
  return {
    version: String(version),
    measure: async (one, repeats) => {
      child.stdin.write(`${JSON.stringify({ ...one, repeats })}\n`);
      return (await answer())['ms'] as number[];
    },
    close: () => child.stdin.end(),
  };
}


async function timed(run: () => Promise<void>, repeats: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return times;
}

interface Measured {
  readonly name: string;
  readonly gflop: number;
  readonly ms: number;
  readonly gflopsPerSecond: number;
  readonly peerMs?: number;
  /** Their time over ours: above 1 we are faster. */
  readonly ratio?: number;
}

async function measure(runtime: Awaited<ReturnType<typeof createRuntime>>, peer: Peer | undefined, one: Case): Promise<Measured> {
  const ours = await load(runtime, one);
  await timed(ours.run, 3);
  const repeats = Math.max(2, Math.min(200, Math.round(TURN_MS / median(await timed(ours.run, 3)))));
  const times: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    times.push(...await timed(ours.run, repeats));
    if (peer !== undefined) theirs.push(...await peer.measure(one, repeats));
  }
  await ours.close();
  const ms = median(times);
  const measured = { name: one.name, gflop: ours.flops / 1e9, ms, gflopsPerSecond: ours.flops / 1e6 / ms };
  return peer === undefined ? measured : { ...measured, peerMs: median(theirs), ratio: median(theirs) / ms };
}

export async function benchEngine(): Promise<void> {
  const json = process.argv.includes('--json');
  const only = process.argv.slice(2).find((word) => !word.startsWith('--'));
  const threads = Math.min(2, availableParallelism());
  const runtime = await createRuntime({ device: 'cpu', threads });
  const peer = await startPeer(threads);
  const say = (text: string): void => { if (!json) console.log(text); };
  say(`${cpus()[0]?.model ?? 'unknown processor'}, ${threads} threads, Node ${process.version}, ONNX Runtime through the engine process.`);
  say(peer === undefined ? 'No PyTorch beside it: scripts/bench-venv.sh makes an environment for it.\n' : `Beside it: PyTorch ${peer.version}, eager, the same threads; the two take turns.\n`);
  const results: Measured[] = [];
  for (const one of cases.filter(({ name }) => only === undefined || name.includes(only))) results.push(await measure(runtime, peer, one));
  const rows = results.map(({ name, gflop, ms, gflopsPerSecond, peerMs, ratio }) => [name, gflop.toFixed(2), ms.toFixed(2), gflopsPerSecond.toFixed(0), peerMs?.toFixed(2) ?? '–', ratio?.toFixed(2) ?? '–']);
  if (json) console.log(JSON.stringify({ threads, node: process.version, processor: cpus()[0]?.model, pytorch: peer?.version ?? null, results }, null, 2));
  else console.log(`${table(['case', 'GFLOP', 'ms', 'GFLOP/s', 'PyTorch ms', 'ratio'], rows)}\n\nratio: PyTorch's time over ours; above 1, Darkroom is faster. Medians.`);
  peer?.close();
  await runtime.close();
}
