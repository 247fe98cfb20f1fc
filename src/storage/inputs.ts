/** Pictures that were sent to be edited, by the hash of their pixels: recipes name them so, and find them again. */
import { decodePicture } from '../node/image-codec.ts';
import { encodePngAside } from '../node/png-encoder.ts';
import { pictureHash } from '../images/picture-hash.ts';
import type { Picture } from '../images/picture.ts';
import type { BlobStore } from './blob-store.ts';

export interface Inputs {
  /** @returns the hash, see `pictureHash` */
  put(picture: Picture): Promise<string>;
  get(hash: string): Promise<Picture | undefined>;
  /** Deletes those that nothing refers to. @returns how many */
  tidy(wanted: ReadonlySet<string>): Promise<number>;
}

const FOLDER = 'inputs/';
const keyOf = (hash: string): string => `${FOLDER}${hash.slice(0, 2)}/${hash}.png`;
const HASH = /^[0-9a-f]{64}$/;

export function createInputs(blobs: BlobStore): Inputs {
  return {
    put: async (picture) => {
      const hash = await pictureHash(picture);
      if (!await blobs.has(keyOf(hash))) await blobs.put(keyOf(hash), await encodePngAside(picture));
      return hash;
    },
    get: async (hash) => {
      const bytes = HASH.test(hash) ? await blobs.get(keyOf(hash)) : undefined;
      return bytes && decodePicture(bytes, { keepAlpha: true });
    },
    tidy: async (wanted) => {
      let deleted = 0;
      for await (const { key } of blobs.list(FOLDER)) {
        const hash = /\/([0-9a-f]{64})\.png$/.exec(key)?.[1];
        if (hash === undefined || wanted.has(hash)) continue;
        await blobs.delete(key);
        deleted++;
      }
      return deleted;
    },
  };
}
