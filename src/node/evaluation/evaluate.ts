/** `evaluate` in Node: a model's pictures judged by the checker that comes with the package. */
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../base/random.ts';
import { DarkroomError } from '../../base/errors.ts';
import { evaluateModel } from '../../evaluation/evaluate.ts';
import type { EvaluateRequest, EvaluationEvent } from '../../evaluation/evaluation-event.ts';
import type { ExamEvent } from '../../evaluation/exam/exam-event.ts';
import { fullExam, quickExam } from '../../evaluation/exam/exam-questions.ts';
import { examine } from '../../evaluation/exam/examine.ts';
import { Eye } from '../../evaluation/exam/eye.ts';
import { LatentDiffusion } from '../../pipelines/latent-diffusion.ts';
import type { Model } from '../../pipelines/model.ts';
import { worldScenes } from '../../training/world-scenes.ts';
import { storybook } from '../../worlds/storybook/storybook.ts';
import { worldNamed } from '../../worlds/worlds.ts';
import { nodeCanvases } from '../canvas.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { DEFAULT_MODEL, loadModel } from '../generation/model-files.ts';
import { loadWeightsFile } from '../weights-file.ts';

/** What people may call the model that comes with the package. */
const BUILT_IN = 'built-in';
/** The seed of the recipe that storybook models are trained by, and one for the wordings of its captions. */
const TRAINING_SEED = 0;
const CAPTION_SEED = 9_400_009;

/** The checker of a world, trained by `scripts/train-checker.ts`; the storybook's is a detector, trained by `scripts/train-detector.ts`. */
export const checkerFile = (world: string): string => fileURLToPath(new URL(`../../../assets/checkers/${world}.safetensors`, import.meta.url));

/** Scenes whose captions copying could draw on: the first ones of the training run. */
const CORPUS_SCENES = 12_000;

/**
 * Measures how well a model's pictures obey prompts. The last event is the result: scores by factor, or, for models of the storybook world, an examination.
 * @throws DarkroomError 'model', 'weights', 'io', 'engine', 'cancelled'
 */
export async function* evaluate(request: EvaluateRequest, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<EvaluationEvent | ExamEvent> {
  const { model, hash } = await loadModel(request.model === BUILT_IN ? DEFAULT_MODEL : request.model ?? DEFAULT_MODEL);
  const known = model.config.world;
  if (known === undefined) throw new DarkroomError('model', `${model.config.id} was not trained on a drawn world, so no checker knows what its pictures should show. Look at its sheets instead.`);
  const world = worldNamed(known);
  if (world.name === storybook.name) {
    yield* examineStorybook(request, model, hash, signal);
    return;
  }
  const checker = await loadWeightsFile(checkerFile(world.name));
  const runtime = await createRuntime({ device: request.device ?? 'auto' });
  try {
    yield { kind: 'note', text: runtime.report.reason };
    yield* evaluateModel({ runtime, model, world, checker, canvases: nodeCanvases, request, now: () => performance.now(), ...(signal && { signal }) });
  } finally {
    await runtime.close();
  }
}

async function* examineStorybook(request: EvaluateRequest, model: Model, hash: string, signal: AbortSignal | undefined): AsyncGenerator<ExamEvent> {
  const detector = await loadWeightsFile(checkerFile(storybook.name));
  const runtime = await createRuntime({ device: request.device ?? 'auto' });
  try {
    yield { kind: 'note', text: runtime.report.reason };
    const { guidance, steps, quick = false } = request;
    const random = createRandom(CAPTION_SEED);
    const scenes = worldScenes(storybook, CORPUS_SCENES, TRAINING_SEED);
    const captions = Array.from({ length: CORPUS_SCENES }, (_, i) => storybook.captionOf(scenes.scene(i), random).text);
    yield* examine({
      pipeline: new LatentDiffusion(runtime, model, hash), eye: await Eye.open(runtime, detector), canvases: nodeCanvases, corpus: { captions, scene: scenes.scene }, size: quick ? quickExam : fullExam, quick,
      settings: { ...(guidance !== undefined && { guidance }), ...(steps !== undefined && { steps }) }, now: () => performance.now(), ...(signal && { signal }),
    });
  } finally {
    await runtime.close();
  }
}
