/** Finished pictures as A1111's clients read them. */
import { toInfotext } from '../../../recipe/infotext.ts';
import type { Recipe } from '../../../recipe/recipe.ts';
import { samplerLabels } from '../../../recipe/infotext.ts';
import type { FinishedPicture } from '../run-job.ts';
import { base64Of, delivered } from '../sizes.ts';
import type { Asked } from './requests.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `20261124221530` */
export function timestamp(ms: number): string {
  const at = new Date(ms);
  return `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
}

interface AnswerOptions {
  readonly asked: Asked;
  readonly pictures: readonly FinishedPicture[];
  /** What the client sent: it is sent back. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
}

export async function imagesAnswer({ asked, pictures, body, startedAt }: AnswerOptions): Promise<{ images: string[]; parameters: Record<string, unknown>; info: string }> {
  const { init_images: _images, mask: _mask, ...parameters } = body;
  const images = body['send_images'] === false ? [] : await Promise.all(pictures.map(async (picture) => base64Of(await delivered(picture, { format: 'png', size: asked.size }))));
  return { images, parameters, info: JSON.stringify(infoOf(pictures.map(({ recipe }) => recipe), asked, startedAt)) };
}

/** What stands in `info`, which is text: many clients read no image unless it parses and has `infotexts`. */
function infoOf(recipes: readonly Recipe[], { recipe: { prompt, negativePrompt = '', count = 1, strength }, model, size }: Asked, startedAt: number): Record<string, unknown> {
  const [first] = recipes;
  const seeds = recipes.map(({ seed }) => seed);
  const subseeds = recipes.map(({ variation, seed }) => variation?.seed ?? seed);
  return {
    prompt, all_prompts: recipes.map((recipe) => recipe.resolvedPrompt ?? recipe.prompt), negative_prompt: negativePrompt, all_negative_prompts: recipes.map((recipe) => recipe.resolvedNegativePrompt ?? recipe.negativePrompt),
    seed: seeds[0] ?? -1, all_seeds: seeds, subseed: subseeds[0] ?? -1, all_subseeds: subseeds, subseed_strength: first?.variation?.strength ?? 0, width: size.width, height: size.height,
    sampler_name: samplerLabels[first?.sampler ?? ''] ?? first?.sampler ?? '', cfg_scale: first?.guidance ?? 0, steps: first?.steps ?? 0, batch_size: count, restore_faces: false, face_restoration_model: null,
    sd_model_name: model.id, sd_model_hash: first?.model.hash ?? model.info.hash, sd_vae_name: null, sd_vae_hash: null, seed_resize_from_w: -1, seed_resize_from_h: -1, denoising_strength: strength ?? null, extra_generation_params: {},
    index_of_first_image: 0, infotexts: recipes.map(toInfotext), styles: first?.styles ?? [], job_timestamp: timestamp(startedAt), clip_skip: (first?.clipSkip ?? 0) + 1, is_using_inpainting_conditioning: false,
    version: first?.software ?? 'darkroom',
  };
}
