/** Pictures that requests bring or name: decoded within limits, kept by their hash. */
import { DarkroomError } from '../base/errors.ts';
import { ServiceError } from '../api/error.ts';
import type { PictureSource } from '../api/recipe-request.ts';
import type { Picture } from '../images/picture.ts';
import { decodePicture } from '../node/image-codec.ts';
import type { Gallery } from '../storage/gallery.ts';
import type { Inputs } from '../storage/inputs.ts';
import type { Limits } from './limits.ts';

export interface PictureRooms {
  readonly gallery: Pick<Gallery, 'file'>;
  readonly inputs: Inputs;
  readonly limits: Pick<Limits, 'pixels'>;
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** @param text base64, with or without `data:image/png;base64,` before it @throws ServiceError 'data' */
export function bytesOf(text: string, path: string): Uint8Array {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  if (text.startsWith('data:') && !/^data:[\w/+.;=-]*;base64,/.test(text.slice(0, 200))) throw new ServiceError('data', 'Only base64 data URLs are understood, as data:image/png;base64,….', path);
  const base64 = text.slice(comma + 1).replace(/\s+/g, '');
  if (base64 === '' || !BASE64.test(base64)) throw new ServiceError('data', 'This is no base64.', path);
  return Buffer.from(base64, 'base64');
}

/** @throws ServiceError 'data' naming the field */
export async function decodeWithin(bytes: Uint8Array, mostPixels: number, path: string): Promise<Picture> {
  try {
    return await decodePicture(bytes, { keepAlpha: true, mostPixels });
  } catch (error) {
    if (error instanceof DarkroomError) throw new ServiceError('data', error.message, path);
    throw error;
  }
}

/** @throws ServiceError 'data', or 'not-found' when it names what is not there */
export async function pictureOf({ data, hash, picture }: PictureSource, { gallery, inputs, limits }: PictureRooms, path: string): Promise<Picture> {
  if (data !== undefined) return decodeWithin(bytesOf(data, path), limits.pixels, path);
  if (hash !== undefined) {
    const found = await inputs.get(hash);
    if (found === undefined) throw new ServiceError('not-found', `No picture with the hash ${hash.slice(0, 12)}… was sent here. Send it first.`, path);
    return found;
  }
  const file = await gallery.file(picture ?? '');
  if (file === undefined) throw new ServiceError('not-found', `There is no picture '${picture}' in the gallery.`, path);
  return decodeWithin(file, limits.pixels, path);
}
