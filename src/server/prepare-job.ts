/** From a recipe as it was asked for to one that can be queued: checked, its pictures kept by hash, its seed and model fixed. */
import { randomInt } from 'node:crypto';
import { ServiceError } from '../api/error.ts';
import type { RecipeRequest } from '../api/recipe-request.ts';
import { given } from '../base/given.ts';
import type { Picture } from '../images/picture.ts';
import type { GenerateRequest } from '../pipelines/generation.ts';
import { resolveRequest } from '../pipelines/resolve-request.ts';
import type { Limits } from './limits.ts';
import { pictureOf } from './request-pictures.ts';
import type { Service } from './service.ts';

export type Rooms = Pick<Service, 'pool' | 'gallery' | 'inputs' | 'wildcards' | 'limits'>;

/** A recipe that nothing is open in: run twice, it gives the same pictures. */
export type FixedRecipe = RecipeRequest & { readonly seed: number; readonly model: string };

/** @throws ServiceError or DarkroomError for everything that would fail later anyway */
export async function prepareJob(recipe: RecipeRequest, rooms: Rooms): Promise<FixedRecipe> {
  const { pool, limits } = rooms;
  const { info } = pool.describe(modelName(recipe));
  checkLimits(recipe, limits);
  if (recipe.loras !== undefined && recipe.loras.length > 0 && info.world !== undefined) throw new ServiceError('usage', `The model ${info.id} takes no LoRAs: they are for Stable Diffusion checkpoints.`, 'recipe.loras');
  const pictures = await requestPictures(recipe, rooms);
  const fixed = { ...recipe, seed: recipe.seed ?? randomInt(2 ** 32), model: info.id };
  const resolved = resolveRequest(generateRequestOf(fixed, pictures, rooms), info, fixed.seed);
  const finished = finishedSize(resolved);
  if (finished > limits.pixels) throw new ServiceError('too-large', `The picture would have ${finished} pixels; this service makes at most ${limits.pixels}.`, 'recipe');
  return { ...fixed, ...await kept(recipe, pictures, rooms) };
}

export const modelName = ({ model }: RecipeRequest): string | undefined => (typeof model === 'string' ? model : model?.id);

function checkLimits({ steps, count, upscale, width = 1, height = 1 }: RecipeRequest, limits: Limits): void {
  if (Math.max(steps ?? 1, upscale?.steps ?? 1) > limits.steps) throw new ServiceError('usage', `This service takes at most ${limits.steps} steps, not ${Math.max(steps ?? 1, upscale?.steps ?? 1)}.`, 'recipe.steps');
  if ((count ?? 1) > limits.pictures) throw new ServiceError('usage', `This service draws at most ${limits.pictures} pictures in one job, not ${count}.`, 'recipe.count');
  if (width * height > limits.pixels) throw new ServiceError('too-large', `This service draws at most ${limits.pixels} pixels, not ${width}×${height}.`, 'recipe.width');
}

/** Pixels of the finished picture. */
function finishedSize({ init, expand, upscale, mask, width, height }: ReturnType<typeof resolveRequest>): number {
  const base = init !== undefined && (mask !== undefined || expand !== undefined || upscale !== undefined) ? init : { width, height };
  const { left = 0, top = 0, right = 0, bottom = 0 } = expand ?? {};
  const factor = upscale?.factor ?? 1;
  return (base.width + left + right) * factor * (base.height + top + bottom) * factor;
}

interface Pictures {
  readonly init?: Picture;
  readonly mask?: Picture;
}

/** The pictures that a recipe brings or names. */
export async function requestPictures({ init, mask }: RecipeRequest, rooms: Rooms): Promise<Pictures> {
  const maskSource = mask?.picture ?? (mask?.hash === undefined ? undefined : { hash: mask.hash });
  return {
    ...(init && { init: await pictureOf(init, rooms, 'recipe.init') }),
    ...(maskSource && { mask: await pictureOf(maskSource, rooms, 'recipe.mask') }),
  };
}

/** With pictures by what they hold. */
async function kept({ mask }: RecipeRequest, pictures: Pictures, { inputs }: Rooms): Promise<Pick<RecipeRequest, 'init' | 'mask'>> {
  const reference = async (picture: Picture): Promise<{ hash: string; width: number; height: number }> => ({ hash: await inputs.put(picture), width: picture.width, height: picture.height });
  return {
    ...(pictures.init && { init: await reference(pictures.init) }),
    ...(mask && pictures.mask && { mask: { ...withoutSource(mask), ...await reference(pictures.mask) } }),
  };
}

function withoutSource(mask: NonNullable<RecipeRequest['mask']>): NonNullable<RecipeRequest['mask']> {
  const { picture: _, ...settings } = mask;
  return settings;
}

/** The library's request. */
export function generateRequestOf(recipe: RecipeRequest, { init, mask }: Pictures, { wildcards }: Pick<Rooms, 'wildcards'>): GenerateRequest {
  const { model: _model, init: _init, mask: settings, version: _version, mode: _mode, software: _software, device: _device, loras = [], prompt, expand, upscale, ...rest } = recipe;
  const { hash: _hash, width: _width, height: _height, picture: _picture, ...maskSettings } = settings ?? {};
  return given({
    ...rest, prompt: withAdapters(prompt, loras), wildcards, model: modelName(recipe), init, ...(mask && { mask: { picture: mask, ...maskSettings } }),
    ...(expand && { expand: given(expand) }), ...(upscale && { upscale: given(upscale) }),
  }) as GenerateRequest;
}

/** Adapters are named in the prompt, as A1111 has it; those that are named there already are not named twice. */
function withAdapters(prompt: string, loras: NonNullable<RecipeRequest['loras']>): string {
  const missing = loras.filter(({ name }) => !prompt.includes(`<lora:${name}:`) && !prompt.includes(`<lora:${name}>`));
  return [prompt, ...missing.map(({ name, weight }) => `<lora:${name.replace(/[<>:]/g, '')}:${weight}>`)].join(' ');
}
