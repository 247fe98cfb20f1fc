/** The engine over HTTP: the studio's words on one side, the service's API on the other. */
import type { ModelView } from '../../src/api/capabilities.ts';
import { type Client, createClient } from '../../src/api/client.ts';
import type { PictureView } from '../../src/api/gallery.ts';
import type { Job as ServiceJob } from '../../src/api/job.ts';
import type { RecipeRequest } from '../../src/api/recipe-request.ts';
import { ServiceError } from '../../src/api/error.ts';
import { type Connection, createConnection, ServiceGone } from './connection.ts';
import type { Capabilities, GalleryPicture, Job, JobKind, MadePicture, ModelChoice, Preset, StudioEngine, StudioRequest } from './engine.ts';
import { watchLens, watchLadder } from './lens-client.ts';

const pageSize = 60;
/** Milliseconds before a lost stream is taken up again. */
const retryMs = 1000;

export interface HttpEngineParts {
  /** Names this browser to the service, so that its jobs are found again. */
  readonly browser: string;
  readonly connection?: Connection;
}

export function httpEngine({ browser, connection = createConnection() }: HttpEngineParts): StudioEngine {
  const client = createClient({ fetch: connection.fetch });
  return {
    onConnection: connection.subscribe,
    answering: connection.back,
    capabilities: async () => capabilitiesOf(await client.capabilities()),
    submit: async (request, change = (same) => same) => jobOf(await client.submit({ recipe: change(await recipeOf(client, request)), client_id: browser }, { idempotencyKey: crypto.randomUUID() })),
    watch: (id, signal) => watch(client, connection, id, signal),
    cancel: async (id) => { await client.cancel(id); },
    putFirst: async (id) => { await client.prioritise(id, 'first'); },
    jobs: async ({ mine } = { mine: false }) => (await client.jobs({ limit: 100, ...(mine && { client_id: browser }) })).map((job) => jobOf(job)),
    readPrompt: async ({ prompt, model, presets }) => {
      const { unknown, cut } = await client.resolve({ prompt, model, ...(presets.length > 0 && { styles: [...presets] }) });
      return { unknown, cut };
    },
    gallery: async ({ text: typed, favourites, trashed, cursor }) => {
      const text = typed.trim();
      // Nobody writes so long a number into a prompt: it is a seed.
      const asked = /^\d{4,16}$/.test(text) ? { seed: Number(text) } : text === '' ? {} : { text };
      const page = await client.gallery({ limit: pageSize, ...asked, ...(favourites && { favourite: true }), ...(trashed && { trashed: true }), ...(cursor !== undefined && { cursor }) });
      return { pictures: page.pictures.map(galleryPictureOf), ...(page.cursor !== undefined && { cursor: page.cursor }) };
    },
    file: ({ url }) => client.file(url),
    setFavourite: async (id, favourite) => { await client.change(id, { favourite }); },
    setTrashed: async (id, trashed) => { await client.change(id, { trashed }); },
    emptyTrash: () => client.emptyTrash(),
    readRecipe: async (file) => {
      try {
        return (await client.readRecipe(file)).recipe;
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    lens: watchLens(connection.fetch),
    noiseLadder: watchLadder(connection.fetch),
  };
}

type ServiceCapabilities = Awaited<ReturnType<Client['capabilities']>>;

function capabilitiesOf({ models, presets, samplers, wildcards, limits, default_model: first }: ServiceCapabilities): Capabilities {
  return {
    models: [...models].sort((a, b) => Number(b.id === first) - Number(a.id === first)).map(modelOf),
    presets: presets.map(({ name, label, kind }): Preset => ({ id: name, label, kind })), samplers, wildcards, mostPictures: limits.pictures, mostSteps: limits.steps,
  };
}

function modelOf({ id, description, width, height, fixed_size: fixedSize, size_multiple: sizeMultiple, defaults, presets, negative_prompt: negativePrompt, loras, vocabulary }: ModelView): ModelChoice {
  return { id, label: id, description, size: { width, height }, fixedSize, sizeMultiple, defaults, presets, negativePrompt, ...(loras && { loras }), ...(vocabulary && { vocabulary }) };
}

/** Pictures go ahead of the recipe: they are known by what they hold, so that sending one twice costs nothing. */
async function recipeOf(client: Client, { mode, presets, negativePrompt, size, also, ...request }: StudioRequest): Promise<RecipeRequest> {
  const common = { ...also, ...request, ...size, ...(negativePrompt !== '' && { negativePrompt }), ...(presets.length > 0 && { styles: [...presets] }) };
  const put = async (picture: Blob): Promise<{ hash: string }> => ({ hash: (await client.putInput(picture)).hash });
  switch (mode.kind) {
    case 'text-to-image': return common;
    case 'image-to-image': case 'vary': return { ...common, init: await put(mode.image), strength: mode.strength };
    case 'inpaint': return { ...common, init: await put(mode.image), strength: mode.strength, mask: { picture: await put(mode.mask), feather: 0, fill: mode.fill } };
    case 'outpaint': return { ...common, init: await put(mode.image), expand: mode.sides };
    case 'upscale': return { ...common, count: 1, init: await put(mode.image), upscale: { factor: mode.factor, strength: mode.strength } };
  }
}

/** What the stream told of a job besides the job. */
type Live = Pick<Job, 'previews'> & Partial<Pick<Job, 'step' | 'steps' | 'progress' | 'remainingSeconds'>>;

function jobOf(job: ServiceJob, live: Live = { previews: [] }): Job {
  return {
    id: job.id, state: job.status, kind: kindOf(job.recipe), prompt: job.recipe.prompt, presets: job.recipe.styles ?? [], count: job.recipe.count ?? 1, progress: job.status === 'completed' ? 1 : live.progress ?? job.progress, previews: live.previews, pictures: job.pictures.map(madePictureOf), warnings: job.warnings,
    ...(job.queue_position !== undefined && { queuePosition: job.queue_position }), ...paceOf(job), ...paceOf({ step: live.step, steps: live.steps, eta_seconds: live.remainingSeconds }), ...(job.error && { error: job.error.message }),
  };
}

const kindOf = ({ upscale, mask, expand, init }: RecipeRequest): JobKind => (upscale !== undefined ? 'upscale' : mask !== undefined || expand !== undefined ? 'fill' : init !== undefined ? 'refine' : 'generate');

const madePictureOf = ({ id, url, seed = 0, width, height }: PictureView): MadePicture => ({ id, url, seed, width, height });

function galleryPictureOf(view: PictureView): GalleryPicture {
  const { prompt, model, favourite, tags, created_at: madeAt, recipe = {} } = view;
  return { ...madePictureOf(view), prompt, model, favourite, tags, madeAt, recipe };
}

/** Goes on when the connection is lost, until the job is done: the stream begins with what the job is then. @throws ServiceError when the service knows the job no more */
async function* watch(client: Client, connection: Connection, id: string, signal: AbortSignal): AsyncGenerator<Job> {
  let live: Live = { previews: [] };
  let job: ServiceJob | undefined;
  while (!signal.aborted) {
    try {
      job = await client.job(id);
      for await (const told of client.watch(id, { signal })) {
        if (told.event === 'step') live = { ...live, ...paceOf(told.data), progress: told.data.progress };
        else if (told.event === 'preview') live = { ...live, previews: told.data.pictures };
        else job = told.data;
        yield jobOf(job, live);
        if (told.event === 'done') return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof ServiceError) throw error;
      if (!(error instanceof ServiceGone)) await new Promise((resolve) => { setTimeout(resolve, retryMs); });
      await connection.back();
    }
  }
}

/** What is known of steps and time left. */
function paceOf({ step, steps, eta_seconds: remainingSeconds }: { readonly step?: number | undefined; readonly steps?: number | undefined; readonly eta_seconds?: number | undefined }): Pick<Live, 'step' | 'steps' | 'remainingSeconds'> {
  return { ...(step !== undefined && { step }), ...(steps !== undefined && { steps }), ...(remainingSeconds !== undefined && { remainingSeconds }) };
}
