/** The gallery's index from nothing but its files. Jobs stay. */
import { openDatabase } from './database.ts';
import { createFolderStore } from './folder-store.ts';
import { createGallery } from './gallery.ts';
import { createPictureIndex } from './picture-index.ts';

/** @returns how many pictures there are */
export async function rebuildGallery(folder: string): Promise<{ readonly pictures: number }> {
  const { database } = await openDatabase(folder);
  try {
    const index = createPictureIndex(database);
    await index.remove([...await index.ids()]);
    await createGallery(createFolderStore(folder), database).mend(true);
    return { pictures: (await index.ids()).size };
  } finally {
    database.close();
  }
}
