/** What jobs do: open their model, draw, and put every picture into the gallery before they say that they are done. */
import type { JobRecord } from '../jobs/job-record.ts';
import type { JobOutcome, WorkContext, Worker } from '../jobs/queue-contract.ts';
import { encodePicture } from '../node/image-codec.ts';
import { createGeneration } from '../pipelines/generate.ts';
import type { GeneratedPicture, GenerationStep } from '../pipelines/generation.ts';
import { pictureIdOf } from '../storage/picture-files.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type Rooms, generateRequestOf, modelName, requestPictures } from './prepare-job.ts';

/** Looks cost decoding: not more often than anybody can see. */
const PREVIEW_INTERVAL_MS = 200;
/** Pixels of a look's longer side. */
const PREVIEW_SIDE = 512;

export interface WorkerRooms extends Rooms {
  readonly metrics: Metrics;
  readonly log: Log;
}

export function createWorker(rooms: WorkerRooms): Worker {
  return async (jobs, context) => {
    const [{ recipe }] = jobs as [JobRecord];
    const request = generateRequestOf(recipe, await requestPictures(recipe, rooms), rooms);
    const generation = createGeneration(jobs.length === 1 ? request : together(request, jobs), () => rooms.pool.open(modelName(recipe)), recipe.seed ?? 0, { signal: context.signal });
    const counts = jobs.map((job) => job.recipe.count ?? 1);
    await watch(generation, counts, context);
    const shares = shared(await generation.pictures(), counts);
    return Promise.all(jobs.map((job, i) => kept(job, shares[i] as GeneratedPicture[], generation.warnings, context, rooms)));
  };
}

/** One run for all: what they differ in is told for each picture. */
function together<Request extends object>(request: Request, jobs: readonly JobRecord[]): Request {
  const each = jobs.flatMap(({ recipe: { prompt, seed = 0, count = 1 } }) => Array.from({ length: count }, (_, i) => ({ prompt, seed: seed + i })));
  return { ...request, each, count: each.length };
}

async function kept(job: JobRecord, pictures: readonly GeneratedPicture[], warnings: readonly string[], context: WorkContext, { pool, gallery, metrics, log }: WorkerRooms): Promise<JobOutcome> {
  if (!context.isWanted(job)) return { pictures: [], warnings: [] };
  const note = job.collection === undefined ? undefined : { collections: [job.collection] };
  const ids = await Promise.all(pictures.map(async ({ png }, i) => {
    const id = pictureIdOf(job.id, job.createdAt, i);
    await gallery.add(id, png, note);
    return id;
  }));
  metrics.pictures(modelName(job.recipe) ?? pool.defaultModel, ids.length);
  log.info('job done', { job: job.id, pictures: ids.length, ...(log.prompts && { prompt: job.recipe.prompt }) });
  return { pictures: ids, warnings };
}

/** Each job's part of what came out for all. */
function shared<Each>(all: readonly Each[], counts: readonly number[]): Each[][] {
  let from = 0;
  return counts.map((count) => all.slice(from, (from += count)));
}

async function watch(steps: AsyncIterable<GenerationStep>, counts: readonly number[], context: WorkContext): Promise<void> {
  let shownAt = -Infinity;
  for await (const step of steps) {
    const done = step.index + 1;
    context.step({ step: done, steps: step.steps, noise: step.noiseLevel });
    if (done === step.steps || !context.previewWanted() || performance.now() - shownAt < PREVIEW_INTERVAL_MS) continue;
    const looks = await Promise.all((await step.preview()).map(async (picture) => `data:image/png;base64,${Buffer.from(await encodePicture(picture, 'png', { within: PREVIEW_SIDE })).toString('base64')}`));
    context.preview(done, shared(looks, counts));
    shownAt = performance.now();
  }
}
