/** /darkroom/v1/lens and /noise-ladder: runs that are watched, beside the queue. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { lensRoutes as routes, type LensStepView, type NoiseRungView } from '../../api/lens.ts';
import { flattened, type Picture } from '../../images/picture.ts';
import { encodePng } from '../../images/png.ts';
import { type LensStep, lens } from '../../pipelines/lens/lens.ts';
import { noiseLadder } from '../../pipelines/lens/noise-ladder.ts';
import { resolveRequest } from '../../pipelines/resolve-request.ts';
import { bytesOf, decodeWithin } from '../request-pictures.ts';
import type { Service } from '../service.ts';
import { failureOf } from '../surface.ts';

const DEFAULT_STEPS = 16;
const DEFAULT_RUNGS = 12;

export function lensRoutes(app: OpenAPIHono, { pool, limits, log }: Service): void {
  app.openapi(routes.lens, async (context) => {
    const { model, steps = DEFAULT_STEPS, ...asked } = context.req.valid('json');
    const { pipeline } = await pool.open(model);
    // What is wrong is said before the stream begins, with a status.
    const request = resolveRequest({ ...asked, steps, count: 1 } as Parameters<typeof resolveRequest>[0], pipeline.info, asked.seed);
    return told(context, log, 'step', (signal) => mapped(lens(pipeline, request, signal), stepView));
  });

  app.openapi(routes.ladder, async (context) => {
    const { model, picture: text, rungs = DEFAULT_RUNGS, prompt, seed } = context.req.valid('json');
    const { pipeline } = await pool.open(model);
    const picture = flattened(await decodeWithin(bytesOf(text, 'picture'), limits.pixels, 'picture'));
    pipeline.latentShape(picture);
    return told(context, log, 'rung', (signal) => mapped(noiseLadder(pipeline, { picture, prompt, seed, rungs, signal }), ({ noise, noisy, guess }): NoiseRungView => ({ noise, noisy: dataUrl(noisy), guess: dataUrl(guess) })));
  });
}

const dataUrl = (picture: Picture): string => `data:image/png;base64,${Buffer.from(encodePng(picture)).toString('base64')}`;

function stepView({ index, steps, noise, noisy, withWords, withoutWords, guided, overGuided, latentChannels, noiseChannels, words }: LensStep): LensStepView {
  return {
    index, steps, noise, noisy: dataUrl(noisy), withWords: dataUrl(withWords), withoutWords: dataUrl(withoutWords), guided: dataUrl(guided), overGuided: dataUrl(overGuided),
    latentChannels: latentChannels.map(dataUrl), noiseChannels: noiseChannels.map(dataUrl), words: words.map(({ word, map }) => ({ word, map: dataUrl(map) })),
  };
}

async function* mapped<From, To>(source: AsyncIterable<From>, view: (from: From) => To): AsyncGenerator<To> {
  for await (const each of source) yield view(each);
}

/** Tells what comes, as events of one name; then `done`, or `error` with the reason. A reader who leaves stops the run. */
function told(context: Context, log: Service['log'], event: string, begin: (signal: AbortSignal) => AsyncIterable<unknown>): Response {
  const gone = new AbortController();
  context.header('X-Accel-Buffering', 'no');
  return streamSSE(context, async (sse) => {
    sse.onAbort(() => gone.abort());
    try {
      for await (const data of begin(gone.signal)) await sse.writeSSE({ event, data: JSON.stringify(data) });
      await sse.writeSSE({ event: 'done', data: '{}' });
    } catch (error) {
      if (gone.signal.aborted) return;
      const failure = failureOf(error);
      if (failure.code === 'bug') log.error('bug', { path: context.req.path, error: error instanceof Error ? error.stack ?? error.message : String(error) });
      await sse.writeSSE({ event: 'error', data: JSON.stringify({ code: failure.code, message: failure.message }) });
    }
  });
}
