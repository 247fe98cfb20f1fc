/** `train`: a training run in a folder, from a recipe by name or file, on a drawn world or on a user's own pictures. */
import { basename, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { PhaseHead } from '../../training/checkpoint.ts';
import type { TrainEvent, TrainRequest } from '../../training/training-event.ts';
import { type RunPlan, planRun } from '../../training/run-plan.ts';
import { drawnLatents, drawnPictures } from '../../training/drawn-latents.ts';
import { type SceneDrawing, type TrainingData, pictureData, sceneData } from '../../training/training-data.ts';
import type { TrainingRecipe } from '../../training/training-recipe.ts';
import { trainModel } from '../../training/trainer.ts';
import { VALIDATION_SCENES, VALIDATION_SEED, worldPictures } from '../../training/world-pictures.ts';
import { scenePictures, worldScenes } from '../../training/world-scenes.ts';
import { worldNamed } from '../../worlds/worlds.ts';
import { checkWritable } from '../atomic-file.ts';
import { nodeCanvases } from '../canvas.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { folderPictures } from './folder-pictures.ts';
import { DEFAULT_RECIPE, readRecipe } from './recipe-file.ts';
import { openJudge } from './judges.ts';
import { recipeOfRun, recordFile, refuseForeignModel, runFolder } from './run-folder.ts';
import { loadWeightsFile } from '../weights-file.ts';
import { lockRun } from './run-lock.ts';

/** Pixels of a side. */
const SMALL = 64;

/**
 * Trains a model. The events are the run: it goes on as long as they are read.
 * @throws DarkroomError 'usage', 'data', 'io', 'weights', 'not-finite', 'engine', 'cancelled' (a last checkpoint is kept)
 */
export async function* train(request: TrainRequest, options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<TrainEvent> {
  const asked = await readRecipe(request.recipe ?? DEFAULT_RECIPE);
  const out = request.out ?? join('runs', asked.name);
  // Who goes on with a run need not say its recipe again.
  const known = request.recipe === undefined ? await recipeOfRun(out) : undefined;
  yield* trainRecipe(known ?? asked, { ...request, out }, options);
}

/** As `train`, from a recipe at hand. @throws DarkroomError as `train` */
export async function* trainRecipe(asked: TrainingRecipe, request: TrainRequest & { readonly out: string }, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<TrainEvent> {
  const startedAt = performance.now();
  const { out, resume = false, phase, minutes, steps } = request;
  const known = await recipeOfRun(out);
  if (resume && known === undefined) throw new DarkroomError('usage', `${out} holds no checkpoint to go on from. Leave out --resume to start a run there.`, { out });
  await refuseForeignModel(out);
  await checkWritable(join(out, 'report.html'));
  const recipe = recipeFor(request, asked, known);
  const unlock = await lockRun(out);
  try {
    const plan = await planRun(recipe, runFolder(out), { resume, ...(phase !== undefined && { phase }), ...(minutes !== undefined && { minutes }), ...(steps !== undefined && { steps }) });
    yield* trainIn(out, plan, request, startedAt, signal);
  } finally {
    await unlock();
  }
}

async function* trainIn(out: string, { recipe: asked, planned }: RunPlan, request: TrainRequest, startedAt: number, signal: AbortSignal | undefined): AsyncGenerator<TrainEvent> {
  const data = yield* readData(out, request, asked, signal);
  const recipe: TrainingRecipe = { ...asked, prompts: data.prompts ?? asked.prompts };
  const runtime = await createRuntime({ device: request.device ?? 'auto', ...(request.threads !== undefined && { threads: request.threads }) });
  try {
    const id = basename(out).toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '') || 'model';
    yield* trainModel({
      runtime, recipe, planned, data, ...(request.from !== undefined && { from: (await loadWeightsFile(request.from)).tensors }), store: runFolder(out), now: () => performance.now(), startedAt,
      openJudge: async (pictures) => (data.world === undefined ? undefined : openJudge(runtime, data.world, pictures)),
      naming: { id, origin: (heads) => originOf(recipe, data, heads) }, ...(signal && { signal }),
    });
  } finally {
    await runtime.close();
  }
}

/** One sentence a phase: how long it learned, from how much. */
function originOf({ name, seed }: TrainingRecipe, { summary }: TrainingData, heads: readonly PhaseHead[]): string {
  const phases = heads.map(({ phase, progress: { step, seconds, samplesPerStep } }) => `${heads.length > 1 ? `${phase}: ` : ''}${step} steps of ${samplesPerStep} samples in ${(seconds / 60).toFixed(1)} minutes`);
  return `Trained with Darkroom, recipe ${name}: ${phases.join('; ')}, seed ${seed}. ${summary.split('\n')[0] ?? ''}`;
}

/** Small pictures are drawn at once and stay in memory; of large ones the scenes are known, and drawn when a phase asks for their latents. */
async function* readData(out: string, { data, latents = out }: TrainRequest, { world: { name, scenes }, model, seed }: TrainingRecipe, signal?: AbortSignal): AsyncGenerator<TrainEvent, TrainingData> {
  yield { kind: 'note', text: data === undefined ? `Scenes of ${name}: ${scenes.toLocaleString('en')}.` : `Reading ${data}.` };
  if (data !== undefined) return pictureData(await folderPictures(data, model.picture.width, signal));
  const world = worldNamed(name);
  if (world.size <= SMALL) return pictureData(await worldPictures(world, nodeCanvases, scenes, seed, signal));
  const drawing = (of: string): SceneDrawing<unknown> => ({
    source: (each) => scenePictures(each, nodeCanvases),
    pictures: (each, size, cancel) => drawnPictures(each, size, nodeCanvases, cancel),
    latents: (each, request) => drawnLatents(each, request, { canvases: nodeCanvases, open: (file) => recordFile(latents, file), now: () => performance.now(), name: of }),
  });
  const validation = worldScenes(world, VALIDATION_SCENES, seed + VALIDATION_SEED);
  return { ...sceneData(worldScenes(world, scenes, seed), drawing('scenes')), validation: sceneData(validation, drawing('validation')) };
}

/** What the user said, over what the recipe says, but for the length. */
function recipeFor({ seed, data }: TrainRequest, recipe: TrainingRecipe, known: TrainingRecipe | undefined): TrainingRecipe {
  if (known !== undefined && seed !== undefined && seed !== known.seed) throw new DarkroomError('usage', `The run has seed ${known.seed}; a resumed run cannot change it.`, { seed });
  const seeded = { ...recipe, seed: seed ?? known?.seed ?? recipe.seed };
  return data === undefined ? seeded : { ...seeded, phases: unlabelled(seeded.phases) };
}

/** Own pictures have no labels: nothing to parse, and no loss on it. */
function unlabelled(phases: TrainingRecipe['phases']): TrainingRecipe['phases'] {
  const kept = Object.entries(phases).filter(([, { kind }]) => kind !== 'text');
  return Object.fromEntries(kept.map(([name, phase]) => [name, phase.kind === 'denoiser' ? { ...phase, labelLoss: 0 } : phase]));
}
