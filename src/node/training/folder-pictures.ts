/** A user's own pictures as training pictures. */
import { type TrainingPictures } from '../../training/training-pictures.ts';
import { describeFolder, readImageFolder } from '../image-folder/image-folder.ts';

/** Rows of a sheet. */
const MOST_PROMPTS = 8;

/** @throws DarkroomError code 'data' when the folder holds nothing usable */
export async function folderPictures(folder: string, size: number, signal?: AbortSignal): Promise<TrainingPictures> {
  const read = await readImageFolder(folder, { width: size, height: size, ...(signal && { signal }) });
  const { pictures } = read;
  const pixels = new Uint8Array(pictures.length * 3 * size * size);
  pictures.forEach(({ picture }, i) => pixels.set(picture.data, i * 3 * size * size));
  return {
    count: pictures.length, size, pixels,
    caption: (picture) => ({ text: pictures[picture]?.caption ?? '', labels: [] }),
    factors: [],
    texts: pictures.map(({ caption }) => caption),
    prompts: [...new Set(pictures.map(({ caption }) => caption))].slice(0, MOST_PROMPTS),
    summary: `Pictures of ${folder}: ${describeFolder(read)}`,
  };
}
