/** Reads picture files of every common kind as plain RGB, by sharp. */
import sharp from 'sharp';
import { DarkroomError } from '../base/errors.ts';
import { type Picture, createPicture } from '../images/picture.ts';

/** Larger claims are refused before memory is taken. */
const MOST_PIXELS = 1 << 28;

/** How files of the kinds that are read begin. Others that the library could read (drawings that load further files, say) are refused. */
const beginnings = [
  ['png', [0x89, 0x50, 0x4e, 0x47]], ['jpeg', [0xff, 0xd8, 0xff]], ['gif', [0x47, 0x49, 0x46, 0x38]], ['tiff', [0x49, 0x49, 0x2a, 0x00]], ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['webp', [0x52, 0x49, 0x46, 0x46]],
] as const;

/** AVIF and its relatives say so four bytes in. */
const isBoxed = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(4, 8)) === 'ftyp';

export const isPictureFile = (bytes: Uint8Array): boolean => isBoxed(bytes) || beginnings.some(([, start]) => start.every((byte, i) => bytes[i] === byte));

export interface DecodeOptions {
  /** Keep transparency: the picture has four channels when the file has it. Default: laid over white. */
  readonly keepAlpha?: boolean;
  /** Default 2²⁸. */
  readonly mostPixels?: number;
  /** Cover this size: scaled so that both sides reach it, what hangs over is cut off evenly. Default: as it is. */
  readonly cover?: { readonly width: number; readonly height: number };
}

/**
 * Pixels of a PNG, JPEG, WebP, GIF, TIFF or AVIF file: turned as its camera says, transparency laid over white, greys, 16 bits and CMYK brought
 * to 8-bit sRGB; the first picture of an animation.
 * @throws DarkroomError code 'data' when it is broken or no picture
 */
export async function decodePicture(bytes: Uint8Array, { cover, keepAlpha = false, mostPixels = MOST_PIXELS }: DecodeOptions = {}): Promise<Picture> {
  if (!isPictureFile(bytes)) throw new DarkroomError('data', 'The picture cannot be read: it is no PNG, JPEG, WebP, GIF, TIFF or AVIF file.');
  try {
    let image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'warning' }).autoOrient().toColourspace('srgb');
    if (!keepAlpha) image = image.flatten({ background: '#ffffff' }).removeAlpha();
    if (cover !== undefined) image = image.resize(cover.width, cover.height, { fit: 'cover', kernel: 'lanczos3' });
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return info.channels === 3 || info.channels === 4 ? createPicture(info.width, info.height, Uint8Array.from(data), info.channels) : createPicture(info.width, info.height, ...withColours(data, info.channels));
  } catch (error) {
    throw new DarkroomError('data', `The picture cannot be read: ${reason(error)}.`, {}, error);
  }
}

/** Grey pixels as RGB, with their transparency if there is one. */
function withColours(data: Uint8Array, channels: number): [Uint8Array, 3 | 4] {
  const count = data.length / channels;
  const out = channels === 2 ? 4 : 3;
  return [Uint8Array.from({ length: out * count }, (_, i) => data[Math.floor(i / out) * channels + (i % out === 3 ? 1 : 0)] as number), out];
}

/** What pictures are sent as. */
export type PictureFormat = 'png' | 'jpeg' | 'webp';

export interface EncodeOptions {
  /** 1 to 100; of JPEG and WebP. Default 90. */
  readonly quality?: number;
  /** Pixels of the longer side at most. */
  readonly within?: number;
}

/** A picture as a file, by the library's threads: quick, but its PNGs differ from `encodePng`'s in their bytes. */
export async function encodePicture({ width, height, channels, data }: Picture, format: PictureFormat, { quality = 90, within }: EncodeOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  let image = sharp(data, { raw: { width, height, channels } });
  if (within !== undefined) image = image.resize(within, within, { fit: 'inside', withoutEnlargement: true });
  const file = format === 'png' ? image.png({ compressionLevel: 4 }) : format === 'jpeg' ? image.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' }) : image.webp({ quality });
  return new Uint8Array(await file.toBuffer());
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error);
  return text.replace(/^Input buffer/, 'the file').replace(/\.$/, '') || 'unknown reason';
}
