/** A1111's settings as a recipe. */
import { ServiceError } from '../../../api/error.ts';
import type { Img2ImgBody, Txt2ImgBody } from '../../../api/a1111.ts';
import type { RecipeRequest } from '../../../api/recipe-request.ts';
import { samplerAndSpacing } from '../../../diffusion/names.ts';
import type { Picture } from '../../../images/picture.ts';
import { resized } from '../../../images/resize.ts';
import type { ModelDescription } from '../../../node/generation/open-pipeline.ts';
import type { PictureSize } from '../../../pipelines/pipeline.ts';
import { presetsFor } from '../../../recipe/presets.ts';
import type { MaskFill } from '../../../recipe/recipe.ts';
import { bytesOf, decodeWithin } from '../../request-pictures.ts';
import type { Service } from '../../service.ts';
import { drawableSize } from '../sizes.ts';
import type { Options } from './options.ts';

/** What both kinds of request share. */
type Settings = Omit<Txt2ImgBody, 'enable_hr' | 'hr_scale' | 'hr_second_pass_steps' | 'hr_resize_x' | 'hr_resize_y'>;

export interface Asked {
  readonly recipe: RecipeRequest;
  readonly model: ModelDescription;
  /** Of the pictures that go out. */
  readonly size: PictureSize;
}

const SIDE = 512;
/** What the option of this name means by 1: nothing left out. */
const CLIP_LAYERS = 'CLIP_stop_at_last_layers';
/** Its own defaults, where this surface has to have one. */
const IMG2IMG_STRENGTH = 0.75;
const HIRES = { scale: 2, strength: 0.7 } as const;

const fills: readonly MaskFill[] = ['surroundings', 'original', 'noise', 'nothing'];
const fitOf = ['stretch', 'crop', 'pad', 'stretch'] as const;

export function txt2imgRequest(body: Txt2ImgBody, service: Service, options: Options): Asked {
  const { model, recipe, size } = common(body, service, options);
  const { enable_hr: larger, hr_scale: scale, hr_resize_x: x, hr_resize_y: y, hr_second_pass_steps: steps, denoising_strength: strength } = body;
  if (larger !== true) return { model, size, recipe: { ...recipe, ...drawableSize(size, model.info) } };
  const drawn = drawableSize(size, model.info);
  const factor = Math.min(16, Math.max(1, x || y ? Math.max((x ?? 0) / size.width, (y ?? 0) / size.height) : scale || HIRES.scale));
  const upscale = { factor, strength: strength || HIRES.strength, ...(steps ? { steps } : {}) };
  return { model, size: { width: Math.round(size.width * factor), height: Math.round(size.height * factor) }, recipe: { ...recipe, ...drawn, upscale } };
}

/** @throws ServiceError 'not-found' without a picture, as A1111 has it */
export async function img2imgRequest(body: Img2ImgBody, service: Service, options: Options): Promise<Asked> {
  const [first] = body.init_images ?? [];
  if (first === undefined) throw new ServiceError('not-found', 'Init image not found', 'init_images');
  const { model, recipe, size } = common(body, service, options);
  const { inputs, limits } = service;
  const picture = await decodeWithin(bytesOf(first, 'init_images.0'), limits.pixels, 'init_images.0');
  const init = { hash: await inputs.put(picture) };
  const strength = body.denoising_strength ?? IMG2IMG_STRENGTH;
  if (strength === 0) throw new ServiceError('usage', 'A denoising_strength of 0 would give the picture back as it is.', 'denoising_strength');
  if (!body.mask) return { model, size, recipe: { ...recipe, ...drawableSize(size, model.info), init, strength, fit: fitOf[body.resize_mode ?? 0] ?? 'stretch' } };
  const mask = sameSize(await decodeWithin(bytesOf(body.mask, 'mask'), limits.pixels, 'mask'), picture);
  const blur = body.mask_blur ?? Math.max(body.mask_blur_x ?? 4, body.mask_blur_y ?? 4);
  return { model, size, recipe: {
    ...recipe, init, strength, mask: {
      picture: { hash: await inputs.put(mask) }, invert: Boolean(body.inpainting_mask_invert), fill: fills[body.inpainting_fill ?? 0] ?? 'surroundings',
      // Its blur reaches as far out of the mask as into it.
      grow: blur, feather: 2 * blur, crop: Boolean(body.inpaint_full_res ?? true), ...(body.inpaint_full_res_padding ? { padding: body.inpaint_full_res_padding } : {}),
    },
  } };
}

const sameSize = (mask: Picture, { width, height }: Picture): Picture => (mask.width === width && mask.height === height ? mask : resized(mask, width, height));

function common(body: Settings, service: Service, options: Options): Asked {
  const { prompt, negative_prompt: negativePrompt, seed, subseed, subseed_strength: subseedStrength, steps, cfg_scale: guidance, tiling, script_name: script, override_settings: overrides } = body;
  if (script) throw new ServiceError('usage', `Script '${script.slice(0, 100)}' not found`, 'script_name');
  const model = options.modelNamed(overrides?.['sd_model_checkpoint']);
  const size = { width: body.width ?? SIDE, height: body.height ?? SIDE };
  if (size.width * size.height > service.limits.pixels) throw new ServiceError('too-large', `This service makes pictures of at most ${service.limits.pixels} pixels, not ${size.width}×${size.height}.`, 'width');
  const count = (body.batch_size ?? 1) * (body.n_iter ?? 1);
  const clip = overrides?.[CLIP_LAYERS] ?? options.value(CLIP_LAYERS);
  const varied = subseedStrength ? { variation: { seed: subseed === undefined || subseed === null || subseed < 0 ? options.randomSeed() : subseed, strength: subseedStrength } } : {};
  return { model, size, recipe: {
    prompt: prompt ?? '', model: model.id, count, ...(negativePrompt && { negativePrompt }), ...(typeof seed === 'number' && seed >= 0 && { seed }), ...(steps && { steps }), ...(typeof guidance === 'number' && { guidance }),
    ...samplingOf(body, model), ...varied, ...(tiling === true && { tiling: 'both' as const }), ...stylesOf(body.styles, model), ...(typeof clip === 'number' && clip > 1 && model.info.world === undefined && { clipSkip: Math.min(11, Math.round(clip) - 1) }),
  } };
}

/** Names of either program, the schedule within the sampler's name or beside it. */
function samplingOf({ sampler_name: name, sampler_index: old, scheduler }: Settings, { info }: ModelDescription): Pick<RecipeRequest, 'sampler' | 'spacing'> {
  const named = name || old;
  if (!named && !scheduler) return {};
  const { sampler, spacing } = samplerAndSpacing(named || info.defaults.sampler, scheduler ?? undefined);
  return { ...(named && { sampler }), ...(spacing !== undefined && { spacing }) };
}

/** Styles that are not there are let pass, as A1111 does. */
function stylesOf(styles: readonly string[] | null | undefined, { info }: ModelDescription): Pick<RecipeRequest, 'styles'> {
  const known = new Set(presetsFor(info.world).map((preset) => preset.name));
  const kept = (styles ?? []).filter((style) => known.has(style));
  return kept.length === 0 ? {} : { styles: kept };
}
