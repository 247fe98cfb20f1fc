/** Where a picture's caption comes from: a text beside it, the folder's metadata file, or its own name. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { parseCsv } from './csv.ts';

export type CaptionSource = 'text file' | 'metadata' | 'file name';

export interface Caption {
  readonly text: string;
  readonly source: CaptionSource;
}

/** Captions by path from the folder, with forward slashes. */
export type Metadata = ReadonlyMap<string, string>;

const readText = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
const normalized = (path: string): string => path.replaceAll('\\', '/').replace(/^\.\//, '');

/**
 * Reads `metadata.jsonl` or `metadata.csv`: one row a picture, `file_name` and `text`. Other columns are ignored.
 * @source Hugging Face datasets, ImageFolder
 * @throws DarkroomError code 'data' when the file is there but not understood
 */
export async function readMetadata(folder: string): Promise<Metadata> {
  const lines = await readText(join(folder, 'metadata.jsonl'));
  if (lines !== undefined) return new Map(lines.split('\n').flatMap((line, i) => jsonRow(line, i + 1)));
  const table = await readText(join(folder, 'metadata.csv'));
  return table === undefined ? new Map() : csvRows(table);
}

function jsonRow(line: string, number: number): (readonly [string, string])[] {
  if (line.trim() === '') return [];
  let row: { file_name?: unknown; text?: unknown };
  try {
    row = JSON.parse(line) as typeof row;
  } catch (error) {
    throw new DarkroomError('data', `metadata.jsonl, line ${number}, is not JSON.`, { line: number }, error);
  }
  if (typeof row.file_name !== 'string') throw new DarkroomError('data', `metadata.jsonl, line ${number}, has no 'file_name'.`, { line: number });
  return typeof row.text === 'string' ? [[normalized(row.file_name), row.text]] : [];
}

function csvRows(text: string): Metadata {
  const [header, ...rows] = parseCsv(text);
  const [file, caption] = ['file_name', 'text'].map((name) => (header ?? []).indexOf(name)) as [number, number];
  if (file < 0 || caption < 0) throw new DarkroomError('data', "metadata.csv needs the columns 'file_name' and 'text' in its first line.", { header });
  return new Map(rows.flatMap((row) => (row[file] === undefined || row[caption] === undefined ? [] : [[normalized(row[file]), row[caption]] as const])));
}

/** `red-fox_01.png` → `red fox`: letters only, as camera numbers say nothing. */
export function captionFromName(file: string): string {
  return basename(file, extname(file)).replace(/([\p{Ll}])(\p{Lu})/gu, '$1 $2').replace(/[^\p{L}\p{M}']+/gu, ' ').trim().toLowerCase();
}

/** Names that cameras and programs give: no captions. */
const meaningless = /^(img|dsc|dscn|dscf|image|photo|picture|pic|screenshot|untitled|p|pxl|mvimg|dji|gopr|scan|file|\p{L})$/u;

/** The most particular source wins; undefined when none says anything. */
export async function captionOf(path: string, folder: string, metadata: Metadata): Promise<Caption | undefined> {
  const beside = await readText(join(dirname(path), `${basename(path, extname(path))}.txt`));
  if (beside !== undefined) return beside.trim() === '' ? undefined : { text: oneLine(beside), source: 'text file' };
  const listed = metadata.get(normalized(relative(folder, path)));
  if (listed !== undefined) return listed.trim() === '' ? undefined : { text: oneLine(listed), source: 'metadata' };
  const named = captionFromName(path);
  return named === '' || meaningless.test(named) ? undefined : { text: named, source: 'file name' };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
