/** Which parameter of which network an adapter's module is for: kohya's names (after diffusers or the original code), diffusers' and PEFT's. */
import { originalUnetName } from '../checkpoints/original-names.ts';
import type { StableDiffusionCheckpoint } from '../checkpoints/stable-diffusion.ts';

/** A network of a checkpoint: the denoiser, or a text encoder by its place. */
export type AdaptedNetwork = 'denoiser' | 0 | 1;

export interface AdapterTarget {
  readonly network: AdaptedNetwork;
  /** The weight, as the network names it. */
  readonly parameter: string;
}

/** Every name by which an adapter may call a module of this checkpoint, without dots, to the weight. */
export function adapterTargets({ denoiser, textEncoders }: StableDiffusionCheckpoint): ReadonlyMap<string, AdapterTarget> {
  const targets = new Map<string, AdapterTarget>();
  const add = (network: AdaptedNetwork, parameter: string, names: readonly string[]): void => {
    for (const name of names) targets.set(plain(name), { network, parameter });
  };
  for (const parameter of weightsOf(denoiser.weights)) {
    const [module, original] = [moduleOf(parameter), moduleOf(originalUnetName(parameter, denoiser.config))];
    add('denoiser', parameter, [`lora_unet.${module}`, `lora_unet.${original}`, `unet.${module}`]);
  }
  for (const [place, { weights }] of textEncoders.entries()) {
    // A refiner's only encoder is the second of SDXL's.
    const numbers = textEncoders.length === 1 ? ['', '1', '2'] : [String(place + 1), ...(place === 0 ? [''] : [])];
    for (const parameter of weightsOf(weights)) {
      const module = moduleOf(parameter);
      const bare = module.replace(/^text_model\./, '');
      add(place as 0 | 1, parameter, numbers.flatMap((number) => [`lora_te${number}.${module}`, ...[module, bare].map((name) => `text_encoder${number === '' || number === '1' ? '' : `_${number}`}.${name}`)]));
    }
  }
  return targets;
}

function weightsOf(weights: ReadonlyMap<string, unknown>): string[] {
  return [...weights.keys()].filter((name) => name.endsWith('.weight'));
}

const moduleOf = (parameter: string): string => parameter.replace(/\.weight$/, '');

/** kohya writes underscores for dots. */
const plain = (name: string): string => name.replaceAll('.', '_');

/** @returns undefined when the checkpoint has no such module */
export function findTarget(targets: ReadonlyMap<string, AdapterTarget>, module: string): AdapterTarget | undefined {
  // PEFT's own prefix; diffusers before 0.20 kept adapters of attention in its processor.
  const usual = module.replace(/^base_model\.model\./, 'unet.').replace('.processor.', '.').replace(/\.to_out$/, '.to_out.0');
  return targets.get(plain(usual)) ?? targets.get(plain(`unet.${usual}`));
}
