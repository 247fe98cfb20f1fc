/** Finished pictures as OpenAI's clients read them: in one answer, or as a stream of events. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ImagesAnswer } from '../../../api/openai.ts';
import type { RecipeRequest } from '../../../api/recipe-request.ts';
import { NATIVE } from '../../../api/routes.ts';
import { readPngSize } from '../../../images/png.ts';
import type { QueueEvent } from '../../../jobs/queue-contract.ts';
import { toInfotext } from '../../../recipe/infotext.ts';
import type { Service } from '../../service.ts';
import { failureOf, shapes } from '../../surface.ts';
import { type FinishedPicture, runJob } from '../run-job.ts';
import { type Delivery, base64Of, delivered } from '../sizes.ts';
import { type Settings, modelOf, sizeOf } from './requests.ts';

/** Where the event's names begin. */
export type Kind = 'image_generation' | 'image_edit';

export interface Task {
  readonly kind: Kind;
  readonly settings: Settings;
  readonly recipe: RecipeRequest;
}

const deliveryOf = (settings: Settings): Delivery => {
  const size = sizeOf(settings);
  return { format: settings.output_format ?? 'png', ...(typeof settings.output_compression === 'number' && { quality: Math.max(1, settings.output_compression) }), ...(size && { size }) };
};

export async function answer(context: Context, service: Service, task: Task): Promise<Response> {
  if (task.settings.stream === true) return streamed(context, service, task);
  const { pictures } = await runJob(service, task.recipe, { signal: context.req.raw.signal });
  return context.json(await imagesOf(pictures, task, service, new URL(context.req.url).origin));
}

async function imagesOf(pictures: readonly FinishedPicture[], { settings, recipe }: Task, service: Service, origin: string): Promise<ImagesAnswer> {
  const delivery = deliveryOf(settings);
  const files = await Promise.all(pictures.map((picture) => delivered(picture, delivery)));
  return {
    created: Math.floor(Date.now() / 1000),
    // The file itself, always: the strict ones among the clients take nothing else.
    data: pictures.map(({ id, recipe: made }, i) => ({
      b64_json: base64Of(files[i] as Uint8Array), ...(settings.response_format === 'url' && { url: `${origin}${NATIVE}/gallery/${id}/file` }), ...(made.resolvedPrompt !== undefined && { revised_prompt: made.resolvedPrompt }),
      seed: made.seed, infotext: toInfotext(made),
    })),
    ...described(pictures[0], settings), usage: await usageOf(pictures.length, recipe, settings, service),
  };
}

function described(first: FinishedPicture | undefined, settings: Settings): Pick<ImagesAnswer, 'background' | 'output_format' | 'quality' | 'size'> {
  const { width, height } = sizeOf(settings) ?? (first ? readPngSize(first.png) : { width: 0, height: 0 });
  return { background: 'opaque', output_format: settings.output_format ?? 'png', quality: settings.quality ?? 'auto', size: `${width}x${height}` };
}

/** Words in, cells of latents out: what there is to count here. */
async function usageOf(count: number, { prompt, width, height }: RecipeRequest, settings: Settings, { pool }: Service): Promise<ImagesAnswer['usage']> {
  const { pipeline } = await pool.open(modelOf(settings, { pool }).id);
  const { size } = pipeline.info;
  const [, rows, columns] = pipeline.latentShape({ width: width ?? size.width, height: height ?? size.height });
  const [input, output] = [pipeline.read(prompt).length, count * rows * columns];
  return { input_tokens: input, input_tokens_details: { image_tokens: 0, text_tokens: input }, output_tokens: output, total_tokens: input + output };
}

/** Looks on the way, as many as asked for and spread over the steps, then the pictures. */
function streamed(context: Context, service: Service, task: Task): Response {
  const { kind, settings, recipe } = task;
  const gone = new AbortController();
  return streamSSE(context, async (sse) => {
    sse.onAbort(() => gone.abort());
    const tell = (type: string, data: object): Promise<void> => sse.writeSSE({ event: type, data: JSON.stringify({ type, ...data }) });
    let before = Promise.resolve();
    const looks = lookTeller(settings, (data) => { before = before.then(() => tell(`${kind}.partial_image`, data)).catch(() => undefined); });
    try {
      const { pictures } = await runJob(service, recipe, { signal: gone.signal, onEvent: looks });
      await before;
      const usage = await usageOf(pictures.length, recipe, settings, service);
      for (const picture of pictures) {
        const file = await delivered(picture, deliveryOf(settings));
        await tell(`${kind}.completed`, { b64_json: base64Of(file), created_at: Math.floor(Date.now() / 1000), ...described(picture, settings), usage, seed: picture.recipe.seed });
      }
    } catch (error) {
      const failure = failureOf(error);
      await tell('error', shapes.openai(failure));
    }
  });
}

function lookTeller(settings: Settings, tell: (data: object) => void): (event: QueueEvent) => void {
  const wanted = settings.partial_images ?? 0;
  let [told, steps] = [0, 0];
  return (event) => {
    if (event.kind === 'step') ({ steps } = event);
    if (event.kind !== 'preview' || told >= wanted || event.step < ((told + 1) * steps) / (wanted + 1)) return;
    const index = told++;
    const [look] = event.pictures;
    if (look !== undefined) tell({ b64_json: look.slice(look.indexOf(',') + 1), partial_image_index: index, created_at: Math.floor(Date.now() / 1000), size: settings.size ?? 'auto', quality: settings.quality ?? 'auto', background: 'opaque', output_format: 'png' });
  };
}
