/** AUTOMATIC1111's API, /sdapi/v1, as its clients use it. Settings may be null; what is not known is let pass, as there. */
import { z } from '@hono/zod-openapi';

const text = z.string().max(32_000).nullish();
const number = (low: number, high: number) => z.number().min(low).max(high).nullish();
const whole = (low: number, high: number) => z.number().int().min(low).max(high).nullish();
const flag = z.boolean().nullish();
const file = z.string().openapi({ description: 'Base64, or a data URL.' });
const SEEDS = [-1, Number.MAX_SAFE_INTEGER] as const;
const SIDES = [1, 1 << 16] as const;

const common = {
  prompt: text, negative_prompt: text, styles: z.array(z.string().max(1000)).max(100).nullish(), seed: whole(...SEEDS), subseed: whole(...SEEDS), subseed_strength: number(0, 1), sampler_name: text, sampler_index: text, scheduler: text,
  batch_size: whole(1, 64), n_iter: whole(1, 64), steps: whole(1, 1000), cfg_scale: number(0, 1000), width: whole(...SIDES), height: whole(...SIDES), tiling: flag, denoising_strength: number(0, 1),
  override_settings: z.record(z.string(), z.unknown()).nullish(), script_name: text, send_images: flag, force_task_id: text,
};

const txt2img = z.object({ ...common, enable_hr: flag, hr_scale: number(0, 16), hr_second_pass_steps: whole(0, 1000), hr_resize_x: whole(0, 1 << 16), hr_resize_y: whole(0, 1 << 16) });
export const txt2imgBody = z.looseObject(txt2img.shape).openapi('Txt2Img');
export type Txt2ImgBody = z.infer<typeof txt2img>;

const img2img = z.object({
  ...common, init_images: z.array(file).max(64).nullish(), mask: file.nullish(), resize_mode: whole(0, 3), mask_blur: whole(0, 1024), mask_blur_x: whole(0, 1024), mask_blur_y: whole(0, 1024),
  inpainting_fill: whole(0, 3), inpaint_full_res: z.union([z.boolean(), z.number()]).nullish(), inpaint_full_res_padding: whole(0, 8192), inpainting_mask_invert: z.union([z.boolean(), z.number()]).nullish(),
});
export const img2imgBody = z.looseObject(img2img.shape).openapi('Img2Img');
export type Img2ImgBody = z.infer<typeof img2img>;

export const pngInfoBody = z.looseObject({ image: file }).openapi('PngInfo');
export const interrogateBody = z.looseObject({ image: z.string().nullish(), model: text }).openapi('Interrogate');
export const optionsBody = z.record(z.string().max(200), z.unknown()).openapi('Options');

const extras = z.object({ image: file, upscaling_resize: number(0, 16), upscaling_resize_w: whole(0, 1 << 16), upscaling_resize_h: whole(0, 1 << 16), resize_mode: whole(0, 1), upscaler_1: text });
export const extrasBody = z.looseObject(extras.shape).openapi('ExtraSingleImage');
export type ExtrasBody = z.infer<typeof extras>;

export const imagesAnswer = z.object({ images: z.array(z.string()), parameters: z.record(z.string(), z.unknown()), info: z.string().openapi({ description: 'JSON, as text.' }) }).openapi('A1111Images');

export const a1111Error = z.object({ error: z.string(), detail: z.string(), body: z.string(), errors: z.string() }).openapi('A1111Error');
