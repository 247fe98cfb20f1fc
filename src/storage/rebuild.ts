/** Mending the data folder while no service works in it: the index from nothing but the files; inputs that nothing needs. */
import { openDatabase } from './database.ts';
import { createFolderStore } from './folder-store.ts';
import { createGallery } from './gallery.ts';
import { lockFolder } from './folder-lock.ts';
import { createInputs } from './inputs.ts';
import { createJobStore } from './job-store.ts';
import { createPictureFiles } from './picture-files.ts';
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

/**
 * Deletes pictures that were sent to be edited and that no recipe and no job names any more.
 * @returns how many
 * @throws DarkroomError code 'usage' while a service works in the folder: somebody may be about to name one
 */
export async function tidyInputs(folder: string): Promise<{ readonly deleted: number }> {
  const lock = await lockFolder(folder);
  const { database } = await openDatabase(folder);
  try {
    const blobs = createFolderStore(folder);
    const files = createPictureFiles(blobs);
    const wanted = new Set<string>();
    const want = (recipe: { readonly init?: { readonly hash?: string | undefined } | undefined; readonly mask?: { readonly hash?: string | undefined } | undefined } | undefined): void => {
      for (const hash of [recipe?.init?.hash, recipe?.mask?.hash]) if (hash !== undefined) wanted.add(hash);
    };
    for await (const id of files.ids()) want((await files.read(id))?.recipe);
    for (const { recipe } of await createJobStore(database).unfinished()) want(recipe);
    return { deleted: await createInputs(blobs).tidy(wanted) };
  } finally {
    database.close();
    await lock.release();
  }
}
