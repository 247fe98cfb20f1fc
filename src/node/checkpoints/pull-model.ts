/** Downloads a checkpoint into the Hugging Face cache, as Python would find it there: only what is needed, resumed, and verified. */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat, symlink, writeFile, copyFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { DarkroomError, throwIfCancelled } from '../../base/errors.ts';
import { hubCacheFolder, isRepositoryName, repositoryFolder } from './hub-cache.ts';
import { type Hub, hubOf, listRepository, openRange } from './hub-client.ts';
import { type HubFile, type PullPrecision, neededFiles } from './hub-files.ts';

export interface PullRequest {
  /** `org/name` */
  readonly repository: string;
  /** A branch, tag or commit. Default: main. */
  readonly revision?: string;
  /** Default: half, where the repository has it. */
  readonly precision?: PullPrecision;
  /** Only these files, by their paths in the repository. Default: what the checkpoint needs. */
  readonly files?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Told while bytes arrive; `receivedBytes` counts what was there before. */
export interface PullProgress {
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface PulledModel {
  readonly repository: string;
  readonly commit: string;
  /** Where the files lie, below the cache. */
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** It becomes a path below `refs`. */
const REVISION = /^[A-Za-z0-9][\w./-]{0,199}$/;

/**
 * @returns progress, and in the end where everything lies; a pull that was stopped goes on where it was
 * @throws DarkroomError code 'usage', 'model', 'io', 'weights' (what arrived is not what the Hub announced) or 'cancelled'
 */
export async function* pullModel({ repository, revision = 'main', precision = 'half', files, environment, signal }: PullRequest): AsyncGenerator<PullProgress, PulledModel> {
  if (!isRepositoryName(repository)) throw new DarkroomError('usage', `'${repository}' is not the name of a repository: it must be ORG/NAME.`, { repository });
  if (!REVISION.test(revision) || revision.includes('..')) throw new DarkroomError('usage', `'${revision}' is not a revision: it must be a branch, a tag or a commit.`, { revision });
  const hub = await hubOf(environment);
  const listing = await listRepository(hub, repository, revision, signal);
  const wanted = files === undefined ? neededFiles(repository, listing.files, precision) : files.map((path) => named(repository, path, listing.files));
  const folder = repositoryFolder(hubCacheFolder(environment), repository);
  const snapshot = join(folder, 'snapshots', listing.commit);
  const totalBytes = wanted.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of wanted) {
    for await (const received of fetchBlob({ hub, repository, commit: listing.commit, file, folder, signal })) yield { file: file.path, receivedBytes: before + received, totalBytes };
    await link(join(folder, 'blobs', file.etag), join(snapshot, file.path));
    before += file.size;
  }
  // Written last: a ref means that the snapshot can be used.
  if (revision !== listing.commit) await writeRef(join(folder, 'refs', revision), listing.commit);
  return { repository, commit: listing.commit, folder: snapshot, files: wanted.map(({ path, size }) => ({ path, bytes: size })) };
}

function named(repository: string, path: string, files: readonly HubFile[]): HubFile {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new DarkroomError('usage', `${repository} has no file '${path}'.`, { repository, path });
  return found;
}

interface BlobRequest {
  readonly hub: Hub;
  readonly repository: string;
  readonly commit: string;
  readonly file: HubFile;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 500;

/** Goes on after breaks, a few times; yields how much is there. */
async function* fetchBlob(request: BlobRequest): AsyncGenerator<number> {
  const { file, folder, signal } = request;
  const blob = join(folder, 'blobs', file.etag);
  if ((await stat(blob).catch(() => undefined))?.size === file.size) return yield file.size;
  await mkdir(dirname(blob), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    try {
      yield* receive(request, `${blob}.incomplete`);
      break;
    } catch (error) {
      throwIfCancelled(signal);
      if (attempt >= MOST_TRIES || !(error instanceof DarkroomError) || error.code !== 'io') throw error;
      await new Promise((resolve) => { setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)); });
    }
  }
  await verify(`${blob}.incomplete`, file, request.repository);
  await rename(`${blob}.incomplete`, blob);
}

/** Appends what is missing to a partial file. */
async function* receive({ hub, repository, commit, file, signal }: BlobRequest, partial: string): AsyncGenerator<number> {
  const there = (await stat(partial).catch(() => undefined))?.size ?? 0;
  if (there > file.size) await rm(partial);
  if (there === file.size && file.size > 0) return yield file.size;
  const { body, offset } = await openRange(hub, repository, commit, file.path, there > file.size ? 0 : there, signal);
  const handle = await open(partial, offset === 0 ? 'w' : 'a');
  try {
    let received = offset;
    for await (const chunk of chunksOf(body, file, signal)) {
      await handle.write(chunk);
      received += chunk.length;
      if (received > file.size) throw new DarkroomError('weights', `${file.path} of ${repository} is longer than the ${file.size} bytes that were announced.`, { path: file.path });
      yield received;
    }
    if (received < file.size) throw new DarkroomError('io', `${file.path} of ${repository} broke off after ${received} of ${file.size} bytes.`, { path: file.path });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>, file: HubFile, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* body as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (signal?.aborted) throw new DarkroomError('cancelled', 'Cancelled: what was downloaded is kept, and the same command goes on from there.', {}, cause);
    throw new DarkroomError('io', `The download of ${file.path} broke off.`, { path: file.path }, cause);
  }
}

/** Large files are named by their SHA-256, small ones by what git calls them. */
async function verify(path: string, { etag, size, path: name }: HubFile, repository: string): Promise<void> {
  const hash = etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
  const handle = await open(path, 'r');
  try {
    await hashFile(handle, hash);
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') === etag) return;
  await rm(path);
  throw new DarkroomError('weights', `${name} of ${repository} arrived damaged: its checksum is not the announced one. It was deleted; run the same command again.`, { path: name });
}

const HASH_CHUNK = 1 << 22;

async function hashFile(handle: FileHandle, hash: Hash): Promise<void> {
  const buffer = new Uint8Array(HASH_CHUNK);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, HASH_CHUNK, null);
    if (bytesRead === 0) return;
    hash.update(buffer.subarray(0, bytesRead));
  }
}

/** A link from the snapshot to the blob; a copy where the system makes no links. */
async function link(blob: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await symlink(relative(dirname(path), blob), path).catch(() => copyFile(blob, path));
}

async function writeRef(path: string, commit: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, commit);
}
