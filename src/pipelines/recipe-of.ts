/** From a request to the recipe of each of its pictures, and back. */
import { pictureHash } from '../images/picture-hash.ts';
import { given } from '../base/given.ts';
import type { Picture } from '../images/picture.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { GenerateRequest } from './generation.ts';
import type { PictureSize, PipelineInfo } from './pipeline.ts';
import type { ResolvedRequest } from './resolve-request.ts';

type Reference = NonNullable<Recipe['init']>;

const referenceTo = async (picture: Picture): Promise<Reference> => ({ hash: await pictureHash(picture), width: picture.width, height: picture.height });

/** What made it: program and device, for the record. */
export interface Maker {
  readonly info: PipelineInfo;
  readonly software: string;
  readonly device: string;
}

/** One recipe for each picture; it says no more than it has to, so that a plain picture has a plain recipe. @param drawn the size that the first pass drew */
export async function recipesOf(request: ResolvedRequest, { width, height }: PictureSize, { info, software, device }: Maker): Promise<Recipe[]> {
  const { mode, askedNegative: negativePrompt, styles, steps, guidance, guidanceInterval, sampler, spacing, eta, rng, clipSkip, tiling, init, fit, strength, mask, expand, upscale } = request;
  const common = {
    version: 2, mode, negativePrompt, model: { id: info.id, hash: info.hash }, steps, guidance, guidanceInterval: [guidanceInterval[0], guidanceInterval[1]] as [number, number], sampler, spacing, width, height,
    software, device, ...(styles.length > 0 && { styles: [...styles] }), ...(eta !== undefined && { eta }), ...(rng !== 'darkroom' && { rng }), ...(info.precision && { precision: info.precision }), ...(info.cache !== undefined && { cache: info.cache }), ...(clipSkip > 0 && { clipSkip }), ...(tiling && { tiling }),
    ...(init && { init: await referenceTo(init), strength }), ...(mode === 'image-to-image' && { fit }), ...(expand && { expand }), ...(upscale && { upscale }),
    ...(mask && { mask: { ...await referenceTo(mask.picture), feather: mask.feather, grow: mask.grow, invert: mask.invert, fill: mask.fill, crop: mask.crop, padding: mask.padding } }),
  } as const;
  return request.seeds.map((seed, i) => {
    const [prompt, resolvedPrompt, resolvedNegativePrompt] = [request.asked[i] as string, request.prompts[i] as string, request.negativePrompts[i] as string];
    return { ...common, prompt, seed, ...(resolvedPrompt !== prompt && { resolvedPrompt }), ...(resolvedNegativePrompt !== negativePrompt && { resolvedNegativePrompt }), ...(request.variation && { variation: { seed: request.variation.seeds[i] as number, strength: request.variation.strength } }) };
  });
}

/** Pictures that a recipe needs, as far as they are at hand. */
export interface RecipePictures {
  readonly init?: Picture | undefined;
  readonly mask?: Picture | undefined;
}

/**
 * The request that makes the recipe's picture again; what it does not say is left to the model.
 * @param pictures those that the recipe refers to by hash; where one is missing, what depends on it is left out
 */
export function requestOf(recipe: Partial<Recipe>, { init, mask }: RecipePictures = {}): GenerateRequest {
  const { prompt = '', model, upscale, fit, strength, expand, mask: settings, version: _version, mode: _mode, software: _software, device: _device, init: reference, loras: _loras, ...same } = recipe;
  const edits = init !== undefined || reference === undefined;
  return {
    prompt, ...given(same), ...(model !== undefined && model.id !== '' && { model: model.id }), ...(edits && upscale && { upscale }),
    ...(init && { init, ...(fit && { fit }), ...(strength !== undefined && { strength }), ...(expand && { expand }) }), ...(init && mask && settings && { mask: maskRequest(mask, settings) }),
  };
}

function maskRequest(picture: Picture, { feather, grow, invert, fill, crop, padding }: NonNullable<Recipe['mask']>): NonNullable<GenerateRequest['mask']> {
  return { picture, feather, grow, invert, fill, crop, padding };
}
