/** The lens's streams: steps of a watched run, rungs of the ladder of noise. */
import { serverSentEvents } from '../../src/api/server-sent-events.ts';
import type { LadderRequest, LensRequest, LensStep, NoiseRung } from './engine.ts';

type Fetch = typeof globalThis.fetch;

async function* stream<Event>(fetch: Fetch, path: string, body: unknown, signal: AbortSignal): AsyncGenerator<Event> {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal });
  if (!response.ok || response.body === null) {
    const told = await response.json().catch(() => undefined) as { error?: { message?: string } } | undefined;
    throw new Error(told?.error?.message ?? `The service answered ${response.status}.`);
  }
  for await (const { event, data } of serverSentEvents(response.body)) {
    if (event === 'error') throw new Error((JSON.parse(data) as { message: string }).message);
    if (event !== 'done') yield JSON.parse(data) as Event;
  }
}

export const watchLens = (fetch: Fetch) => (request: LensRequest, signal: AbortSignal): AsyncGenerator<LensStep> => stream(fetch, '/darkroom/v1/lens', request, signal);

export const watchLadder = (fetch: Fetch) => async function* ({ picture, ...rest }: LadderRequest, signal: AbortSignal): AsyncGenerator<NoiseRung> {
  yield* stream(fetch, '/darkroom/v1/noise-ladder', { ...rest, picture: await dataUrlOf(picture) }, signal);
};

function dataUrlOf(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the picture cannot be read')));
    reader.readAsDataURL(picture);
  });
}
