/** Reads picture files of every common kind as plain RGB, by sharp. */
import sharp from 'sharp';
import { DarkroomError } from '../base/errors.ts';
import { type Picture, createPicture } from '../images/picture.ts';

/** Larger claims are refused before memory is taken. */
const MOST_PIXELS = 1 << 28;

export interface DecodeOptions {
  /** Cover this size: scaled so that both sides reach it, what hangs over is cut off evenly. Default: as it is. */
  readonly cover?: { readonly width: number; readonly height: number };
}

/**
 * Pixels of a PNG, JPEG, WebP, GIF, TIFF or AVIF file: turned as its camera says, transparency laid over white, greys, 16 bits and CMYK brought
 * to 8-bit sRGB; the first picture of an animation.
 * @throws DarkroomError code 'data' when it is broken or no picture
 */
export async function decodePicture(bytes: Uint8Array, { cover }: DecodeOptions = {}): Promise<Picture> {
  try {
    let image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'warning' }).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb');
    if (cover !== undefined) image = image.resize(cover.width, cover.height, { fit: 'cover', kernel: 'lanczos3' });
    const { data, info } = await image.removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return createPicture(info.width, info.height, info.channels === 3 ? Uint8Array.from(data) : repeated(data, info.channels));
  } catch (error) {
    throw new DarkroomError('data', `The picture cannot be read: ${reason(error)}.`, {}, error);
  }
}

/** Grey pixels as RGB. */
function repeated(data: Uint8Array, channels: number): Uint8Array {
  const count = data.length / channels;
  return Uint8Array.from({ length: 3 * count }, (_, i) => data[Math.floor(i / 3) * channels] as number);
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error);
  return text.replace(/^Input buffer/, 'the file').replace(/\.$/, '') || 'unknown reason';
}
