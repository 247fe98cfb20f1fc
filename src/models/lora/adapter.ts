/** Adapters (LoRA, LoCon, LoHa, LoKr) as files hold them: for each module of a network, small tensors whose product is added to its weight. */
import { DarkroomError } from '../../base/errors.ts';
import type { LocatedTensor, LocatedWeights } from '../../weights/located.ts';

/** The tensors that a module may have, and the ends of their names: of kohya's scripts, of diffusers and PEFT, of LyCORIS. */
const ends = {
  down: /(\.lora_down|\.lora_A|\.lora_A\.default|\.lora\.down|_lora\.down|\.lora_linear_layer\.down)\.weight$/,
  up: /(\.lora_up|\.lora_B|\.lora_B\.default|\.lora\.up|_lora\.up|\.lora_linear_layer\.up)\.weight$/,
  middle: /\.lora_mid\.weight$/,
  alpha: /\.alpha$/,
  hada1a: /\.hada_w1_a$/, hada1b: /\.hada_w1_b$/, hada2a: /\.hada_w2_a$/, hada2b: /\.hada_w2_b$/,
  lokr1: /\.lokr_w1$/, lokr1a: /\.lokr_w1_a$/, lokr1b: /\.lokr_w1_b$/, lokr2: /\.lokr_w2$/, lokr2a: /\.lokr_w2_a$/, lokr2b: /\.lokr_w2_b$/,
} as const;

export type AdapterTensor = keyof typeof ends;

export type AdapterModule = Readonly<Partial<Record<AdapterTensor, LocatedTensor>>>;

export interface Adapter {
  /** The file's path: for messages. */
  readonly path: string;
  /** By the names that the file has for them. */
  readonly modules: ReadonlyMap<string, AdapterModule>;
  /** Values of the modules' `alpha`: the product counts alpha / rank. Absent: 1. */
  readonly alphas: ReadonlyMap<string, number>;
}

/**
 * Groups a file's tensors by module.
 * @throws DarkroomError code 'weights' when it holds something else, as DoRA's magnitudes, naming the tensor
 */
export function adapterModules(path: string, tensors: LocatedWeights): ReadonlyMap<string, AdapterModule> {
  const modules = new Map<string, Partial<Record<AdapterTensor, LocatedTensor>>>();
  for (const [name, tensor] of tensors) {
    const kind = (Object.keys(ends) as AdapterTensor[]).find((end) => ends[end].test(name));
    if (kind === undefined) throw new DarkroomError('weights', `${path}: the tensor '${name}' is no part of a LoRA, LoCon, LoHa or LoKr that Darkroom applies.`, { path, tensor: name });
    const module = name.replace(ends[kind], '');
    const known = modules.get(module) ?? {};
    known[kind] = tensor;
    modules.set(module, known);
  }
  if (modules.size === 0) throw new DarkroomError('weights', `${path} holds no tensors.`, { path });
  return modules;
}
