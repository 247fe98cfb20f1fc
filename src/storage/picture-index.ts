/** The gallery's index: what is in the files, where a query finds it. It can be thrown away. */
import type { GalleryQuery } from '../api/gallery.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Database } from './database.ts';
import type { PictureNote, StoredPicture } from './picture-files.ts';

/** A page of what a query found. */
export interface FoundPictures {
  readonly pictures: readonly StoredPicture[];
  readonly total: number;
  readonly cursor?: string;
}

type Statement = { readonly sql: string; readonly args: (string | number | null)[] };

const DEFAULT_LIMIT = 50;
const DAY_MS = 86_400_000;

/** The row number that words hang on: the pictures table's own. */
const WORDS_OF = '(select rowid from pictures where id = ?)';

export interface PictureIndex {
  put(pictures: readonly StoredPicture[]): Promise<void>;
  get(id: string): Promise<StoredPicture | undefined>;
  ofJob(job: string): Promise<readonly StoredPicture[]>;
  find(query: GalleryQuery): Promise<FoundPictures>;
  remove(ids: readonly string[]): Promise<void>;
  ids(trashed?: boolean): Promise<ReadonlySet<string>>;
  labels(): Promise<Record<'tags' | 'collections' | 'models', { name: string; count: number }[]>>;
}

export function createPictureIndex(database: Database): PictureIndex {
  const rows = async (statement: Statement): Promise<Record<string, unknown>[]> => (await database.execute(statement)).rows;
  const counted = async (sql: string): Promise<{ name: string; count: number }[]> => (await rows({ sql, args: [] })).map((row) => ({ name: String(row['name']), count: Number(row['count']) }));
  const labelCounts = (kind: string): Promise<{ name: string; count: number }[]> => counted(`select name, count(*) as count from picture_labels join pictures on pictures.id = picture where kind = '${kind}' and not trashed group by name order by name`);
  return {
    put: async (pictures) => {
      if (pictures.length > 0) await database.batch(pictures.flatMap((picture) => [...removal(picture.id), ...insertion(picture)]), 'write');
    },
    get: async (id) => (await rows({ sql: 'select * from pictures where id = ?', args: [id] })).map(fromRow)[0],
    ofJob: async (job) => (await rows({ sql: 'select * from pictures where job = ? order by length(id), id', args: [job] })).map(fromRow),
    find: async (query) => {
      const { where, args } = conditions(query);
      const limit = query.limit ?? DEFAULT_LIMIT;
      const after = cursorPosition(query.cursor);
      const [count] = await rows({ sql: `select count(*) as total from pictures where ${where.join(' and ')}`, args });
      const page = await rows({
        sql: `select * from pictures where ${[...where, ...(after ? ['(created_at, id) < (?, ?)'] : [])].join(' and ')} order by created_at desc, id desc limit ?`,
        args: [...args, ...(after ?? []), limit + 1],
      });
      const pictures = page.slice(0, limit).map(fromRow);
      const last = pictures.at(-1);
      return { pictures, total: Number(count?.['total'] ?? 0), ...(page.length > limit && last && { cursor: `${last.createdAt}.${last.id}` }) };
    },
    remove: async (ids) => {
      if (ids.length > 0) await database.batch(ids.flatMap(removal), 'write');
    },
    ids: async (trashed) => new Set((await rows({ sql: `select id from pictures${trashed === undefined ? '' : ' where trashed = ?'}`, args: trashed === undefined ? [] : [Number(trashed)] })).map((row) => String(row['id']))),
    labels: async () => ({
      tags: await labelCounts('tag'), collections: await labelCounts('collection'),
      models: await counted('select model as name, count(*) as count from pictures where not trashed group by model order by model'),
    }),
  };
}

function removal(id: string): Statement[] {
  return [
    { sql: `delete from picture_words where rowid = ${WORDS_OF}`, args: [id] },
    { sql: 'delete from picture_labels where picture = ?', args: [id] },
    { sql: 'delete from pictures where id = ?', args: [id] },
  ];
}

function insertion({ id, createdAt, job, width, height, sizeBytes, recipe, note }: StoredPicture): Statement[] {
  const prompt = recipe?.prompt ?? '';
  const model = recipe?.model.id ?? '';
  const words = [prompt, recipe?.resolvedPrompt ?? '', model, ...note.tags, ...note.collections].join(' ');
  const label = (kind: string, name: string): Statement => ({ sql: 'insert or ignore into picture_labels (picture, kind, name) values (?, ?, ?)', args: [id, kind, name] });
  return [
    {
      sql: 'insert into pictures (id, created_at, job, model, seed, width, height, bytes, prompt, recipe, favourite, trashed, labels) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      args: [id, createdAt, job ?? null, model, recipe?.seed ?? null, width, height, sizeBytes, prompt, recipe ? JSON.stringify(recipe) : null, Number(note.favourite), Number(note.trashed), JSON.stringify({ tags: note.tags, collections: note.collections })],
    },
    { sql: `insert into picture_words (rowid, words) values (${WORDS_OF}, ?)`, args: [id, words] },
    ...note.tags.map((name) => label('tag', name)),
    ...note.collections.map((name) => label('collection', name)),
  ];
}

function fromRow(row: Record<string, unknown>): StoredPicture {
  const { tags, collections } = JSON.parse(row['labels'] as string) as Pick<PictureNote, 'tags' | 'collections'>;
  const recipe = row['recipe'] === null ? undefined : JSON.parse(row['recipe'] as string) as Recipe;
  const job = row['job'] as string | null;
  return {
    id: row['id'] as string, createdAt: Number(row['created_at']), width: Number(row['width']), height: Number(row['height']), sizeBytes: Number(row['bytes']),
    note: { favourite: row['favourite'] === 1, trashed: row['trashed'] === 1, tags, collections }, ...(job !== null && { job }), ...(recipe && { recipe }),
  };
}

function conditions({ text, model, seed, from, to, favourite, tag, collection, job, trashed = false }: GalleryQuery): { where: string[]; args: (string | number)[] } {
  const where = ['trashed = ?'];
  const args: (string | number)[] = [Number(trashed)];
  const add = (sql: string, ...values: (string | number)[]): void => {
    where.push(sql);
    args.push(...values);
  };
  const words = searchWords(text);
  if (words !== undefined) add('rowid in (select rowid from picture_words where picture_words match ?)', words);
  if (model !== undefined) add('model = ?', model);
  if (seed !== undefined) add('seed = ?', seed);
  if (from !== undefined) add('created_at >= ?', Date.parse(from));
  if (to !== undefined) add('created_at < ?', Date.parse(to) + DAY_MS);
  if (favourite !== undefined) add('favourite = ?', Number(favourite));
  if (job !== undefined) add('job = ?', job);
  for (const [kind, name] of [['tag', tag], ['collection', collection]] as const) if (name !== undefined) add('id in (select picture from picture_labels where kind = ? and name = ?)', kind, name);
  return { where, args };
}

/** Every word in quotes, so that nothing in it is an operator; the last one may go on. Undefined when there are no words. */
function searchWords(text: string | undefined): string | undefined {
  const words = text?.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.length === 0 ? undefined : `${words.map((word) => `"${word}"`).join(' ')}*`;
}

function cursorPosition(cursor: string | undefined): [number, string] | undefined {
  const [, at, id] = /^(\d{1,16})\.([A-Za-z0-9_-]+)$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? undefined : [Number(at), id];
}
