/**
 * `npm run bench -- sd15` (or `sdxl`): a Stable Diffusion of full size with random weights beside what people run on the same cores. Everything else
 * that is measured is in the table's headings.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { bytes, duration, table } from '../../src/cli/format.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { openCheckpoint } from '../../src/node/checkpoints/open-checkpoint.ts';
import type { CheckpointOptions } from '../../src/node/checkpoints/open-stable-diffusion.ts';
import { randomCheckpoint } from '../random-checkpoint.ts';
import { type Contestant, startContestant } from './contestant.ts';
import { type Rates, denoiserFlops, measureRates, rateCases } from './rates.ts';
import { median } from '../timing.ts';

const root = resolve(import.meta.dirname, '../..');
const LATENT = 8;
const THREADS = Math.min(2, availableParallelism());
const PICTURE_STEPS = 8;
/** A contestant and ours take turns, so that a slow minute of the machine slows both. */
const TURNS = 3;

export const benchModels = {
  sd15: { side: 512, folder: (half: boolean) => randomCheckpoint(join(root, 'bench/checkpoints'), 'sd15', half), minutes: 15 },
  // Half precision on both sides: two copies in float32 beside each other would not fit into 24 GB.
  sdxl: { side: 512, folder: () => randomCheckpoint(join(root, 'bench/checkpoints'), 'sdxl', true), minutes: 25 },
  /** Does all of it in seconds, to see that it works. */
  tiny: { side: 64, folder: async () => join(root, 'test/golden/stable-diffusion/sd1'), minutes: 5 },
} as const;

export type BenchModel = keyof typeof benchModels;

/** Ours, in the forms that a person can choose. Which file: float32, which is mapped, or float16, as most are published. */
const forms = {
  exact: { half: false, options: {} },
  low: { half: true, options: { memory: 'low' } },
  fast: { half: true, options: { precision: 'fast' } },
  /** Exact, but for the lower part of the network, which runs at every other look. */
  cached: { half: false, options: { cache: 2 } },
} as const satisfies Record<string, { readonly half: boolean; readonly options: CheckpointOptions }>;

const peers = {
  'diffusers-fp32': 'fp32', 'openvino-fp32': 'fp32', 'diffusers-bf16': 'other', 'openvino-any': 'other', 'diffusers-compiled': 'fp32', 'stable-diffusion.cpp': 'other',
} as const satisfies Record<string, 'fp32' | 'other'>;

type FormName = keyof typeof forms;
type PeerName = keyof typeof peers;
type Name = FormName | PeerName;
const names = [...Object.keys(forms), ...Object.keys(peers)] as readonly Name[];

interface Measured {
  readonly name: Name;
  readonly version?: string;
  readonly coldMs: number;
  readonly stepMs: number;
  /** Of our exact form, in the same turns. */
  readonly oursMs: number;
  readonly textMs?: number;
  readonly decodeMs?: number;
  readonly peakBytes: number;
}

interface Bench {
  readonly model: BenchModel;
  readonly side: number;
  readonly scratch: string;
  readonly until: number;
  readonly say: (text: string) => void;
}


async function start(name: Name, { model, side, until }: Bench): Promise<Contestant> {
  if (Object.hasOwn(forms, name)) {
    const { half, options } = forms[name as FormName];
    const given = { folder: await benchModels[model].folder(half), side, threads: THREADS, options };
    return startContestant(name, process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'ours.ts'), JSON.stringify(given)]);
  }
  const python = process.env['DARKROOM_BENCH_PYTHON'] ?? join(root, '.venv/bin/python');
  if (!existsSync(python)) throw new Error('no Python for it: scripts/bench-venv.sh makes one, DARKROOM_BENCH_PYTHON names another');
  const words = [join(import.meta.dirname, 'peer.py'), name, await benchModels[model].folder(false), String(side), String(THREADS)];
  // Its files are made before the clock starts.
  if (name.startsWith('openvino')) spawnSync(python, [...words, '--prepare'], { timeout: Math.max(1, Math.ceil(until - performance.now())) });
  return startContestant(name, python, words);
}

/** @param ours our exact form, which is measured in the same turns */
async function measure(name: Name, contestant: Contestant, ours: Contestant, until: number): Promise<Measured> {
  const first = await contestant.ask({ do: 'step' }, until);
  const coldMs = contestant.age();
  const [steps, texts, decodes, oursSteps] = [[], [], [], []] as [number[], number[], number[], number[]];
  await contestant.ask({ do: 'text' }, until);
  for (let turn = 0; turn < TURNS; turn++) {
    if (ours !== contestant) oursSteps.push((await ours.ask({ do: 'step' })).ms);
    steps.push((await contestant.ask({ do: 'step' }, until)).ms);
    texts.push((await contestant.ask({ do: 'text' }, until)).ms);
  }
  for (let turn = 0; turn < 2; turn++) decodes.push((await contestant.ask({ do: 'decode' }, until)).ms);
  const { bytes: peakBytes } = await contestant.ask({ do: 'peak' });
  const known = (values: readonly number[]): number | undefined => (values.every(Number.isFinite) ? median(values) : undefined);
  const [textMs, decodeMs] = [known(texts), decodes.every(Number.isFinite) ? Math.min(...decodes) : undefined];
  return { name, ...(first.version !== undefined && { version: first.version }), coldMs, stepMs: median(steps), oursMs: median(ours === contestant ? steps : oursSteps), ...(textMs !== undefined && { textMs }), ...(decodeMs !== undefined && { decodeMs }), peakBytes };
}

async function floats(contestant: Contestant, request: { readonly do: 'predict' | 'picture'; readonly steps?: number }, { scratch }: Bench): Promise<Float32Array> {
  const file = join(scratch, `${contestant.name}-${request.do}`);
  await contestant.ask({ ...request, file });
  return new Float32Array((await readFile(file)).buffer.slice(0));
}

const squares = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0);

interface Fidelity { readonly name: Name; readonly callError: number; readonly pictureDecibels: number }

/** Of a form that is not exact: the relative error of one call, and the finished picture's distance as PSNR. */
async function fidelity(contestant: Contestant, ours: Contestant, bench: Bench): Promise<Fidelity> {
  const pair = async (request: Parameters<typeof floats>[1]) => [await floats(ours, request, bench), await floats(contestant, request, bench)] as const;
  const [exact, other] = await pair({ do: 'predict' });
  const [picture, changed] = await pair({ do: 'picture', steps: PICTURE_STEPS });
  const error = squares(picture.map((value, i) => value - (changed[i] as number))) / picture.length;
  return { name: contestant.name as Name, callError: Math.sqrt(squares(exact.map((value, i) => value - (other[i] as number))) / squares(exact)), pictureDecibels: 10 * Math.log10(4 / error) };
}

interface Result {
  readonly measured: readonly Measured[];
  readonly fidelities: readonly Fidelity[];
  readonly missing: readonly { readonly name: Name; readonly why: string }[];
}

async function runAll(wanted: readonly Name[], bench: Bench): Promise<Result> {
  const [measured, fidelities, missing] = [[], [], []] as [Measured[], Fidelity[], { name: Name; why: string }[]];
  bench.say('exact …');
  const ours = await start('exact', bench);
  measured.push(await measure('exact', ours, ours, bench.until));
  for (const name of wanted.filter((each) => each !== 'exact')) {
    if (performance.now() > bench.until) {
      missing.push({ name, why: 'there was no time left: give more with --minutes, or choose with --only' });
      continue;
    }
    bench.say(`${name} …`);
    try {
      const contestant = await start(name, bench);
      try {
        measured.push(await measure(name, contestant, ours, bench.until));
        if (Object.hasOwn(forms, name) && name !== 'low') fidelities.push(await fidelity(contestant, ours, bench));
      } finally {
        await contestant.close();
      }
    } catch (error) {
      missing.push({ name, why: (error as Error).message });
    }
  }
  await ours.close();
  return { measured, fidelities, missing };
}

function report({ measured, fidelities, missing }: Result, flops: ReturnType<typeof denoiserFlops>, rates: Rates): string {
  const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : (ms / 1000).toFixed(2));
  const ratio = (of: number): string => (Number.isFinite(of) ? of.toFixed(2) : '–');
  // All against our exact form in the same turns, so that a slow minute does not count for or against anyone.
  const relative = ({ stepMs, oursMs }: Measured): number => stepMs / oursMs;
  const fast = measured.find(({ name }) => name === 'fast');
  const rows = measured.map((one) => [one.name, one.version ?? 'Darkroom', seconds(one.coldMs), seconds(one.textMs), seconds(one.stepMs), seconds(one.decodeMs), bytes(one.peakBytes), ratio(relative(one)), ratio(fast === undefined ? Number.NaN : relative(one) / relative(fast))]);
  const [exact] = measured as [Measured];
  const idealMs = 1000 * 2 * (flops.product / rates.product + flops.convolution / rates.convolution);
  return [
    table(['', 'what', 'first step, s', 'text, s', 'step, s', 'decode, s', 'peak', 'of exact', 'of fast'], rows),
    '',
    'first step: from the start of the process, everything loaded. text: two prompts. step: one, with guidance. of exact, of fast: a step’s time over that of',
    'ours in the same turns; above 1, Darkroom is faster. peak: of all processes, with the mapped pages of weights.',
    `Arithmetic of a step: ${((2 * (flops.product + flops.convolution)) / 1e9).toFixed(0)} GFLOP; at ${(rates.product / 1e9).toFixed(0)} GFLOP/s (${rateCases.product.name}) and ${(rates.convolution / 1e9).toFixed(0)} (${rateCases.convolution.name}) ${seconds(idealMs)} s, so that ours takes ${ratio(exact.stepMs / idealMs)} times that.`,
    ...fidelities.map(({ name, callError, pictureDecibels }) => `${name}: one call of the network is ${(100 * callError).toFixed(2)} % off, the picture of ${PICTURE_STEPS} steps ${pictureDecibels.toFixed(1)} dB from exact (random weights).`),
    ...missing.map(({ name, why }) => `Missing: ${name}: ${why.slice(0, 300)}`),
  ].join('\n');
}

/** @param words of the command line, behind the model's name */
export async function benchStableDiffusion(model: BenchModel, words: readonly string[]): Promise<void> {
  const valueOf = (option: string): string | undefined => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
  const only = valueOf('--only')?.split(',');
  const unknown = only?.filter((part) => !names.some((name) => name.includes(part))) ?? [];
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: there are ${names.join(', ')}.`);
  const json = words.includes('--json');
  const began = performance.now();
  const side = Number(valueOf('--size') ?? benchModels[model].side);
  const scratch = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const bench: Bench = { model, side, scratch, until: began + 60_000 * Number(valueOf('--minutes') ?? benchModels[model].minutes), say: (text) => { if (!json) console.error(text); } };
  bench.say(`${model} at ${side}×${side}, ${cpus()[0]?.model ?? 'unknown processor'}, ${THREADS} threads, Node ${process.version}`);
  try {
    const checkpoint = await openCheckpoint(await benchModels[model].folder(false), {}) as StableDiffusionCheckpoint;
    const [rates, flops] = [await measureRates(THREADS), denoiserFlops(checkpoint, side / LATENT)];
    const result = await runAll(names.filter((name) => only === undefined || only.some((part) => name.includes(part))), bench);
    console.log(json ? JSON.stringify({ model, side, threads: THREADS, node: process.version, processor: cpus()[0]?.model, flops, rates, ...result }, null, 2) : `${report(result, flops, rates)}\nIn ${duration((performance.now() - began) / 1000)}.`);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
