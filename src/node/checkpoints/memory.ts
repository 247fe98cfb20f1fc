/** How much memory there is, and whether a model fits into it: asked before anything is loaded. */
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { DarkroomError } from '../../base/errors.ts';
import type { MemoryNeed } from '../../pipelines/stable-diffusion-memory.ts';

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

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

const largestOf = (needs: readonly MemoryNeed[]): MemoryNeed => needs.reduce((most, need) => (need.bytes > most.bytes ? need : most));

/**
 * Refuses a model whose largest network does not fit.
 * @param fastNeeds what it would need with `--precision fast`
 * @throws DarkroomError code 'model', with the numbers and what would help
 */
export function checkMemory(name: string, needs: readonly MemoryNeed[], fastNeeds: readonly MemoryNeed[], available: number): void {
  const largest = largestOf(needs);
  if (largest.bytes <= available) return;
  const fast = largestOf(fastNeeds).bytes;
  const smaller = largest.activations > largest.weights ? 'Ask for a smaller picture' : 'Close other programs, or take a smaller model';
  const remedy = fast <= available ? `With --precision fast it needs ${gigabytes(fast)} and fits` : smaller;
  throw new DarkroomError('model', `${name} does not fit into memory: its ${largest.what} needs ${gigabytes(largest.bytes)} (${gigabytes(largest.weights)} of weights), and ${gigabytes(available)} are free. ${remedy}.`, { name, ...largest, available });
}
