/** How much memory there is, and how a model is run in it: asked before anything is loaded. */
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { DarkroomError } from '../../base/errors.ts';
import type { Precision } from '../../pipelines/stable-diffusion-graphs.ts';
import { type MemoryForm, type MemoryNeed, largestNeed } from '../../pipelines/stable-diffusion-memory.ts';

/** A container's limit, where there is one. */
const CGROUP = '/sys/fs/cgroup';

/** Bytes that a new process can have without anything being swapped out. */
export async function availableBytes(): Promise<number> {
  const [system, container] = await Promise.all([systemAvailable(), containerAvailable()]);
  return Math.min(system, container);
}

async function systemAvailable(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024; // freemem counts caches as taken, where it is asked
}

async function containerAvailable(): Promise<number> {
  const [limit, used] = await Promise.all(['memory.max', 'memory.current'].map((file) => readFile(`${CGROUP}/${file}`, 'utf8').then(Number, () => Number.NaN)));
  const free = (limit as number) - (used as number);
  return Number.isFinite(free) ? free : Infinity;
}

/** What a person allows: the least that is possible, or so many bytes. Undefined: what is free. */
export type MemoryWish = 'low' | number | undefined;

export interface MemoryPlan {
  /** See `MemoryForm`. */
  readonly low: boolean;
  /** What all networks together may hold, with what one of them takes while it runs. */
  readonly budgetBytes: number;
}

export interface MemoryQuestion {
  readonly name: string;
  readonly wish: MemoryWish;
  readonly available: number;
  readonly precision: Precision;
  needs(form: MemoryForm): readonly MemoryNeed[];
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * How a model is run in the memory that there is. Where it does not fit as it runs best, it is run at its least.
 * @throws DarkroomError code 'model' for a model that does not fit, with the numbers and what would help; 'usage' for wishes that exclude each other
 */
export function planMemory(question: MemoryQuestion): MemoryPlan {
  const { name, wish, available, precision, needs } = question;
  if (wish === 'low' && precision === 'fast') throw new DarkroomError('usage', '--precision fast packs the weights anew, and --memory low leaves them where they are: choose one.', { precision, memory: wish });
  const limit = typeof wish === 'number' ? Math.min(wish, available) : available;
  const best = largestNeed(needs({ precision, low: false }));
  if (wish !== 'low' && best.bytes <= limit) return { low: false, budgetBytes: limit };
  const least = largestNeed(needs({ precision: 'exact', low: true }));
  if (precision === 'exact' && least.bytes <= limit) return { low: true, budgetBytes: wish === 'low' ? least.bytes : limit };
  const short = precision === 'exact' ? least : best;
  const room = typeof wish === 'number' && wish < available ? `--memory allows ${gigabytes(wish)}` : `${gigabytes(available)} are free`;
  throw new DarkroomError('model', `${name} does not fit into memory: its ${short.what} needs ${gigabytes(short.bytes)} (${gigabytes(short.weights)} of weights), and ${room}. ${remedy(question, short, least)}.`, { name, ...short, available });
}

function remedy({ available, precision }: MemoryQuestion, short: MemoryNeed, least: MemoryNeed): string {
  if (precision === 'fast' && least.bytes <= available) return `With --memory low instead of --precision fast it needs ${gigabytes(least.bytes)} and fits`;
  if (short.bytes <= available) return `With --memory ${Math.ceil(short.bytes / 1e8) / 10} it fits`;
  return short.activations > short.weights ? 'Ask for a smaller picture' : 'Close other programs, or take a smaller model';
}
