/** What an adapter file (LoRA, LoCon, LoHa, LoKr) changes, told from its header: for which models it was made, which parts, how much. */
import { DarkroomError } from '../../base/errors.ts';
import type { Adapter, AdapterModule } from '../../models/lora/adapter.ts';
import { type Family, familyNames } from '../../models/checkpoints/stable-diffusion.ts';
import { type LocatedTensor, countOf, shapeOf } from '../../weights/located.ts';
import { openAdapter } from './open-adapter.ts';

export interface InspectedAdapterPart {
  /** `denoiser`, `text encoder 1`, `text encoder 2`. */
  readonly part: string;
  /** Weights that are changed: of the layers between attentions, of attentions, of convolutions, and of the rest. */
  readonly targets: Readonly<Record<AdapterTargetKind, number>>;
  readonly modules: number;
  readonly parameters: number;
  readonly bytes: number;
}

export interface AdapterInspection {
  readonly name: string;
  readonly adapter: 'LoRA' | 'LoHa' | 'LoKr' | 'several kinds';
  /** Told from the width of the texts that its modules read; undefined where none does. */
  readonly family?: Family;
  readonly familyName: string;
  /** The smallest and the largest inner size; undefined where a module has none. */
  readonly ranks?: readonly [least: number, most: number];
  readonly precision: readonly string[];
  readonly parts: readonly InspectedAdapterPart[];
}

/** The first that fits counts. */
const targetKinds = [
  ['between', /(^|[._])ff([._]|$)|mlp|fc[12]/],
  ['attention', /attn|to_[qkv]|to_out|[qkv]_proj|out_proj/],
  ['convolution', /conv|resnets|in_layers|out_layers|samplers/],
  ['other', /(?:)/],
] as const satisfies readonly (readonly [string, RegExp])[];

export type AdapterTargetKind = (typeof targetKinds)[number][0];

const partPatterns: readonly (readonly [part: string, RegExp])[] = [['text encoder 2', /^(lora_te2|text_encoder_2)/], ['text encoder 1', /^(lora_te|text_encoder)/], ['denoiser', /(?:)/]];

/** Widths of the texts that the families' denoisers read. */
const readWidths: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl', 1280: 'sdxl-refiner' };

/** @throws DarkroomError code 'weights' or 'io', naming the file */
async function inspectAdapter(path: string): Promise<AdapterInspection> {
  const adapter = await openAdapter(path);
  const family = familyOf(adapter);
  const ranks = [...adapter.modules.values()].map(rankOf).filter((rank) => rank !== undefined);
  const tensors = [...adapter.modules.values()].flatMap((module) => Object.values(module) as LocatedTensor[]);
  return {
    name: path, adapter: formOf(adapter), ...(family && { family }), familyName: family === undefined ? 'unknown: none of its modules reads texts' : familyNames[family],
    ...(ranks.length > 0 && { ranks: [Math.min(...ranks), Math.max(...ranks)] as const }), precision: [...new Set(tensors.map(({ stored }) => stored.dtype))], parts: partsOf(adapter),
  };
}

/** Undefined for a file that is no adapter. @throws DarkroomError code 'io' */
export async function inspectIfAdapter(path: string): Promise<AdapterInspection | undefined> {
  return inspectAdapter(path).catch((error: unknown) => {
    if (error instanceof DarkroomError && error.code === 'weights') return undefined;
    throw error;
  });
}

const innerOf = ({ down, hada1b, lokr2b, lokr1b }: AdapterModule): LocatedTensor | undefined => down ?? hada1b ?? lokr2b ?? lokr1b;

function rankOf(module: AdapterModule): number | undefined {
  const inner = innerOf(module);
  return inner && shapeOf(inner)[0];
}

function formOf({ modules }: Adapter): AdapterInspection['adapter'] {
  const forms = new Set([...modules.values()].map((module) => (module.down ? 'LoRA' : module.hada1a ? 'LoHa' : 'LoKr')));
  const [only] = forms;
  return forms.size === 1 && only !== undefined ? only : 'several kinds';
}

function familyOf({ modules }: Adapter): Family | undefined {
  for (const [name, { down }] of modules) {
    if (down !== undefined && /attn2[._](processor[._])?to_k/.test(name)) return readWidths[shapeOf(down)[1] ?? 0];
  }
  return undefined;
}

function partsOf({ modules }: Adapter): InspectedAdapterPart[] {
  const of = (name: string, patterns: readonly (readonly [string, RegExp])[]): string => (patterns.find(([, pattern]) => pattern.test(name)) as readonly [string, RegExp])[0];
  const names = ['denoiser', 'text encoder 1', 'text encoder 2'];
  return names.map((part) => {
    const own = [...modules].filter(([name]) => of(name, partPatterns) === part);
    const tensors = own.flatMap(([, module]) => Object.values(module) as LocatedTensor[]);
    const targets = Object.fromEntries(targetKinds.map(([kind]) => [kind, own.filter(([name]) => of(name, targetKinds) === kind).length])) as Record<AdapterTargetKind, number>;
    return { part, targets, modules: own.length, parameters: tensors.reduce((sum, tensor) => sum + countOf(tensor), 0), bytes: tensors.reduce((sum, { stored }) => sum + stored.length, 0) };
  }).filter(({ modules: count }) => count > 0);
}
