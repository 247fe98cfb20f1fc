/** The cache of the Hugging Face Hub, as Python lays it out: `models--org--name/{refs,blobs,snapshots}`, snapshots full of links to blobs. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `org/name`, as the Hub calls repositories. */
const REPOSITORY = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

export function isRepositoryName(name: string): boolean {
  return REPOSITORY.test(name) && !name.includes('..') && !name.includes('--');
}

type Environment = Readonly<Record<string, string | undefined>>;

/** HF_HUB_CACHE, or `hub` below HF_HOME, or below the user's cache folder: as huggingface_hub finds it. */
export function hubCacheFolder(environment: Environment): string {
  const explicit = environment['HF_HUB_CACHE'] ?? environment['HUGGINGFACE_HUB_CACHE'];
  if (explicit !== undefined && explicit !== '') return explicit;
  const home = environment['HF_HOME'] ?? join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'huggingface');
  return join(home, 'hub');
}

export function repositoryFolder(cache: string, repository: string): string {
  return join(cache, `models--${repository.replace('/', '--')}`);
}

/** The folder of a repository's files at a revision, or undefined when it is not in the cache. */
export async function cachedSnapshot(cache: string, repository: string, revision = 'main'): Promise<string | undefined> {
  const folder = repositoryFolder(cache, repository);
  const commit = (await readFile(join(folder, 'refs', revision), 'utf8').catch(() => revision)).trim();
  const snapshot = join(folder, 'snapshots', commit);
  if (await isFolder(snapshot)) return snapshot;
  // Without a ref, one snapshot is the only thing that can be meant.
  const all = await readdir(join(folder, 'snapshots')).catch(() => []);
  return revision === 'main' && all.length === 1 ? join(folder, 'snapshots', all[0] as string) : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
