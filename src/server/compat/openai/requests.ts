/** OpenAI's settings as a recipe. */
import { ServiceError } from '../../../api/error.ts';
import type { GenerationBody } from '../../../api/openai.ts';
import type { RecipeRequest } from '../../../api/recipe-request.ts';
import { samplerAndSpacing } from '../../../diffusion/names.ts';
import type { ModelDescription } from '../../../node/generation/open-pipeline.ts';
import type { PictureSize } from '../../../pipelines/pipeline.ts';
import type { Service } from '../../service.ts';
import { drawableSize } from '../sizes.ts';

export type Settings = Omit<GenerationBody, 'prompt'> & { readonly prompt?: string | null | undefined };

/** Names of models that clients have built in: here they mean the model that is there. */
const BUILT_IN = /^(dall-e|gpt-image|chatgpt-image)/;

export function modelOf({ model }: Settings, { pool }: Pick<Service, 'pool'>): ModelDescription {
  return pool.describe(model === undefined || model === null || model === '' || BUILT_IN.test(model) ? undefined : model);
}

/** Undefined: as the model draws. @throws ServiceError 'usage' */
export function sizeOf({ size }: Settings): PictureSize | undefined {
  if (size === undefined || size === null || size === 'auto' || size === '') return undefined;
  const [, width, height] = /^\s*(\d{1,5})\s*[x×]\s*(\d{1,5})\s*$/i.exec(size)?.map(Number) ?? [];
  if (width === undefined || height === undefined || width < 1 || height < 1) throw new ServiceError('usage', `The size is "auto" or WIDTHxHEIGHT, as 1024x1024, not '${size}'.`, 'size');
  return { width, height };
}

/** More or fewer looks than the model's usual. */
const qualityFactor: Readonly<Record<string, number>> = { low: 0.5, high: 1.5, hd: 1.5 };
const LEAST_STEPS = 4;

/** What all three routes share. @param draws false for edits, which have the size of their picture */
export function recipeOf(settings: Settings, service: Service, draws: boolean): RecipeRequest {
  const { prompt, n, seed, steps, guidance, cfg_scale, negative_prompt: negativePrompt, sampler, scheduler, quality } = settings;
  const { id, info } = modelOf(settings, service);
  const asked = sizeOf(settings);
  checkArea(asked, service);
  const factor = qualityFactor[quality ?? ''];
  const wanted = steps ?? (factor === undefined ? undefined : Math.max(LEAST_STEPS, Math.round(info.defaults.steps * factor)));
  const scale = guidance ?? cfg_scale;
  return {
    prompt: prompt ?? '', model: id, ...(draws && asked && drawableSize(asked, info)), ...(typeof n === 'number' && { count: n }), ...(typeof seed === 'number' && seed >= 0 && { seed }),
    ...(wanted !== undefined && { steps: wanted }), ...(scale !== undefined && scale !== null && { guidance: scale }), ...(negativePrompt && { negativePrompt }), ...samplingOf(sampler, scheduler, info.defaults.sampler),
  };
}

/** The finished picture is brought to the size that was asked for: that is a picture in memory, too. */
function checkArea(size: PictureSize | undefined, { limits }: Service): void {
  if (size !== undefined && size.width * size.height > limits.pixels) throw new ServiceError('too-large', `This service makes pictures of at most ${limits.pixels} pixels, not ${size.width}×${size.height}.`, 'size');
}

function samplingOf(sampler: string | null | undefined, scheduler: string | null | undefined, ownSampler: string): Pick<RecipeRequest, 'sampler' | 'spacing'> {
  if (!sampler && !scheduler) return {};
  const { sampler: name, spacing } = samplerAndSpacing(sampler || ownSampler, scheduler ?? undefined);
  return { ...(sampler && { sampler: name }), ...(spacing !== undefined && { spacing }) };
}
