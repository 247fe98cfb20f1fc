/** Speaks to the Hugging Face Hub, or to what HF_ENDPOINT names instead: what a repository holds, and its files in ranges. Nothing else is ever asked. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DarkroomError } from '../../base/errors.ts';
import { VERSION } from '../version.ts';
import type { HubFile } from './hub-files.ts';

export interface Hub {
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly token: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PUBLIC_ENDPOINT = 'https://huggingface.co';

/** HF_ENDPOINT and HF_TOKEN, or the token that `hf auth login` keeps below HF_HOME. @throws DarkroomError code 'usage' when HF_HUB_OFFLINE forbids it */
export async function hubOf(environment: Environment): Promise<Hub> {
  if (/^(1|true|yes|on)$/i.test(environment['HF_HUB_OFFLINE'] ?? '')) throw new DarkroomError('usage', 'HF_HUB_OFFLINE is set: nothing is downloaded.');
  const endpoint = (environment['HF_ENDPOINT'] || PUBLIC_ENDPOINT).replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]+/.test(endpoint)) throw new DarkroomError('usage', `HF_ENDPOINT must be an http address, not '${endpoint}'.`, { endpoint });
  const home = environment['HF_HOME'] ?? join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'huggingface');
  const kept = await readFile(environment['HF_TOKEN_PATH'] ?? join(home, 'token'), 'utf8').catch(() => '');
  const token = (environment['HF_TOKEN'] || environment['HUGGING_FACE_HUB_TOKEN'] || kept).trim();
  return { endpoint, token: token === '' ? undefined : token };
}

const digest = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(z.object({ rfilename: z.string().max(1000), size: z.number().int().min(0).nullish(), blobId: digest.nullish(), lfs: z.object({ sha256: digest, size: z.number().int().min(0) }).nullish() })),
});

export interface HubListing {
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** @throws DarkroomError code 'model' when it is not there or may not be seen, 'io' when the Hub does not answer */
export async function listRepository(hub: Hub, repository: string, revision: string, signal?: AbortSignal): Promise<HubListing> {
  const response = await request(hub, `${hub.endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`, {}, signal);
  if (!response.ok) throw await refusal(hub, `${repository} at ${revision}`, response);
  const parsed = listing.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new DarkroomError('io', `${hub.endpoint} does not answer as the Hub does: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}.`, { endpoint: hub.endpoint });
  const { sha, siblings } = parsed.data;
  return {
    commit: sha,
    files: siblings.flatMap(({ rfilename, size, blobId, lfs }) => {
      const etag = lfs?.sha256 ?? blobId;
      return etag === undefined || etag === null || !isSafePath(rfilename) ? [] : [{ path: rfilename, size: lfs?.size ?? size ?? 0, etag }];
    }),
  };
}

/** Below the repository's root, whatever a server says. */
function isSafePath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\:\0]/.test(path);
}

/**
 * A file's bytes from an offset on.
 * @returns the answer, and where it really begins: servers may ignore ranges
 * @throws DarkroomError code 'model' or 'io'
 */
export async function openRange(hub: Hub, repository: string, commit: string, path: string, offset: number, signal?: AbortSignal): Promise<{ readonly body: ReadableStream<Uint8Array>; readonly offset: number }> {
  const url = `${hub.endpoint}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const response = await request(hub, url, offset > 0 ? { range: `bytes=${offset}-` } : {}, signal);
  if (!response.ok || response.body === null) throw await refusal(hub, `${path} of ${repository}`, response);
  return { body: response.body, offset: response.status === 206 ? offset : 0 };
}

const MOST_REDIRECTS = 5;
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Follows redirects itself, so that the token goes to the Hub alone and not to the storage behind it. */
async function request({ endpoint, token }: Hub, url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<Response> {
  let target = new URL(url);
  const home = new URL(endpoint).origin;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const authorization = token !== undefined && target.origin === home ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(target, { headers: { 'user-agent': `darkroom/${VERSION}`, 'accept-encoding': 'identity', ...headers, ...authorization }, redirect: 'manual', ...(signal && { signal }) }).catch((cause: unknown) => {
      if (signal?.aborted) throw new DarkroomError('cancelled', 'Cancelled: what was downloaded is kept, and the same command goes on from there.', {}, cause);
      throw new DarkroomError('io', `${target.origin} does not answer: ${cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause)}.`, { url: target.href }, cause);
    });
    const location = response.headers.get('location');
    if (!isRedirect(response.status) || location === null) return response;
    await response.body?.cancel();
    target = new URL(location, target);
    if (!['http:', 'https:'].includes(target.protocol)) throw new DarkroomError('io', `${endpoint} redirects to ${target.protocol}, which is not followed.`, { url: target.href });
  }
  throw new DarkroomError('io', `${endpoint} redirects more than ${MOST_REDIRECTS} times.`, { url });
}

async function refusal({ endpoint, token }: Hub, what: string, response: Response): Promise<DarkroomError> {
  await response.body?.cancel();
  const { status } = response;
  if (status === 401 || status === 403) {
    const remedy = token === undefined ? 'set HF_TOKEN to a token of an account that may see it' : 'the token in HF_TOKEN may not: accept its terms on the Hub, or use another account';
    return new DarkroomError('model', `${what} may not be downloaded from ${endpoint} without permission, or does not exist: ${remedy}.`, { status });
  }
  if (status === 404) return new DarkroomError('model', `${endpoint} has no ${what}.`, { status });
  return new DarkroomError('io', `${endpoint} answers with status ${status} for ${what}${status === 429 ? ': too many requests, try again later' : ''}.`, { status });
}
