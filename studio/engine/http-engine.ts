/** The engine over HTTP: the studio's words on one side, the service's API on the other. */
import type { ModelView } from '../../src/api/capabilities.ts';
import { type Client, createClient } from '../../src/api/client.ts';
import type { PictureView } from '../../src/api/gallery.ts';
import type { Job as ServiceJob, JobEvent } from '../../src/api/job.ts';
import type { RecipeRequest } from '../../src/api/recipe-request.ts';
import type { Capabilities, GalleryPicture, Job, MadePicture, ModelChoice, Preset, StudioEngine, StudioRequest } from './engine.ts';
import { watchLens, watchLadder } from './lens-client.ts';

const pageSize = 60;
/** Milliseconds before a lost stream is taken up again. */
const retryMs = 1000;

export function httpEngine(client: Client = createClient()): StudioEngine {
  return {
    capabilities: async () => capabilitiesOf(await client.capabilities()),
    submit: async (request) => jobOf(await client.submit({ recipe: await recipeOf(client, request), client_id: 'studio' }, { idempotencyKey: crypto.randomUUID() })),
    watch: (id, signal) => watch(client, id, signal),
    cancel: async (id) => { await client.cancel(id); },
    putFirst: async (id) => { await client.prioritise(id, 'first'); },
    jobs: async () => (await client.jobs({ limit: 100 })).map((job) => jobOf(job)),
    gallery: async ({ text, favourites, trashed, cursor }) => {
      const query = { limit: String(pageSize), ...(text !== '' && { text }), ...(favourites && { favourite: 'true' }), ...(trashed && { trashed: 'true' }), ...(cursor !== undefined && { cursor }) };
      const page = await client.gallery(query as never);
      return { pictures: page.pictures.map(galleryPictureOf), ...(page.cursor !== undefined && { cursor: page.cursor }) };
    },
    file: ({ url }) => client.file(url),
    setFavourite: async (id, favourite) => { await client.change(id, { favourite }); },
    setTrashed: async (id, trashed) => { await client.change(id, { trashed }); },
    readRecipe: async (file) => {
      try {
        return (await client.readRecipe(file)).recipe;
      } catch {
        return undefined;
      }
    },
    lens: watchLens,
    noiseLadder: watchLadder,
  };
}

type ServiceCapabilities = Awaited<ReturnType<Client['capabilities']>>;

function capabilitiesOf({ models, presets, samplers, limits, default_model: first }: ServiceCapabilities): Capabilities {
  return {
    models: [...models].sort((a, b) => Number(b.id === first) - Number(a.id === first)).map(modelOf),
    presets: presets.map(({ name, label, kind }): Preset => ({ id: name, label, kind })), samplers: samplers.map(({ name }) => name), mostPictures: limits.pictures, mostSteps: limits.steps,
  };
}

function modelOf({ id, description, width, height, fixed_size: fixedSize, size_multiple: sizeMultiple, defaults, presets }: ModelView): ModelChoice {
  return { id, label: id, description, size: { width, height }, fixedSize, sizeMultiple, defaults, presets };
}

/** Pictures go ahead of the recipe: they are known by what they hold, so that sending one twice costs nothing. */
async function recipeOf(client: Client, { mode, presets, negativePrompt, ...request }: StudioRequest): Promise<RecipeRequest> {
  const common = { ...request, ...(negativePrompt !== '' && { negativePrompt }), ...(presets.length > 0 && { styles: [...presets] }) };
  const put = async (picture: Blob): Promise<{ hash: string }> => ({ hash: (await client.putInput(picture)).hash });
  switch (mode.kind) {
    case 'text-to-image': return common;
    case 'image-to-image': case 'vary': return { ...common, init: await put(mode.image), strength: mode.strength };
    case 'inpaint': return { ...common, init: await put(mode.image), strength: mode.strength, mask: { picture: await put(mode.mask), feather: mode.feather, fill: mode.fill } };
    case 'upscale': {
      const { width: _width, height: _height, ...rest } = common;
      return { ...rest, count: 1, init: await put(mode.image), upscale: { factor: mode.factor, strength: mode.strength } };
    }
  }
}

/** What the stream told of a job besides the job. */
type Live = Pick<Job, 'previews'> & Partial<Pick<Job, 'step' | 'steps' | 'progress' | 'remainingSeconds'>>;

function jobOf(job: ServiceJob, live: Live = { previews: [] }): Job {
  return {
    id: job.id, state: job.status, prompt: job.recipe.prompt, progress: job.status === 'completed' ? 1 : live.progress ?? job.progress, previews: live.previews, pictures: job.pictures.map(madePictureOf), warnings: job.warnings,
    ...(job.queue_position !== undefined && { queuePosition: job.queue_position }), ...(live.step !== undefined && { step: live.step }), ...(live.steps !== undefined && { steps: live.steps }),
    ...(live.remainingSeconds !== undefined && { remainingSeconds: live.remainingSeconds }), ...(job.error && { error: job.error.message }),
  };
}

const madePictureOf = ({ id, url, seed = 0, width, height }: PictureView): MadePicture => ({ id, url, seed, width, height });

function galleryPictureOf(view: PictureView): GalleryPicture {
  const { prompt, model, favourite, tags, created_at: madeAt, recipe = {} } = view;
  return { ...madePictureOf(view), prompt, model, favourite, tags, madeAt, recipe };
}

/** Goes on when the connection is lost, until the job is done: the stream begins with what the job is then. */
async function* watch(client: Client, id: string, signal: AbortSignal): AsyncGenerator<Job> {
  let live: Live = { previews: [] };
  let job = await client.job(id);
  for (;;) {
    try {
      for await (const told of client.watch(id, { signal })) {
        if (told.event === 'step') live = { ...live, ...paceOf(told.data) };
        else if (told.event === 'preview') live = { ...live, previews: told.data.pictures };
        else job = told.data;
        yield jobOf(job, live);
        if (told.event === 'done') return;
      }
    } catch (error) {
      if (signal.aborted) throw error;
    }
    await new Promise((resolve) => { setTimeout(resolve, retryMs); });
    job = await client.job(id);
  }
}

const paceOf = ({ step, steps, progress, eta_seconds: remainingSeconds }: Extract<JobEvent, { readonly event: 'step' }>['data']): Omit<Live, 'previews'> => ({ step, steps, progress, ...(remainingSeconds !== undefined && { remainingSeconds }) });
