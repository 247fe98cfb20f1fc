import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import { memoryNeeds } from '../../pipelines/stable-diffusion-memory.ts';
import { availableBytes, checkMemory } from './memory.ts';
import { openCheckpoint } from './open-checkpoint.ts';

const size = { width: 512, height: 512 };
const open = async (): Promise<StableDiffusionCheckpoint> => await openCheckpoint(fileURLToPath(new URL('../../../test/golden/stable-diffusion/sdxl', import.meta.url)), {}) as StableDiffusionCheckpoint;

test('there is memory, and less than a petabyte', async () => {
  const available = await availableBytes();
  expect(available).toBeGreaterThan(1e6);
  expect(available).toBeLessThan(1e15);
});

test('what does not fit is refused with the numbers and the option that would make it fit', async () => {
  const checkpoint = await open();
  const needs = memoryNeeds(checkpoint, size);
  const need = (what: string, bytes: number) => ({ what, bytes, weights: bytes * 0.9, activations: bytes * 0.1 });
  expect(() => checkMemory('m', needs, needs, 1e12)).not.toThrow();
  expect(() => checkMemory('m', [need('denoiser', 10.3e9)], [need('denoiser', 2.8e9)], 6e9)).toThrow('m does not fit into memory: its denoiser needs 10.3 GB (9.3 GB of weights), and 6.0 GB are free. With --precision fast it needs 2.8 GB and fits.');
  expect(() => checkMemory('m', [need('denoiser', 10.3e9)], [need('denoiser', 7e9)], 6e9)).toThrow(/take a smaller model/);
  expect(() => checkMemory('m', needs, needs, 1e6)).toThrow(/its autoencoder needs .* Ask for a smaller picture/);
});

test('larger pictures need more, fast weights less', async () => {
  const checkpoint = await open();
  const denoiser = (needs: ReturnType<typeof memoryNeeds>) => needs.find(({ what }) => what === 'denoiser')!;
  expect(denoiser(memoryNeeds(checkpoint, { width: 1024, height: 512 })).activations).toBe(2 * denoiser(memoryNeeds(checkpoint, size)).activations);
  expect(denoiser(memoryNeeds(checkpoint, size, 'fast')).weights).toBeLessThan(denoiser(memoryNeeds(checkpoint, size)).weights);
});
