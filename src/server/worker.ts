/** What a job does: opens its model, draws, and puts every picture into the gallery before it says that it is done. */
import type { JobRecord } from '../jobs/job-record.ts';
import type { WorkContext, Worker } from '../jobs/queue-contract.ts';
import { encodePicture } from '../node/image-codec.ts';
import { createGeneration } from '../pipelines/generate.ts';
import type { GenerationStep } from '../pipelines/generation.ts';
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
  const { pool, gallery, metrics, log } = rooms;
  return async (job, context) => {
    const { recipe } = job;
    const request = generateRequestOf(recipe, await requestPictures(recipe, rooms), rooms);
    const generation = createGeneration(request, () => pool.open(modelName(recipe)), recipe.seed ?? 0, { signal: context.signal });
    await watch(generation, context);
    const pictures = await generation.pictures();
    const ids = await Promise.all(pictures.map(async ({ png }, i) => {
      const id = pictureIdOf(job.id, job.createdAt, i);
      await gallery.add(id, png, noteOf(job));
      return id;
    }));
    metrics.pictures(modelName(recipe) ?? pool.defaultModel, ids.length);
    log.info('job done', { job: job.id, pictures: ids.length, ...(log.prompts && { prompt: recipe.prompt }) });
    return { pictures: ids, warnings: generation.warnings };
  };
}

const noteOf = ({ collection }: JobRecord): { collections: string[] } | undefined => (collection === undefined ? undefined : { collections: [collection] });

async function watch(steps: AsyncIterable<GenerationStep>, context: WorkContext): Promise<void> {
  let shownAt = -Infinity;
  for await (const step of steps) {
    const done = step.index + 1;
    context.step({ step: done, steps: step.steps, noise: step.noiseLevel });
    if (done === step.steps || !context.previewWanted() || performance.now() - shownAt < PREVIEW_INTERVAL_MS) continue;
    const pictures = await step.preview();
    context.preview(done, await Promise.all(pictures.map(async (picture) => `data:image/png;base64,${Buffer.from(await encodePicture(picture, 'png', { within: PREVIEW_SIDE })).toString('base64')}`)));
    shownAt = performance.now();
  }
}
