/** `train`: a training run in a folder, from a recipe by name or file, on a drawn world or on a user's own pictures. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { Checkpoint } from '../../training/checkpoint.ts';
import { trainingRecipeNamed } from '../../training/recipes.ts';
import type { TrainEvent, TrainRequest } from '../../training/training-event.ts';
import type { TrainingPictures } from '../../training/training-pictures.ts';
import { type TrainingRecipe, changedRecipe } from '../../training/training-recipe.ts';
import { trainModel } from '../../training/trainer.ts';
import { worldPictures } from '../../training/world-pictures.ts';
import { worldNamed } from '../../worlds/worlds.ts';
import { checkWritable } from '../atomic-file.ts';
import { nodeCanvases } from '../canvas.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { folderPictures } from './folder-pictures.ts';
import { loadCheckpoint, refuseExistingRun, requireRun, runFolder } from './run-folder.ts';
import { lockRun } from './run-lock.ts';

/**
 * Trains a model. The events are the run: it goes on as long as they are read.
 * @throws DarkroomError 'usage', 'data', 'io', 'weights', 'not-finite', 'engine', 'cancelled' (a last checkpoint is kept)
 */
export async function* train(request: TrainRequest, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<TrainEvent> {
  const startedAt = performance.now();
  const asked = await readRecipe(request.recipe ?? 'first-light');
  const out = request.out ?? join('runs', asked.name);
  await (request.resume ? requireRun(out) : refuseExistingRun(out));
  await checkWritable(join(out, 'checkpoint.safetensors'));
  const unlock = await lockRun(out);
  try {
    yield* trainIn(out, asked, request, startedAt, signal);
  } finally {
    await unlock();
  }
}

async function* trainIn(out: string, asked: TrainingRecipe, request: TrainRequest, startedAt: number, signal: AbortSignal | undefined): AsyncGenerator<TrainEvent> {
  const resumeFrom = request.resume ? await loadCheckpoint(out) : undefined;
  const planned = recipeFor(request, resumeFrom?.recipe ?? asked, resumeFrom);
  yield { kind: 'note', text: request.data === undefined ? `Drawing ${planned.world.scenes.toLocaleString('en')} scenes of ${planned.world.name}.` : `Reading ${request.data}.` };
  const pictures = await readPictures(request, planned, signal);
  checkSameData(resumeFrom, pictures);
  const recipe: TrainingRecipe = { ...planned, prompts: pictures.prompts ?? planned.prompts };
  const runtime = await createRuntime({ device: request.device ?? 'auto' });
  try {
    const id = basename(out).toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '') || 'model';
    const origin = ({ step, seconds }: { step: number; seconds: number }): string => `Trained with Darkroom, recipe ${recipe.name}: ${step} steps of ${recipe.batch * recipe.copies} samples in ${(seconds / 60).toFixed(1)} minutes, seed ${recipe.seed}. ${pictures.summary.split('\n')[0] ?? ''}`;
    yield* trainModel({ runtime, recipe, pictures, store: runFolder(out), now: () => performance.now(), startedAt, naming: { id, origin }, ...(resumeFrom && { resumeFrom }), ...(signal && { signal }) });
  } finally {
    await runtime.close();
  }
}

function readPictures({ data }: TrainRequest, recipe: TrainingRecipe, signal?: AbortSignal): Promise<TrainingPictures> {
  if (data !== undefined) return folderPictures(data, recipe.model.picture.width, signal);
  return worldPictures(worldNamed(recipe.world.name), nodeCanvases, recipe.world.scenes, recipe.seed, signal);
}

async function readRecipe(nameOrPath: string): Promise<TrainingRecipe> {
  if (!/[./\\]/.test(nameOrPath)) return trainingRecipeNamed(nameOrPath);
  const text = await readFile(nameOrPath, 'utf8').catch((error: unknown) => {
    throw new DarkroomError('usage', `There is no recipe file ${nameOrPath} that can be read.`, { path: nameOrPath }, error);
  });
  try {
    // A file names the recipe it starts from and says what differs.
    const { extends: base = 'first-light', ...changes } = JSON.parse(text) as Record<string, unknown>;
    return changedRecipe(trainingRecipeNamed(String(base)), changes, nameOrPath);
  } catch (error) {
    if (error instanceof DarkroomError) throw error;
    throw new DarkroomError('usage', `${nameOrPath} is not JSON.`, { path: nameOrPath }, error);
  }
}

/** What the user said, over what the recipe says. */
function recipeFor({ minutes, steps, seed, data }: TrainRequest, recipe: TrainingRecipe, resumeFrom: Checkpoint | undefined): TrainingRecipe {
  if (minutes !== undefined && steps !== undefined) throw new DarkroomError('usage', 'Give minutes or steps, not both.');
  if (minutes !== undefined && !(minutes > 0 && Number.isFinite(minutes))) throw new DarkroomError('usage', `Minutes must be a positive number, not ${minutes}.`, { minutes });
  if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) throw new DarkroomError('usage', `Steps must be a whole number of at least 1, not ${steps}.`, { steps });
  if (resumeFrom !== undefined && seed !== undefined && seed !== resumeFrom.recipe.seed) throw new DarkroomError('usage', `The run has seed ${resumeFrom.recipe.seed}; a resumed run cannot change it.`, { seed });
  const { minutes: usualMinutes, steps: usualSteps, ...rest } = recipe;
  const length = steps !== undefined ? { steps } : minutes !== undefined ? { minutes } : usualSteps !== undefined ? { steps: usualSteps } : { minutes: usualMinutes ?? 1 };
  return { ...rest, ...length, seed: seed ?? recipe.seed, ...(data !== undefined && { labelLoss: 0 }) };
}

function checkSameData(resumeFrom: Checkpoint | undefined, { summary }: TrainingPictures): void {
  if (resumeFrom === undefined || resumeFrom.data === summary) return;
  throw new DarkroomError('data', `The run learned from other pictures: "${resumeFrom.data.split('\n')[0]}", now "${summary.split('\n')[0]}". Give the same --data.`);
}
