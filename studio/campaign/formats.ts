/** The formats of a campaign: what pictures are delivered as. A new one is a row. */
import { type ModelSize, sizeOfShape } from '../document/sizes.ts';

export interface Format {
  readonly id: string;
  readonly label: string;
  /** Pixels that the finished file has. */
  readonly width: number;
  readonly height: number;
}

export const formats: readonly Format[] = [
  { id: 'square', label: 'Square post', width: 1080, height: 1080 },
  { id: 'portrait', label: 'Portrait post', width: 1080, height: 1350 },
  { id: 'story', label: 'Story', width: 1080, height: 1920 },
  { id: 'link', label: 'Link preview', width: 1200, height: 630 },
  { id: 'banner', label: 'Banner', width: 1500, height: 500 },
  { id: 'slide', label: 'Slide', width: 1920, height: 1080 },
];

/** How much wider or higher than its own square a model is asked to draw; beyond that pictures fall apart, so the rest is cropped. */
const mostStretch = 2;

/**
 * What to ask a model for, so that the format can be cut out of it.
 * @returns multiples of `sizeMultiple`, as many pixels as the model's own size holds
 */
export function drawnSize({ width, height }: Pick<Format, 'width' | 'height'>, model: ModelSize): { readonly width: number; readonly height: number } {
  return sizeOfShape(Math.min(mostStretch, Math.max(1 / mostStretch, width / height)), model);
}

/**
 * The part of a picture, in its pixels, that has the format's shape: as large as fits, as near to the focus as that lets it.
 * @param focus shares of the picture's sides
 */
export function cropFor(picture: { readonly width: number; readonly height: number }, { width, height }: Pick<Format, 'width' | 'height'>, focus: { readonly x: number; readonly y: number } = { x: 0.5, y: 0.5 }): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const scale = Math.min(picture.width / width, picture.height / height);
  const [wide, high] = [width * scale, height * scale];
  const start = (side: number, taken: number, share: number): number => Math.min(side - taken, Math.max(0, share * side - taken / 2));
  return { x: start(picture.width, wide, focus.x), y: start(picture.height, high, focus.y), width: wide, height: high };
}
