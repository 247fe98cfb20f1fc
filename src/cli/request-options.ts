/** The options that make a request, shared by the commands that draw: words, settings, pictures to edit. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { DarkroomError } from '../base/errors.ts';
import { given } from '../base/given.ts';
import type { GenerateRequest, RecipeReading } from '../node/index.ts';
import { fits, maskFills, tilings } from '../recipe/recipe.ts';
import type { DeviceName } from '../runtime/runtime.ts';
import type { Library } from './command.ts';
import { devices, numberBetween, oneOf, size, wholeNumber } from './options.ts';

export interface RequestOptions {
  readonly negative?: string;
  readonly style: readonly string[];
  readonly wildcards?: string;
  readonly model?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly sampler?: string;
  readonly spacing?: string;
  readonly eta?: number;
  readonly rng?: string;
  readonly precision?: 'exact' | 'fast';
  readonly cache?: number;
  readonly memory?: 'low' | number;
  readonly embedding: readonly string[];
  readonly clipSkip?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly device?: DeviceName;
  readonly recipe?: string;
  readonly variation?: NonNullable<GenerateRequest['variation']>;
  readonly tiling?: NonNullable<GenerateRequest['tiling']>;
  readonly init?: string;
  readonly fit?: NonNullable<GenerateRequest['fit']>;
  readonly strength?: number;
  readonly mask?: string;
  readonly feather?: number;
  readonly grow?: number;
  readonly invertMask?: true;
  readonly fill?: (typeof maskFills)[number];
  readonly crop?: boolean;
  readonly padding?: number;
  readonly expand?: NonNullable<GenerateRequest['expand']>;
  readonly upscale?: number;
  readonly upscaleStrength?: number;
}

const MOST_PIXELS = 8192;
const repeated = (value: string, before: readonly string[]): readonly string[] => [...before, ...value.split(',').map((name) => name.trim()).filter((name) => name !== '')];

/** `9:0.2`: a seed and how much of it. */
function variation(text: string): NonNullable<GenerateRequest['variation']> {
  const [, seed, strength] = /^(\d{1,16}):([\d.]+)$/.exec(text.trim()) ?? [];
  const parsed = { seed: Number(seed), strength: Number(strength) };
  if (!(Number.isSafeInteger(parsed.seed) && parsed.strength > 0 && parsed.strength <= 1)) throw new InvalidArgumentError('It must be SEED:STRENGTH, as 9:0.2.');
  return parsed;
}

/** `low`, or gigabytes. */
function memory(text: string): 'low' | number {
  if (text.trim() === 'low') return 'low';
  const gigabytes = Number(text.trim().replace(/\s*GB?$/i, ''));
  if (!(gigabytes > 0 && Number.isFinite(gigabytes))) throw new InvalidArgumentError('It must be low, or a number of gigabytes, as 6 or 2.5.');
  return gigabytes;
}

/** `left=64,top=32`; a number alone is all sides. */
function expansion(text: string): NonNullable<GenerateRequest['expand']> {
  if (/^\d{1,4}$/.test(text.trim())) return { left: Number(text), top: Number(text), right: Number(text), bottom: Number(text) };
  const pairs = text.split(',').map((part) => /^\s*(left|top|right|bottom)\s*=\s*(\d{1,4})\s*$/.exec(part));
  if (pairs.some((pair) => pair === null)) throw new InvalidArgumentError('It must be SIDE=PIXELS, as left=64,top=32, or a number of pixels for all sides.');
  return Object.fromEntries(pairs.map((pair) => [pair?.[1], Number(pair?.[2])]));
}

export function declareRequest(command: Command): Command {
  return command
    .option('--negative <text>', 'what it shall not show')
    .option('--style <names>', 'presets whose words are added, as night,left; which there are depends on the model: a wrong one lists them', repeated, [])
    .option('--wildcards <folder>', 'lists for __name__ in the prompt: one text file a list, one choice a line')
    .option('--model <id|path>', 'a model of `darkroom models`, a model file, or the folder of a training run (default: first-light)')
    .option('--seed <n>', 'the same seed gives the same picture (default: a random one, told in the end)', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--steps <n>', "denoising steps, 1 to 1000 (default: the model's own)", wholeNumber(1, 1000))
    .option('--guidance <x>', "how closely to follow the prompt: 1 is loosely, 2 to 8 is usual (default: the model's own)", numberBetween(0, 1000))
    .option('--sampler <name>', "euler, euler-ancestral, heun, dpm++-2m, unipc, ddim … as any program writes it, with a spacing if you like: 'DPM++ 2M Karras' (default: the model's own)")
    .option('--spacing <name>', "how noise levels are spaced: trailing, karras, exponential, normal … (default: the model's own)")
    .option('--eta <x>', "share of fresh noise, 0 to 1, for samplers that have such a setting, as ddim (default: the sampler's own)", numberBetween(0, 1))
    .option('--rng <name>', "where the noise comes from: darkroom, torch (PyTorch's CPU generator, to the bit) or nv (AUTOMATIC1111's NV) (default: darkroom)")
    .option('--precision <exact|fast>', 'fast: Stable Diffusion in 8 bits, in half the time; one call of the network is some 2.5 % off (default: exact)', oneOf(['exact', 'fast'] as const))
    .option('--cache <n>', 'Stable Diffusion: run the lower part of the network every n looks only, 2 to 10, and reuse it between; faster, and the picture differs (default: at each look)', wholeNumber(2, 10))
    .option('--memory <low|GB>', 'Stable Diffusion: low takes the least (weights mapped, parts in turn, pictures decoded in tiles: some tenths slower), a number is gigabytes at most (default: what is free)', memory)
    .option('--embedding <file|folder>', "textual inversions, called in the prompt by their files' names; what lies in embeddings/ beside the model is there anyway; may be given several times", (path: string, before: readonly string[]) => [...before, path], [])
    .option('--clip-skip <n>', 'layers of a CLIP text encoder that are left out', wholeNumber(0, 11))
    .option('--size <WxH>', "pixels (default: the model's own)", size)
    .option('--device <name>', devices.join(', '), oneOf(devices))
    .option('--recipe <file>', "take everything from the recipe in a picture (of Darkroom, A1111, ComfyUI, InvokeAI, Fooocus, SwarmUI) or a JSON file; other options change it")
    .option('--variation <seed:x>', "mix another seed's noise in: 9:0.2 is a little of it", variation)
    .option('--tiling <axes>', 'edges that meet, for textures: x, y or both', oneOf(tilings))
    .option('--init <file>', 'a picture to edit')
    .option('--strength <x>', 'how far an edit may go: 0.3 is a little, 1 keeps nothing (default: 0.6, to fill and expand 1)', numberBetween(0.001, 1))
    .option('--fit <how>', 'how --init is brought to the size that is drawn: crop, stretch or pad (default: crop)', oneOf(fits))
    .option('--mask <file>', 'fill a part of --init: white is painted anew, black stays as it is, bit for bit')
    .option('--feather <n>', 'pixels over which the mask softens, inwards', wholeNumber(0, MOST_PIXELS))
    .option('--grow <n>', 'pixels to widen the mask by', wholeNumber(0, MOST_PIXELS))
    .option('--invert-mask', 'black is painted, white stays')
    .option('--fill <what>', 'what the part starts from, with a strength below 1: original, surroundings, noise or nothing', oneOf(maskFills))
    .option('--crop', "draw only the mask's surroundings, at the model's full resolution (default for pictures larger than the model draws)")
    .option('--no-crop', 'draw the whole picture')
    .option('--padding <n>', 'pixels around the mask that --crop shows to the model', wholeNumber(0, MOST_PIXELS))
    .option('--expand <sides>', 'add room to --init and draw what is there: left=64,top=32, or 64 for all sides', expansion)
    .option('--upscale <n>', 'enlarge --init, or what was drawn, so many times', numberBetween(1, 16))
    .option('--upscale-strength <x>', 'how much detail enlarging may make up (default: 0.3)', numberBetween(0.001, 1));
}

export interface ReadRequest {
  readonly request: GenerateRequest;
  readonly recipe?: RecipeReading;
  /** What a recipe asked for and does not get. */
  readonly departures: readonly string[];
}

/** @param prompt undefined when none was typed @throws DarkroomError code 'usage', 'io' or 'data' */
export async function readRequest(options: RequestOptions, prompt: string | undefined, library: Pick<Library, 'readRecipe' | 'readPicture' | 'readWildcards' | 'requestOf' | 'pictureHash'>): Promise<ReadRequest> {
  const reading = options.recipe === undefined ? undefined : await library.readRecipe(options.recipe);
  const init = options.init === undefined ? undefined : await library.readPicture(options.init);
  const mask = options.mask === undefined ? undefined : await library.readPicture(options.mask);
  const text = prompt ?? reading?.recipe.prompt;
  if (text === undefined || (text.trim() === '' && reading === undefined && init === undefined)) throw new DarkroomError('usage', 'What shall the picture show? Give a prompt, as: darkroom generate "a red fox on the beach at night"');
  if (reading !== undefined) checkPictures(reading, options);
  const base: Partial<GenerateRequest> = reading === undefined ? {} : library.requestOf(ours(reading), { init, mask });
  const departures = reading === undefined ? [] : await departuresOf(reading, { init, mask }, options, library);
  const changed = given({
    negativePrompt: options.negative, styles: options.style.length > 0 ? options.style : undefined, wildcards: options.wildcards === undefined ? undefined : await library.readWildcards(options.wildcards), model: options.model, seed: options.seed, steps: options.steps,
    guidance: options.guidance, sampler: options.sampler, spacing: options.spacing, eta: options.eta, rng: options.rng, precision: options.precision, cache: options.cache, memory: options.memory, embeddings: options.embedding.length > 0 ? options.embedding : undefined, clipSkip: options.clipSkip, width: options.size?.width, height: options.size?.height, device: options.device, variation: options.variation,
    tiling: options.tiling, init, fit: options.fit, strength: options.strength, expand: options.expand,
    mask: mask && { ...base.mask, picture: mask, ...given({ feather: options.feather, grow: options.grow, invert: options.invertMask, fill: options.fill, crop: options.crop, padding: options.padding }) },
    upscale: options.upscale === undefined ? undefined : { factor: options.upscale, ...given({ strength: options.upscaleStrength }) },
  }) as Partial<GenerateRequest>;
  return { request: { ...withoutResolved(base, prompt, options), prompt: text, ...changed }, departures, ...(reading && { recipe: reading }) };
}

/** Another program's models are not here. */
function ours({ source, recipe }: RecipeReading): RecipeReading['recipe'] {
  const { model, ...rest } = recipe;
  return { ...rest, ...(source === 'darkroom' && model && { model }) };
}

/** Choices that a recipe made hold as long as nothing changes that they were made from; a sampler that is named anew comes with its own spacing. */
function withoutResolved(base: Partial<GenerateRequest>, prompt: string | undefined, { seed, style, sampler, negative }: RequestOptions): Partial<GenerateRequest> {
  const { resolvedPrompt, resolvedNegativePrompt, spacing, ...rest } = base;
  return { ...rest, ...(resolvedPrompt !== undefined && prompt === undefined && seed === undefined && style.length === 0 && { resolvedPrompt }), ...(resolvedNegativePrompt !== undefined && negative === undefined && seed === undefined && { resolvedNegativePrompt }), ...(spacing !== undefined && sampler === undefined && { spacing }) };
}

/** A recipe of an edit needs the pictures that it names. */
function checkPictures({ recipe }: RecipeReading, { init, mask }: RequestOptions): void {
  for (const [name, wanted, file] of [['init', recipe.init, init], ['mask', recipe.mask, mask]] as const) {
    if (wanted !== undefined && file === undefined) throw new DarkroomError('usage', `This picture was made from another one (${wanted.width}×${wanted.height} pixels, ${wanted.hash.slice(0, 12)}…), which is not in the recipe: give it with --${name} FILE.`, { name });
  }
}

async function departuresOf({ source, recipe, notes }: RecipeReading, pictures: { readonly init?: Parameters<Library['pictureHash']>[0] | undefined; readonly mask?: Parameters<Library['pictureHash']>[0] | undefined }, options: RequestOptions, { pictureHash }: Pick<Library, 'pictureHash'>): Promise<string[]> {
  const departures = [...notes];
  if (source !== 'darkroom' && recipe.model !== undefined && options.model === undefined) departures.push(`the picture was made by '${recipe.model.id}'; name a model of yours with --model to come near`);
  for (const name of ['init', 'mask'] as const) {
    const [wanted, picture] = [recipe[name], pictures[name]];
    if (wanted !== undefined && picture !== undefined && await pictureHash(picture) !== wanted.hash) departures.push(`--${name} is not the picture of this recipe (${wanted.hash.slice(0, 12)}…)`);
  }
  return departures;
}
