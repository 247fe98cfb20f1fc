/** A request with the model's defaults filled in, and refused where the model cannot do it. */
import { DarkroomError } from '../base/errors.ts';
import { samplerAndSpacing, spacingNamed } from '../diffusion/names.ts';
import { type NoiseSourceName, noiseSourceNamed } from '../diffusion/noise-source.ts';
import { checkSamplerOptions } from '../diffusion/sample.ts';
import { withStyles } from '../recipe/presets.ts';
import { resolvePrompt } from '../recipe/prompt-template.ts';
import type { Fit, RecipeMode, Tiling } from '../recipe/recipe.ts';
import type { Picture } from '../images/picture.ts';
import type { Expansion, GenerateRequest } from './generation.ts';
import type { PipelineInfo } from './pipeline.ts';
import { type ResolvedMask, maskOf } from './resolve-mask.ts';

const MOST_PICTURES = 64;
const MOST_STEPS = 1000;
/** Pixels of the longer side that may be added at once. */
const MOST_EXPANSION = 8192;

const defaultStrength = { 'text-to-image': 1, 'image-to-image': 0.6, inpaint: 1, outpaint: 1, upscale: 0.3 } as const satisfies Record<RecipeMode, number>;
const UPSCALE_STRENGTH = defaultStrength.upscale;

/** A request with nothing left open. */
export interface ResolvedRequest {
  readonly mode: RecipeMode;
  /** As asked for, and as the model reads it: one for each picture. */
  readonly asked: readonly string[];
  readonly prompts: readonly string[];
  /** The same of what shall not be seen. */
  readonly askedNegative: string;
  readonly negativePrompts: readonly string[];
  readonly styles: readonly string[];
  /** One for each picture. */
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceInterval: readonly [number, number];
  readonly sampler: string;
  readonly spacing: string;
  readonly eta?: number;
  readonly rng: NoiseSourceName;
  readonly clipSkip: number;
  readonly width: number;
  readonly height: number;
  /** The other seeds, one for each picture. */
  readonly variation?: { readonly seeds: readonly number[]; readonly strength: number };
  readonly tiling?: Tiling;
  readonly init?: Picture;
  readonly fit: Fit;
  readonly strength: number;
  readonly mask?: ResolvedMask;
  readonly expand?: Expansion;
  readonly upscale?: { readonly factor: number; readonly strength: number; readonly steps: number };
}

/**
 * @param randomSeed taken when the request names no seed
 * @throws DarkroomError code 'usage'
 */
export function resolveRequest(request: GenerateRequest, info: PipelineInfo, randomSeed: number): ResolvedRequest {
  const { defaults } = info;
  const mode = modeOf(request);
  const { each, seed = randomSeed, count = each?.length ?? 1, steps = defaults.steps, guidance = defaults.guidance, strength = defaultStrength[mode], init, variation, tiling, upscale } = request;
  checkWhole('The seed', seed, 0, Number.MAX_SAFE_INTEGER - MOST_PICTURES);
  checkWhole('The number of steps', steps, 1, MOST_STEPS);
  checkWhole('The number of pictures', count, 1, MOST_PICTURES);
  checkShare('The strength', strength);
  if (!(Number.isFinite(guidance) && guidance >= 0)) throw new DarkroomError('usage', `Guidance must be a number of at least 0, not ${guidance}. Usual values are 1 to 8.`, { guidance });
  if (variation !== undefined) {
    checkWhole('The seed of the variation', variation.seed, 0, Number.MAX_SAFE_INTEGER - MOST_PICTURES);
    checkShare('The strength of the variation', variation.strength);
  }
  // Variations of one picture differ in the other seed only, as A1111 has it.
  const seeds = each?.map((one) => one.seed) ?? Array.from({ length: count }, (_, i) => (variation === undefined ? seed + i : seed));
  for (const one of each ?? []) checkWhole('The seed', one.seed, 0, Number.MAX_SAFE_INTEGER);
  const asked = each?.map(({ prompt }) => prompt) ?? seeds.map(() => request.prompt);
  return {
    mode, asked, prompts: promptsOf(request, info, asked, seeds), askedNegative: request.negativePrompt ?? '', negativePrompts: negativesOf(request, seeds), styles: request.styles ?? [], seeds, steps, guidance,
    guidanceInterval: request.guidanceInterval ?? defaults.guidanceInterval, ...samplingOf(request, info),
    ...(request.eta !== undefined && { eta: request.eta }), rng: noiseSourceNamed(request.rng ?? 'darkroom'), clipSkip: request.clipSkip ?? 0, ...sizeOf(request, info), fit: request.fit ?? 'crop', strength, ...(variation && { variation: { seeds: seeds.map((_, i) => variation.seed + i), strength: variation.strength } }), ...(tiling && { tiling }), ...(init && { init }),
    ...(request.mask && init && { mask: maskOf(request.mask, init, info) }), ...(request.expand && { expand: expansionOf(request.expand) }), ...(upscale && { upscale: upscaleOf(upscale, mode, strength, steps) }),
  };
}

/** @throws DarkroomError code 'usage' when parts do not go together */
function modeOf({ init, mask, expand, upscale, tiling }: GenerateRequest): RecipeMode {
  const mode = expand !== undefined ? 'outpaint' : mask !== undefined ? 'inpaint' : init === undefined ? 'text-to-image' : upscale !== undefined ? 'upscale' : 'image-to-image';
  if (init === undefined && (mode === 'outpaint' || mode === 'inpaint')) throw new DarkroomError('usage', `${mode === 'inpaint' ? 'A mask needs' : 'Expanding needs'} the picture that is edited: give an init picture.`);
  if (mode === 'outpaint' && mask !== undefined) throw new DarkroomError('usage', 'A mask and an expansion are two edits: make one, then the other.');
  if ((mode === 'inpaint' || mode === 'outpaint') && upscale !== undefined) throw new DarkroomError('usage', 'Fill or expand first, then enlarge the result.');
  if ((mode === 'inpaint' || mode === 'outpaint') && tiling !== undefined) throw new DarkroomError('usage', 'Edges that meet are made when a picture is drawn or redrawn, not when a part of it is filled.');
  return mode;
}

/** A sampler's name may have the spacing in it, as `DPM++ 2M Karras`. @throws usage */
function samplingOf({ sampler, spacing, eta }: GenerateRequest, { defaults }: PipelineInfo): { readonly sampler: string; readonly spacing: string } {
  const named = samplerAndSpacing(sampler ?? defaults.sampler, spacing);
  checkSamplerOptions(named.sampler, eta === undefined ? {} : { eta });
  return { sampler: named.sampler, spacing: named.spacing ?? spacingNamed(defaults.spacing) };
}

function promptsOf({ styles = [], wildcards, resolvedPrompt }: GenerateRequest, { world }: PipelineInfo, asked: readonly string[], seeds: readonly number[]): string[] {
  return asked.map((prompt, i) => resolvedPrompt ?? withStyles(resolvePrompt(prompt, seeds[i] as number, wildcards), styles, world));
}

/** Choices in both are made alike: what is picked from one list in the prompt is picked from the same list here. */
const negativesOf = ({ negativePrompt = '', wildcards, resolvedNegativePrompt }: GenerateRequest, seeds: readonly number[]): string[] => seeds.map((seed) => resolvedNegativePrompt ?? resolvePrompt(negativePrompt, seed, wildcards));

/**
 * Of what the sampler draws first. A picture that is redrawn keeps its shape where the model can draw it; one that is filled, expanded or enlarged has
 * its own size, and its mode says how large that is drawn.
 */
function sizeOf({ width, height, init, mask, expand, upscale }: GenerateRequest, info: PipelineInfo): { readonly width: number; readonly height: number } {
  if (init !== undefined && (mask !== undefined || expand !== undefined || upscale !== undefined)) return { width: info.size.width, height: info.size.height };
  const own = init !== undefined && !info.fixedSize ? shapedLike(init, info) : info.size;
  const size = { width: width ?? own.width, height: height ?? own.height };
  checkDrawable(size, info);
  return size;
}

function checkDrawable({ width, height }: { readonly width: number; readonly height: number }, { id, size, fixedSize, sizeMultiple }: PipelineInfo): void {
  if (fixedSize && (width !== size.width || height !== size.height)) throw new DarkroomError('usage', `The model ${id} draws ${size.width}×${size.height} pixels, not ${width}×${height}.`, { width, height });
  if (width < 1 || height < 1 || width % sizeMultiple !== 0 || height % sizeMultiple !== 0) throw new DarkroomError('usage', `The model ${id} draws sides that are multiples of ${sizeMultiple} pixels, not ${width}×${height}.`, { width, height });
}

/** About as many pixels as the model draws best, in the picture's shape. */
export function shapedLike({ width, height }: { readonly width: number; readonly height: number }, { size, sizeMultiple }: PipelineInfo): { readonly width: number; readonly height: number } {
  const scale = Math.sqrt((size.width * size.height) / (width * height));
  const side = (pixels: number): number => Math.max(1, Math.round((pixels * scale) / sizeMultiple)) * sizeMultiple;
  return { width: side(width), height: side(height) };
}

function expansionOf({ left = 0, top = 0, right = 0, bottom = 0 }: Partial<Expansion>): Expansion {
  for (const [side, pixels] of Object.entries({ left, top, right, bottom })) checkWhole(`The expansion to the ${side}`, pixels, 0, MOST_EXPANSION);
  if (left + top + right + bottom === 0) throw new DarkroomError('usage', 'The expansion adds nothing: say how many pixels at which side, as left=64.');
  return { left, top, right, bottom };
}

function upscaleOf({ factor, strength, steps }: NonNullable<GenerateRequest['upscale']>, mode: RecipeMode, requestStrength: number, requestSteps: number): NonNullable<ResolvedRequest['upscale']> {
  if (!(factor >= 1 && factor <= 16)) throw new DarkroomError('usage', `Pictures are enlarged 1 to 16 times, not ${factor} times.`, { factor });
  const resolved = { factor, strength: strength ?? (mode === 'upscale' ? requestStrength : UPSCALE_STRENGTH), steps: steps ?? requestSteps };
  checkShare('The strength of the enlargement', resolved.strength);
  checkWhole('The number of steps of the enlargement', resolved.steps, 1, MOST_STEPS);
  return resolved;
}

function checkWhole(what: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) throw new DarkroomError('usage', `${what} must be a whole number from ${low} to ${high}, not ${value}.`, { value });
}

function checkShare(what: string, value: number): void {
  if (!(value > 0 && value <= 1)) throw new DarkroomError('usage', `${what} must be greater than 0 and at most 1, not ${value}.`, { value });
}
