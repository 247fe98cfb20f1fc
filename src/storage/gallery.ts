/** The gallery: files and their index together. The file is written first; the index follows, and is mended from the files when the service starts. */
import type { GalleryQuery, PictureChange } from '../api/gallery.ts';
import type { Database } from './database.ts';
import type { BlobStore } from './blob-store.ts';
import { NO_NOTE, type PictureFiles, type PictureNote, type StoredPicture, createPictureFiles, storedPicture } from './picture-files.ts';
import { type FoundPictures, type PictureIndex, createPictureIndex } from './picture-index.ts';

export interface Gallery {
  /** On the disk when it resolves. @param id see `pictureIdOf`; the same one writes over it */
  add(id: string, png: Uint8Array, note?: Partial<PictureNote>): Promise<StoredPicture>;
  get(id: string): Promise<StoredPicture | undefined>;
  has(id: string): Promise<boolean>;
  file(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  ofJob(job: string): Promise<readonly StoredPicture[]>;
  find(query: GalleryQuery): Promise<FoundPictures>;
  change(id: string, change: PictureChange): Promise<StoredPicture | undefined>;
  labels: PictureIndex['labels'];
  /** Deletes for good what is in the trash. @returns how many */
  emptyTrash(): Promise<number>;
  /** Makes the index say what the files say. @param all reads every file again, not only those that the index does not know */
  mend(all?: boolean): Promise<{ readonly added: number; readonly removed: number }>;
}

/** Pictures that are read before the index is written. */
const BATCH = 100;

export function createGallery(blobs: BlobStore, database: Database): Gallery {
  const files = createPictureFiles(blobs);
  const index = createPictureIndex(database);
  return {
    add: async (id, png, note) => {
      const whole = { ...NO_NOTE, ...note };
      const stored = storedPicture(id, png, whole);
      if (stored === undefined) throw new TypeError('only PNGs go into the gallery');
      await files.write(id, png);
      if (note !== undefined) await files.note(id, whole);
      await index.put([stored]);
      return stored;
    },
    get: (id) => index.get(id),
    has: (id) => files.has(id),
    file: (id) => files.file(id),
    ofJob: (job) => index.ofJob(job),
    find: (query) => index.find(query),
    change: async (id, change) => {
      const known = await index.get(id);
      if (known === undefined) return undefined;
      const { favourite = known.note.favourite, tags = known.note.tags, collections = known.note.collections, trashed = known.note.trashed } = change;
      const changed = { ...known, note: { favourite, tags: unique(tags), collections: unique(collections), trashed } };
      await files.note(id, changed.note);
      await index.put([changed]);
      return changed;
    },
    labels: () => index.labels(),
    emptyTrash: async () => {
      const ids = [...await index.ids(true)];
      for (const id of ids) await files.delete(id);
      await index.remove(ids);
      return ids.length;
    },
    mend: (all = false) => mend(files, index, all),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

async function mend(files: PictureFiles, index: PictureIndex, all: boolean): Promise<{ added: number; removed: number }> {
  const known = await index.ids();
  const there = new Set<string>();
  let added = 0;
  let batch: StoredPicture[] = [];
  const write = async (): Promise<void> => {
    await index.put(batch);
    batch = [];
  };
  for await (const id of files.ids()) {
    there.add(id);
    if (known.has(id) && !all) continue;
    const stored = await files.read(id);
    if (stored === undefined) {
      there.delete(id);
      continue;
    }
    batch.push(stored);
    if (!known.has(id)) added++;
    if (batch.length >= BATCH) await write();
  }
  await write();
  const gone = [...known].filter((id) => !there.has(id));
  await index.remove(gone);
  return { added, removed: gone.length };
}
