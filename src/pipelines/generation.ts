/** What a person asks for and gets when words become pictures: the request, the steps as they happen, the pictures. */
import type { Picture } from '../images/picture.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { DeviceName, DeviceReport } from '../runtime/runtime.ts';

export interface GenerateRequest {
  /** May be empty: then the model draws whatever it likes. */
  readonly prompt: string;
  /** What the picture shall not show. */
  readonly negativePrompt?: string;
  /** A model's id, or the path of its file. Default: the shipped model. */
  readonly model?: string;
  /** 0 ≤ integer ≤ 2⁵³−1. Default: drawn at random, and told in the recipe. */
  readonly seed?: number;
  /** How often the denoiser looks, 1 to 1000. Default: the model's own. */
  readonly steps?: number;
  /** Classifier-free guidance; 1 is none. Default: the model's own. */
  readonly guidance?: number;
  /** Share of noise, from and to, within which guidance acts: 1 is pure noise. Default: the model's own. */
  readonly guidanceInterval?: readonly [from: number, to: number];
  /** Name of a sampler, see `samplers`. Default: the model's own. */
  readonly sampler?: string;
  /** Pixels. Default: the model's own; what a model cannot draw is refused. */
  readonly width?: number;
  readonly height?: number;
  /** Pictures in this run, 1 to 64. Picture i has the seed `seed` + i. Default 1. */
  readonly count?: number;
  readonly device?: DeviceName;
}

export interface GenerationStep {
  /** 0 … steps − 1. */
  readonly index: number;
  readonly steps: number;
  /** Standard deviation of the noise that was left when the denoiser looked, in the model's own scale: falls to 0. */
  readonly noiseLevel: number;
  /** The denoiser's current guess of the clean latents, [B, ...]. */
  readonly denoised: Float32Array;
  /** The guess, decoded. */
  preview(): Promise<readonly Picture[]>;
}

export interface GeneratedPicture {
  readonly picture: Picture;
  /** The picture as a PNG file that carries the recipe. */
  readonly png: Uint8Array;
  readonly recipe: Recipe;
}

/** A run that begins when it is iterated, or when `pictures` is called. It runs once. */
export interface Generation extends AsyncIterable<GenerationStep> {
  /** Runs what is left of the steps, then decodes. */
  pictures(): Promise<readonly GeneratedPicture[]>;
  /** What the user should know: words that the model has never seen. Filled once the run has begun. */
  readonly warnings: readonly string[];
  /** The device at work, once the run has begun. */
  readonly device: DeviceReport | undefined;
}

export interface GenerateOptions {
  readonly signal?: AbortSignal;
}
