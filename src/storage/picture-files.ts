/** The gallery's truth: every picture a PNG that carries its recipe; beside it, where somebody said something of it, a note in JSON. */
import { DarkroomError } from '../base/errors.ts';
import { readPngSize, readPngText } from '../images/png.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { recipeFromText } from '../recipe/recipe-text.ts';
import type { BlobStore } from './blob-store.ts';

/** What people say of a picture. */
export interface PictureNote {
  readonly favourite: boolean;
  readonly tags: readonly string[];
  readonly collections: readonly string[];
  readonly trashed: boolean;
}

export const NO_NOTE: PictureNote = { favourite: false, tags: [], collections: [], trashed: false };

/** What a picture's file says. */
export interface StoredPicture {
  readonly id: string;
  readonly createdAt: number;
  readonly job?: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** Absent when it carries none that can be read. */
  readonly recipe?: Recipe;
  readonly note: PictureNote;
}

const FOLDER = 'pictures';

/** `20261124-221530-JOB-1`: when, by which job, which of its pictures. */
const ID = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-([A-Za-z0-9_]+)-(\d+)$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** Of picture `index` (from 0) of a job: the same whenever it is asked for. In universal time, so that names sort by age. */
export function pictureIdOf(job: string, createdAt: number, index: number): string {
  const at = new Date(createdAt);
  return `${at.getUTCFullYear()}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}-${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}-${job}-${index + 1}`;
}

export const isPictureId = (id: string): boolean => ID.test(id);

/** One folder a month. */
function keyOf(id: string, extension: 'png' | 'json'): string {
  const [, year, month] = ID.exec(id) ?? [];
  if (year === undefined) throw new DarkroomError('usage', `'${id.slice(0, 100)}' is no picture's id.`, { id });
  return `${FOLDER}/${year}/${month}/${id}.${extension}`;
}

function createdAtOf(id: string): number {
  const [, ...parts] = ID.exec(id) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export interface PictureFiles {
  write(id: string, png: Uint8Array): Promise<void>;
  file(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  has(id: string): Promise<boolean>;
  /** What the files say; undefined when the picture is not there or is no picture. */
  read(id: string): Promise<StoredPicture | undefined>;
  note(id: string, note: PictureNote): Promise<void>;
  delete(id: string): Promise<void>;
  /** Ids, the oldest first. */
  ids(): AsyncIterable<string>;
}

export function createPictureFiles(blobs: BlobStore): PictureFiles {
  const readNote = async (id: string): Promise<PictureNote> => parsedNote(await blobs.get(keyOf(id, 'json')));
  return {
    write: (id, png) => blobs.put(keyOf(id, 'png'), png),
    file: (id) => (isPictureId(id) ? blobs.get(keyOf(id, 'png')) : Promise.resolve(undefined)),
    has: (id) => (isPictureId(id) ? blobs.has(keyOf(id, 'png')) : Promise.resolve(false)),
    read: async (id) => {
      const png = isPictureId(id) ? await blobs.get(keyOf(id, 'png')) : undefined;
      return png && storedPicture(id, png, await readNote(id));
    },
    note: (id, note) => blobs.put(keyOf(id, 'json'), new TextEncoder().encode(`${JSON.stringify(note, null, 2)}\n`)),
    delete: async (id) => {
      await blobs.delete(keyOf(id, 'png'));
      await blobs.delete(keyOf(id, 'json'));
    },
    async* ids() {
      for await (const { key } of blobs.list(`${FOLDER}/`)) {
        const id = /\/([^/]+)\.png$/.exec(key)?.[1];
        if (id !== undefined && isPictureId(id) && keyOf(id, 'png') === key) yield id;
      }
    },
  };
}

/** What can be told of a picture from its bytes; undefined when they are no PNG. */
export function storedPicture(id: string, png: Uint8Array, note: PictureNote): StoredPicture | undefined {
  try {
    const { width, height } = readPngSize(png);
    const recipe = recipeIn(png);
    const job = ID.exec(id)?.[7];
    return { id, createdAt: createdAtOf(id), width, height, sizeBytes: png.length, note, ...(job !== undefined && { job }), ...(recipe && { recipe }) };
  } catch {
    return undefined;
  }
}

/** A picture without a recipe that can be read is a picture all the same. */
function recipeIn(png: Uint8Array): Recipe | undefined {
  try {
    return recipeFromText(readPngText(png));
  } catch {
    return undefined;
  }
}

function parsedNote(bytes: Uint8Array | undefined): PictureNote {
  if (bytes === undefined) return NO_NOTE;
  try {
    const { favourite, tags, collections, trashed } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<PictureNote>;
    const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
    return { favourite: favourite === true, tags: texts(tags), collections: texts(collections), trashed: trashed === true };
  } catch {
    return NO_NOTE;
  }
}
