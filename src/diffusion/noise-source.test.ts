import { expect, test } from 'vitest';
import { torchGenerator } from '../base/torch-random.ts';
import { startNoise, stepNoise } from './noise.ts';
import { noiseSourceNames, openNoise } from './noise-source.ts';

test('a picture has the same noise alone and in a batch, from every source', () => {
  for (const name of noiseSourceNames) {
    const [alone, batch] = [openNoise(name, { seeds: [7], size: 20 }), openNoise(name, { seeds: [3, 7], size: 20 })];
    expect(batch.start().subarray(20)).toEqual(alone.start());
    for (const step of [0, 1]) expect(batch.step(step).subarray(20)).toEqual(alone.step(step));
  }
});

test('torch noise goes on from the start through the steps, as one generator does', () => {
  const generator = torchGenerator(5);
  const source = openNoise('torch', { seeds: [5], size: 18 });
  for (const noise of [source.start(), source.step(0), source.step(3), source.step(3, 1)]) expect(noise).toEqual(generator.randn(18));
  expect(openNoise('CPU', { seeds: [5, 6], size: 18, batch: 'together' }).start()).toEqual(torchGenerator(5).randn(36));
});

test('our own noise depends on seed, step and draw alone', () => {
  const source = openNoise('darkroom', { seeds: [5], size: 18 });
  expect(source.step(3)).toEqual(stepNoise([5], 18)(3));
  expect(source.start()).toEqual(startNoise([5], 18));
  expect(openNoise('darkroom', { seeds: [5, 6], size: 18, batch: 'together' }).start()).toEqual(startNoise([5], 36));
});

test('sources are known by the names of others, and unknown ones refused', () => {
  for (const [said, meant] of [['NV', 'nv'], ['CPU', 'torch'], [' Torch', 'torch']] as const) {
    expect(openNoise(said, { seeds: [1], size: 4 }).start()).toEqual(openNoise(meant, { seeds: [1], size: 4 }).start());
  }
  expect(() => openNoise('dice', { seeds: [1], size: 4 })).toThrow(/Choose one of: darkroom, torch, nv/);
  expect(() => openNoise('constructor', { seeds: [1], size: 4 })).toThrow(/Unknown/);
});
