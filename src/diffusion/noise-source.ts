/** Where a run's noise comes from: our own, or that of other programs for the same seed. */

import { DarkroomError } from '../base/errors.ts';
import { nvGenerator } from '../base/nv-random.ts';
import { torchGenerator } from '../base/torch-random.ts';
import { startNoise, stepNoise } from './noise.ts';

/** The noise of one run. Sources of other programs go on with every call, so ask in the order of the run, once each. */
export interface NoiseSource {
  /** Standard normal start noise of the batch, [B, …]. Ask first. */
  start(): Float32Array;
  /** The `noise` argument of `sample`. */
  step(step: number, draw?: number): Float32Array;
}

export interface NoiseOptions {
  /** One for each picture. */
  readonly seeds: readonly (number | bigint)[];
  /** Values of one picture: channels × height × width. */
  readonly size: number;
  /** 'each' picture has its own seed, so it comes out the same alone, as in AUTOMATIC1111; 'together', the first seed draws the whole batch, as one generator does in diffusers. Default each. */
  readonly batch?: 'each' | 'together';
}

/** A generator that goes on with every call. */
interface Generator { randn(length: number): Float32Array }

/** Other programs' way: one generator for each picture, whose start noise comes first and whose steps follow. */
function drawnInOrder(generator: (seed: number | bigint) => Generator, { seeds, size, batch = 'each' }: NoiseOptions): NoiseSource {
  const together = batch === 'together';
  const generators = (together ? seeds.slice(0, 1) : seeds).map(generator);
  const next = (): Float32Array => {
    if (together) return generators[0]!.randn(seeds.length * size);
    const noise = new Float32Array(seeds.length * size);
    for (const [picture, one] of generators.entries()) noise.set(one.randn(size), picture * size);
    return noise;
  };
  return { start: next, step: next };
}

function own({ seeds, size, batch = 'each' }: NoiseOptions): NoiseSource {
  if (batch === 'together') return own({ seeds: seeds.slice(0, 1), size: seeds.length * size });
  return { start: () => startNoise(seeds, size), step: stepNoise(seeds, size) };
}

const sources = {
  /** Philox, the same on every machine; value and step do not depend on what was drawn before. */
  darkroom: own,
  /** PyTorch's CPU generator: diffusers, and AUTOMATIC1111 and ComfyUI with noise from the CPU. */
  torch: (options) => drawnInOrder(torchGenerator, options),
  /** AUTOMATIC1111's NV source: what an NVIDIA card draws. */
  nv: (options) => drawnInOrder(nvGenerator, options),
} satisfies Record<string, (options: NoiseOptions) => NoiseSource>;

export type NoiseSourceName = keyof typeof sources;

/** The names, for listing and validation. */
export const noiseSourceNames = Object.keys(sources) as readonly NoiseSourceName[];

/** AUTOMATIC1111's word for torch is CPU; what it calls GPU depends on the card, and on one of NVIDIA's is NV. */
const aliases: Readonly<Record<string, NoiseSourceName>> = { cpu: 'torch', pytorch: 'torch', cuda: 'nv', gpu: 'nv', default: 'darkroom' };

/** The source a person or program means, in any case. @throws usage, listing the choices */
export function noiseSourceNamed(name: string): NoiseSourceName {
  const wanted = name.trim().toLowerCase();
  const found = noiseSourceNames.find((known) => known === wanted) ?? (Object.hasOwn(aliases, wanted) ? aliases[wanted] : undefined);
  if (found === undefined) throw new DarkroomError('usage', `Unknown source of noise "${name}". Choose one of: ${noiseSourceNames.join(', ')}.`, { name, choices: noiseSourceNames });
  return found;
}

/** Opens the noise of a run. @param name as `noiseSourceNamed` understands it @throws usage for an unknown name or a seed that is none */
export function openNoise(name: string, options: NoiseOptions): NoiseSource {
  return sources[noiseSourceNamed(name)](options);
}
