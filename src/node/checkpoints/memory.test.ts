import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import { type MemoryNeed, memoryNeeds } from '../../pipelines/stable-diffusion-memory.ts';
import { type MemoryQuestion, availableBytes, planMemory } from './memory.ts';
import { openCheckpoint } from './open-checkpoint.ts';

const open = async (): Promise<StableDiffusionCheckpoint> => await openCheckpoint(fileURLToPath(new URL('../../../test/golden/stable-diffusion/sdxl', import.meta.url)), {}) as StableDiffusionCheckpoint;

test('there is memory, and less than a petabyte', async () => {
  const available = await availableBytes();
  expect(available).toBeGreaterThan(1e6);
  expect(available).toBeLessThan(1e15);
});

/** A model whose largest part needs so many gigabytes, in each form. */
function question(best: number, least: number, more: Partial<MemoryQuestion> = {}): MemoryQuestion {
  const need = (gigabytes: number): MemoryNeed => ({ what: 'denoiser', bytes: gigabytes * 1e9, weights: gigabytes * 0.9e9, activations: gigabytes * 0.1e9 });
  return { name: 'm', wish: undefined, available: 6e9, precision: 'exact', needs: ({ low }) => [need(low ? least : best), need(0.1)], ...more };
}

test('a model runs at its best where it fits, and else at its least', () => {
  expect(planMemory(question(4, 2))).toEqual({ low: false, budgetBytes: 6e9 });
  expect(planMemory(question(10, 5))).toEqual({ low: true, budgetBytes: 6e9 });
  expect(planMemory(question(4, 2, { wish: 3e9 }))).toEqual({ low: true, budgetBytes: 3e9 });
  expect(planMemory(question(4, 2, { wish: 'low' }))).toEqual({ low: true, budgetBytes: 2e9 });
});

test('what does not fit is refused with the numbers and the option that would make it fit', () => {
  expect(() => planMemory(question(20, 10.3))).toThrow('m does not fit into memory: its denoiser needs 10.3 GB (9.3 GB of weights), and 6.0 GB are free. Close other programs, or take a smaller model.');
  expect(() => planMemory(question(4, 2.42, { wish: 1e9 }))).toThrow('needs 2.4 GB (2.2 GB of weights), and --memory allows 1.0 GB. With --memory 2.5 it fits.');
  expect(() => planMemory(question(8, 3, { precision: 'fast' }))).toThrow('With --memory low instead of --precision fast it needs 3.0 GB and fits.');
  expect(() => planMemory(question(8, 3, { precision: 'fast', wish: 'low' }))).toThrow(/choose one/);
  expect(() => planMemory(question(8, 7, { needs: () => [{ what: 'autoencoder', bytes: 7e9, weights: 1e9, activations: 6e9 }] }))).toThrow(/its autoencoder needs .* Ask for a smaller picture/);
});

test('larger pictures need more; at its least a model needs its file, a little more, and a tile', async () => {
  const checkpoint = await open();
  const needs = (width: number, low: boolean) => Object.fromEntries(memoryNeeds(checkpoint, { width, height: 512 }, { precision: 'exact', low }).map((need) => [need.what, need])) as Record<'denoiser' | 'autoencoder', MemoryNeed>;
  expect(needs(1024, false).denoiser.activations).toBeGreaterThan(1.9 * needs(512, false).denoiser.activations);
  expect(needs(512, true).denoiser.weights).toBeLessThanOrEqual(needs(512, false).denoiser.weights);
  expect(needs(2048, true).autoencoder).toEqual(needs(512, true).autoencoder);
});
