/** Reading pictures, and enlarging them: the rest of A1111's surface. */
import { ServiceError } from '../../../api/error.ts';
import type { ExtrasBody } from '../../../api/a1111.ts';
import { readPngText } from '../../../images/png.ts';
import { resized } from '../../../images/resize.ts';
import { encodePngAside } from '../../../node/png-encoder.ts';
import { infotextSettings } from '../../../recipe/infotext.ts';
import { bytesOf, decodeWithin } from '../../request-pictures.ts';
import type { Service } from '../../service.ts';
import { runJob } from '../run-job.ts';
import { base64Of, delivered } from '../sizes.ts';

/** What a PNG's text says, whole and taken apart. */
export function pngInfo(image: string): { info: string; items: Record<string, string>; parameters: Record<string, string> } {
  const items = textOf(bytesOf(image, 'image'));
  const info = items['parameters'] ?? '';
  return { info, items, parameters: infotextSettings(info) };
}

/** A picture that is no PNG, or a damaged one, says nothing. */
function textOf(bytes: Uint8Array): Record<string, string> {
  try {
    return readPngText(bytes);
  } catch {
    return {};
  }
}

export async function extraSingleImage({ image, upscaling_resize: factor, upscaling_resize_w: width, upscaling_resize_h: height, resize_mode: mode, upscaler_1: upscaler }: ExtrasBody, service: Service, signal: AbortSignal): Promise<{ image: string; html_info: string }> {
  const { inputs, limits } = service;
  const picture = await decodeWithin(bytesOf(image, 'image'), limits.pixels, 'image');
  const goal = mode === 1 && width && height ? { width, height } : { width: Math.max(1, Math.round(picture.width * (factor || 2))), height: Math.max(1, Math.round(picture.height * (factor || 2))) };
  if (goal.width * goal.height > limits.pixels) throw new ServiceError('too-large', `This service makes pictures of at most ${limits.pixels} pixels.`, 'upscaling_resize');
  if (upscaler !== 'Darkroom') return { image: base64Of(await encodePngAside(resized(picture, goal.width, goal.height))), html_info: '' };
  const wanted = Math.min(16, Math.max(1, goal.width / picture.width, goal.height / picture.height));
  const { pictures: [made] } = await runJob(service, { prompt: '', init: { hash: await inputs.put(picture) }, upscale: { factor: wanted } }, { signal });
  if (made === undefined) throw new ServiceError('bug', 'The job gave no picture.');
  return { image: base64Of(await delivered(made, { format: 'png', size: goal })), html_info: '' };
}
