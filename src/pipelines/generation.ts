/** What a person asks for and gets when words become pictures: the request, the steps as they happen, the pictures. */
import type { Picture } from '../images/picture.ts';
import type { Fit, MaskFill, Recipe, Tiling } from '../recipe/recipe.ts';
import type { DeviceName, DeviceReport } from '../runtime/runtime.ts';

/** One request for every mode. Which mode it is follows from what it holds: `expand` outpaints, `mask` inpaints, `init` with `upscale` enlarges, `init` alone redraws. */
export interface GenerateRequest {
  /** May be empty: then the model draws whatever it likes. May hold choices `{a|b}`, made by the picture's seed. */
  readonly prompt: string;
  /** What the picture shall not show. May hold choices, too. */
  readonly negativePrompt?: string;
  /** Names of presets whose words are added, see `presets`. */
  readonly styles?: readonly string[];
  /** Lists for `__name__` in prompts. */
  readonly wildcards?: Readonly<Record<string, readonly string[]>>;
  /** The prompt after choices and styles, from a recipe: taken as it is. */
  readonly resolvedPrompt?: string;
  /** The negative prompt after choices, from a recipe: taken as it is. */
  readonly resolvedNegativePrompt?: string;
  /** A model's id, or the path of its file. Default: the shipped model. */
  readonly model?: string;
  /** 0 ≤ integer ≤ 2⁵³−1. Default: drawn at random, and told in the recipe. */
  readonly seed?: number;
  /** How often the denoiser looks, 1 to 1000; an edit takes `strength` of them. Default: the model's own. */
  readonly steps?: number;
  /** Classifier-free guidance; 1 is none. Default: the model's own. */
  readonly guidance?: number;
  /** Share of noise, from and to, within which guidance acts: 1 is pure noise. Default: the model's own. */
  readonly guidanceInterval?: readonly [from: number, to: number];
  /** Name of a sampler, see `samplers`. Default: the model's own. */
  readonly sampler?: string;
  /** Name of a spacing of noise levels, see `spacingNames`. Default: the model's own. */
  readonly spacing?: string;
  /** 0 to 1: share of fresh noise, for samplers that have such a setting, see `samplers`. Default: the sampler's own. */
  readonly eta?: number;
  /** Where the noise comes from: our own (default), or what PyTorch's CPU generator (`torch`) or an NVIDIA card (`nv`) draws for the seed. */
  readonly rng?: string;
  /** `fast`: a Stable Diffusion denoiser computes in 8 bits, in half the time; pictures differ a little. Default 'exact'. */
  readonly precision?: 'exact' | 'fast';
  /** 2 to 10: the lower part of a Stable Diffusion denoiser runs every so many looks and is reused between; faster, and pictures differ. Default: at each look. */
  readonly cache?: number;
  /** Of a Stable Diffusion model. `low`: weights stay mapped, parts are loaded in turn, pictures decoded in tiles; a number: gigabytes at most. Default: what is free. */
  readonly memory?: 'low' | number;
  /** Files of textual inversions, or folders of them; each is called in the prompt by its file's name. Those in `embeddings` beside the model need not be named. */
  readonly embeddings?: readonly string[];
  /** Layers of a CLIP text encoder that are left out. Default 0. */
  readonly clipSkip?: number;
  /** Pixels. Default: the model's own; what a model cannot draw is refused. A picture that is filled, expanded or enlarged has its own size instead. */
  readonly width?: number;
  readonly height?: number;
  /** Pictures in this run, 1 to 64. Picture i has the seed `seed` + i. Default 1. */
  readonly count?: number;
  /** Pictures of one run that differ in words and seed, instead of `prompt`, `seed` and `count`; everything else is the same for all. */
  readonly each?: readonly { readonly prompt: string; readonly seed: number }[];
  readonly device?: DeviceName;
  /** Another seed's noise mixed in: 0 is none of it, 1 nothing else. */
  readonly variation?: { readonly seed: number; readonly strength: number };
  /** Edges that meet, for textures. */
  readonly tiling?: Tiling;
  /** The picture to edit. */
  readonly init?: Picture;
  /** How `init` is brought to the size that is drawn. Default 'crop'. */
  readonly fit?: Fit;
  /** 0 to 1: how far an edit may go from what is there. Default: 0.6 to redraw, 1 to fill a mask or to expand. */
  readonly strength?: number;
  readonly mask?: MaskRequest;
  /** Pixels to add at each side of `init`. */
  readonly expand?: Partial<Expansion>;
  /** Enlarge: `init`, or, without it, the picture that was drawn first. */
  readonly upscale?: UpscaleRequest;
}

export interface MaskRequest {
  /** Of the size of `init`. White paints, black keeps, grey mixes. Pixels outside come back bit for bit. */
  readonly picture: Picture;
  /** Pixels over which the mask falls off, inwards: it never reaches beyond itself. Default 0. */
  readonly feather?: number;
  /** Pixels to widen the mask by, first. Default 0. */
  readonly grow?: number;
  /** Black paints. Default false. */
  readonly invert?: boolean;
  /** What the painted part starts from when `strength` is less than 1. Default 'original'. */
  readonly fill?: MaskFill;
  /** Draw only the mask's surroundings, at the model's full resolution. Default true when the picture is larger than the model draws. */
  readonly crop?: boolean;
  /** Pixels around the mask that `crop` shows to the model. Default 32, at least an eighth of the mask. */
  readonly padding?: number;
}

export interface Expansion {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface UpscaleRequest {
  /** Of each side, 1 to 16. */
  readonly factor: number;
  /** 0 to 1: how much detail may be made up. Default 0.3. */
  readonly strength?: number;
  /** Default: those of the request. */
  readonly steps?: number;
}

export interface GenerationStep {
  /** 0 … steps − 1, over all passes of the run. */
  readonly index: number;
  readonly steps: number;
  /** Standard deviation of the noise that was left when the denoiser looked, in the model's own scale: falls to 0 within a pass. */
  readonly noiseLevel: number;
  /** The denoiser's current guess of the clean latents, [B, ...]. */
  readonly denoised: Float32Array;
  /** The guess, roughly decoded. */
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
