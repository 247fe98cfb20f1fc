/** A Stable Diffusion checkpoint: its networks' configurations and where their weights lie, whatever files it came in. */
import { DarkroomError } from '../../base/errors.ts';
import type { LocatedWeights } from '../../weights/located.ts';
import type { AutoencoderConfig } from '../autoencoders/autoencoder.ts';
import type { UnetConfig } from '../denoisers/unet-config.ts';
import type { ClipTextConfig } from '../text-encoders/clip-config.ts';

export interface NetworkPart<Config> {
  readonly config: Config;
  readonly weights: LocatedWeights;
}

export interface TextEncoderPart extends NetworkPart<ClipTextConfig> {
  /** The tokenizer's files by name, as text: `vocab.json`, `merges.txt`, `tokenizer.json`, `tokenizer_config.json`, `special_tokens_map.json`. */
  readonly tokenizer: Readonly<Record<string, string>>;
}

export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner';

export const familyNames = {
  sd1: 'Stable Diffusion 1.x', sd2: 'Stable Diffusion 2.x', sdxl: 'Stable Diffusion XL', 'sdxl-refiner': 'Stable Diffusion XL refiner',
} as const satisfies Record<Family, string>;

export interface StableDiffusionCheckpoint {
  /** The path or name that the user gave. */
  readonly name: string;
  readonly family: Family;
  readonly denoiser: NetworkPart<UnetConfig>;
  readonly autoencoder: NetworkPart<AutoencoderConfig>;
  /** One, or SDXL's two, in the order in which their tokens stand side by side. */
  readonly textEncoders: readonly TextEncoderPart[];
  /** `scheduler_config.json`, or what stands for it. */
  readonly scheduler: unknown;
  /** SDXL: an empty negative prompt is a text of zeros. */
  readonly zerosForEmptyPrompt: boolean;
  /** What the user should know about how the files were read. */
  readonly notes: readonly string[];
}

/** All networks, in the order in which a run needs them. */
export function networksOf({ textEncoders, denoiser, autoencoder }: StableDiffusionCheckpoint): readonly NetworkPart<unknown>[] {
  return [...textEncoders, denoiser, autoencoder];
}

const BASE_SIZES = 6;
const REFINER_SIZES = 5;

/** The numbers that SDXL's networks are told: 6 for the base (size, crop, target size), 5 for the refiner (size, crop, score). */
export function sizeNumbers(denoiser: UnetConfig, textEncoders: readonly { readonly config: ClipTextConfig }[]): number {
  if (denoiser.added === undefined) return 0;
  return (denoiser.added.width - (textEncoders.at(-1)?.config.projection ?? 0)) / denoiser.added.waves;
}

/**
 * Tells the family from the networks, and refuses parts that do not belong together.
 * @throws DarkroomError code 'model'
 */
export function familyOf(name: string, denoiser: UnetConfig, textEncoders: readonly { readonly config: ClipTextConfig }[]): Family {
  const width = textEncoders.reduce((sum, { config }) => sum + config.width, 0);
  if (textEncoders.length === 0 || width !== denoiser.context) throw new DarkroomError('model', `${name}: the denoiser reads texts of width ${denoiser.context}, but the text encoders give ${width}: these parts do not belong together.`, { name, width });
  if (denoiser.added === undefined) {
    if (textEncoders.length > 1) throw new DarkroomError('model', `${name} has two text encoders, but a denoiser that takes no summary: Darkroom knows no such family.`, { name });
    return denoiser.linearProjection ? 'sd2' : 'sd1';
  }
  const numbers = sizeNumbers(denoiser, textEncoders);
  if (numbers === BASE_SIZES) return 'sdxl';
  if (numbers === REFINER_SIZES) return 'sdxl-refiner';
  throw new DarkroomError('model', `${name}: the denoiser is told ${numbers} numbers beside the text's summary; Darkroom knows SDXL's ${BASE_SIZES} and its refiner's ${REFINER_SIZES}.`, { name, numbers });
}
