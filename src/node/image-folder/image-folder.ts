/** A folder of a user's own pictures with captions; what cannot be used is named and skipped. */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { DarkroomError, throwIfCancelled } from '../../base/errors.ts';
import type { Picture } from '../../images/picture.ts';
import { decodePicture } from '../image-codec.ts';
import { type CaptionSource, type Metadata, captionOf, readMetadata } from './captions.ts';

const extensions = new Set(['.png', '.jpg', '.jpeg', '.webp']);

export interface CaptionedPicture {
  /** From the folder. */
  readonly file: string;
  readonly caption: string;
  readonly captionFrom: CaptionSource;
  readonly picture: Picture;
}

export interface ImageFolder {
  /** In the order of their names. */
  readonly pictures: readonly CaptionedPicture[];
  /** Files that could not be used, and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

export interface ReadFolderOptions {
  /** Pictures are scaled and cropped in the middle to this size. */
  readonly width: number;
  readonly height: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads every PNG, JPEG and WebP in the folder and below it.
 * @throws DarkroomError code 'data' when the folder is missing or holds nothing usable
 */
export async function readImageFolder(folder: string, options: ReadFolderOptions): Promise<ImageFolder> {
  const files = await pictureFiles(folder);
  const metadata = await readMetadata(folder);
  const pictures: CaptionedPicture[] = [];
  const skipped: { file: string; reason: string }[] = missingFiles(folder, files, metadata);
  for (const path of files) {
    throwIfCancelled(options.signal);
    const file = relative(folder, path);
    try {
      pictures.push(await readOne(path, file, folder, metadata, options));
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      skipped.push({ file, reason: error.message });
    }
  }
  if (pictures.length > 0) return { pictures, skipped };
  const found = files.length === 0 ? 'no PNG, JPEG or WebP files' : `${files.length} pictures, none of them usable: ${skipped[0]?.file} – ${skipped[0]?.reason}`;
  throw new DarkroomError('data', `${folder} holds ${found}. Give each picture a caption: a .txt of the same name, a row in metadata.jsonl or metadata.csv, or a file name in words.`, { folder, skipped });
}

async function readOne(path: string, file: string, folder: string, metadata: Metadata, { width, height }: ReadFolderOptions): Promise<CaptionedPicture> {
  const caption = await captionOf(path, folder, metadata);
  if (caption === undefined) throw new DarkroomError('data', 'It has no caption.');
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new DarkroomError('data', 'The file cannot be read.', {}, error);
  });
  return { file, caption: caption.text, captionFrom: caption.source, picture: await decodePicture(bytes, { cover: { width, height } }) };
}

async function pictureFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && extensions.has(extname(entry.name).toLowerCase())).map((entry) => join(entry.parentPath, entry.name)).sort();
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new DarkroomError('data', code === 'ENOTDIR' ? `${folder} is a file, not a folder of pictures.` : `There is no folder ${folder} that can be read.`, { folder }, error);
  }
}

function missingFiles(folder: string, files: readonly string[], metadata: Metadata): { file: string; reason: string }[] {
  const known = new Set(files.map((path) => relative(folder, path).replaceAll('\\', '/')));
  return [...metadata.keys()].filter((file) => !known.has(file)).map((file) => ({ file, reason: 'The metadata names it, but it is not there.' }));
}

/** Counts in words, then one line for each file that was skipped (at most twenty). */
export function describeFolder({ pictures, skipped }: ImageFolder): string {
  const sources = (['text file', 'metadata', 'file name'] as const).map((source) => [source, pictures.filter(({ captionFrom }) => captionFrom === source).length] as const).filter(([, count]) => count > 0);
  const used = `${pictures.length} pictures used (captions: ${sources.map(([source, count]) => `${count} by ${source}`).join(', ')})`;
  const named = skipped.slice(0, 20).map(({ file, reason }) => `\n  skipped ${file}: ${reason}`);
  const more = skipped.length > 20 ? `\n  and ${skipped.length - 20} more` : '';
  return `${used}, ${skipped.length} skipped.${named.join('')}${more}`;
}
