/** Pictures by their content: stored once however often they are used, decoded once while they are shown. */
import type { AssetId } from '../document/document.ts';
import { readRecord, recordKeys, removeRecord, writeRecord } from './database.ts';

/** Keeps decoded pictures; one for the whole studio. */
export class AssetStore {
  readonly #decoded = new Map<AssetId, Promise<ImageBitmap>>();

  /** Stores a picture file and gives its id: the same bytes have the same id. */
  async add(file: Blob): Promise<AssetId> {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    const id = `sha256:${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    await writeRecord('assets', id, file);
    return id;
  }

  /** @throws Error when the picture is gone */
  async blob(id: AssetId): Promise<Blob> {
    const found = await readRecord<Blob>('assets', id);
    if (found === undefined) throw new Error(`The picture ${id} is no longer stored in this browser.`);
    return found;
  }

  bitmap(id: AssetId): Promise<ImageBitmap> {
    const known = this.#decoded.get(id);
    if (known !== undefined) return known;
    const decoding = this.blob(id).then((blob) => createImageBitmap(blob));
    this.#decoded.set(id, decoding);
    decoding.catch(() => this.#decoded.delete(id));
    return decoding;
  }

  /** Forgets every stored picture that is in no history any more. */
  async keepOnly(used: ReadonlySet<AssetId>): Promise<void> {
    for (const key of await recordKeys('assets')) if (!used.has(key as AssetId)) await removeRecord('assets', key as AssetId);
    for (const [id, bitmap] of this.#decoded) {
      if (used.has(id)) continue;
      this.#decoded.delete(id);
      (await bitmap).close();
    }
  }
}
