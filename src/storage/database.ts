/** The embedded database: opened, brought to the newest form, set aside when it is damaged. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { makeFolders } from '../node/atomic-file.ts';

export type Database = Client;

/** One entry a version; append, never change. */
const migrations: readonly (readonly string[])[] = [
  [
    `create table jobs (id text primary key, status text not null, client_id text, idempotency_key text, created_at integer not null, finished_at integer, record text not null)`,
    `create index jobs_by_status on jobs (status, finished_at)`,
    `create unique index jobs_by_key on jobs (idempotency_key) where idempotency_key is not null`,
    `create table pictures (id text primary key, created_at integer not null, job text, model text not null, seed integer, width integer not null, height integer not null, bytes integer not null,
       prompt text not null, recipe text, favourite integer not null, trashed integer not null, labels text not null)`,
    `create index pictures_by_date on pictures (trashed, created_at desc, id desc)`,
    `create index pictures_by_job on pictures (job)`,
    `create table picture_labels (picture text not null, kind text not null, name text not null, primary key (kind, name, picture)) without rowid`,
    `create index labels_by_picture on picture_labels (picture)`,
    `create virtual table picture_words using fts5 (words, tokenize = 'unicode61 remove_diacritics 2')`,
  ],
];

/** @param folder made if need be @returns fresh: the database was empty or unreadable, so the index has to be made from the files */
export async function openDatabase(folder: string): Promise<{ readonly database: Database; readonly fresh: boolean }> {
  await makeFolders(folder);
  const file = join(folder, 'index.db');
  try {
    return await opened(file);
  } catch {
    // Pictures are files: nothing is lost with their index. Kept aside for those who want to know why.
    for (const suffix of ['', '-wal', '-shm']) await rename(file + suffix, `${file}.damaged${suffix}`).catch(() => rm(file + suffix, { force: true }));
    return { ...await opened(file), fresh: true };
  }
}

async function opened(file: string): Promise<{ readonly database: Database; readonly fresh: boolean }> {
  // One connection: settings are a connection's own, and others would come without them, waiting for the disk at every write.
  const database = createClient({ url: `file:${file}`, intMode: 'number', concurrency: 1 });
  try {
    await database.execute('pragma journal_mode = wal');
    // With a write-ahead log this loses nothing when the process dies; when the machine does, the files make up for it.
    await database.execute('pragma synchronous = normal');
    await database.execute('pragma busy_timeout = 5000');
    const { rows } = await database.execute('pragma user_version');
    const version = Number(rows[0]?.['user_version'] ?? 0);
    if (version > migrations.length) throw new Error(`the index has version ${version}`);
    for (let next = version; next < migrations.length; next++) await database.batch([...(migrations[next] as readonly string[]), `pragma user_version = ${next + 1}`], 'write');
    await database.execute('select count(*) from pictures');
    return { database, fresh: version === 0 };
  } catch (error) {
    database.close();
    throw error;
  }
}
