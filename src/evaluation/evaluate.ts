/** Evaluation: pictures of a model, and reference rows, looked at by the checker. */
import { DarkroomError, throwIfCancelled } from '../base/errors.ts';
import { createRandom } from '../base/random.ts';
import { type Picture, createPicture, planesFromPicture } from '../images/picture.ts';
import { LatentDiffusion } from '../pipelines/latent-diffusion.ts';
import type { Model } from '../pipelines/model.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { samplePictures } from '../pipelines/sample-pictures.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { drawScenes } from '../training/world-pictures.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import type { Split, World } from '../worlds/world.ts';
import type { Weights } from '../weights/weights.ts';
import { Checker } from './checker.ts';
import type { EvaluateRequest, EvaluationEvent, EvaluationRow } from './evaluation-event.ts';

export interface Evaluation {
  readonly runtime: Runtime;
  readonly model: Model;
  readonly world: World;
  readonly checker: Weights;
  readonly canvases: CanvasFactory;
  readonly request: Pick<EvaluateRequest, 'count' | 'seed' | 'guidance' | 'steps'>;
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/** Apart from the seeds of training and of the checker. */
const DEFAULT_SEED = 9_000_001;
const DEFAULT_COUNT = 400;
/** Pictures of one sampling run. */
const BATCH = 50;

/** Scenes of a split with what is to be seen in them. */
interface Sample {
  readonly name: string;
  readonly prompts: readonly string[];
  readonly labels: readonly (readonly number[])[];
  readonly renders: readonly Picture[];
}

/** The last event is the result. @throws DarkroomError code 'model' when the model's pictures are not of the checker's size */
export async function* evaluateModel(evaluation: Evaluation): AsyncGenerator<EvaluationEvent> {
  const { runtime, model, request, now, signal } = evaluation;
  const began = now();
  const checker = await Checker.open(runtime, evaluation.checker);
  const pipeline = new LatentDiffusion(runtime, model);
  const { factors, size, world } = checker.config;
  const { width, height } = model.config.picture;
  if (width !== size || height !== size) throw new DarkroomError('model', `The checker of ${world} looks at ${size}×${size} pixels; ${model.config.id} draws ${width}×${height}.`, { size, width, height });
  const rows: EvaluationRow[] = [];
  const samples: Sample[] = [];
  for (const [place, { id, title }] of evaluation.world.splits.entries()) samples.push(await drawSample(evaluation, id, title, place));
  for (const sample of samples) {
    const pictures: Picture[] = [];
    for (let first = 0; first < sample.prompts.length; first += BATCH) {
      yield { kind: 'progress', stage: `drawing ${sample.name}`, done: first, total: sample.prompts.length };
      throwIfCancelled(signal);
      pictures.push(...await drawPictures(pipeline, sample.prompts.slice(first, first + BATCH), request, first, signal));
    }
    rows.push(scored(`generated, ${sample.name}`, false, factors, sample.labels, await checker.look(pictures, signal)));
    if (sample === samples[0]) rows.push(scored('shuffled prompts', true, factors, turned(sample.labels), await checker.look(pictures, signal)));
  }
  for (const { name, labels, renders } of samples) rows.push(scored(`real renders, ${name}`, true, factors, labels, await checker.look(renders, signal)));
  const seen = samples[0] as Sample;
  rows.push(scored('codec reconstructions', true, factors, seen.labels, await checker.look(await reconstructed(pipeline, seen.renders), signal)));
  await pipeline.close();
  await checker.close();
  rows.sort((a, b) => Number(a.reference) - Number(b.reference));
  yield { kind: 'result', result: { model: model.config.id, factors: factors.map(({ name }) => name), rows, seconds: (now() - began) / 1000 } };
}

async function drawSample({ world, canvases, request, signal }: Evaluation, split: Split, name: string, place: number): Promise<Sample> {
  const count = request.count ?? DEFAULT_COUNT;
  const { scenes, pixels } = await drawScenes(world, canvases, { count, seed: (request.seed ?? DEFAULT_SEED) + place, split, ...(signal && { signal }) });
  const bytes = 3 * world.size ** 2;
  return {
    name, prompts: scenes.map((scene) => world.fullCaption(scene)), labels: scenes.map((scene) => world.labels(scene)),
    renders: scenes.map((_, i) => createPicture(world.size, world.size, pixels.slice(i * bytes, (i + 1) * bytes))),
  };
}

/** One picture for each prompt. The last run is filled up, so that one graph serves all. */
async function drawPictures(pipeline: Pipeline, prompts: readonly string[], { seed = DEFAULT_SEED, guidance, steps }: Evaluation['request'], first: number, signal?: AbortSignal): Promise<Picture[]> {
  const { defaults } = pipeline.info;
  const full = Array.from({ length: BATCH }, (_, i) => prompts[Math.min(i, prompts.length - 1)] as string);
  const pictures = await samplePictures(pipeline, {
    ...defaults, guidance: guidance ?? defaults.guidance, steps: steps ?? defaults.steps, prompts: full, negativePrompts: [''],
    seeds: full.map((_, i) => seed + first + i), ...(signal && { signal }),
  });
  return pictures.slice(0, prompts.length);
}

async function reconstructed(pipeline: Pipeline, pictures: readonly Picture[]): Promise<Picture[]> {
  const [first] = pictures;
  if (first === undefined) return [];
  const size = 3 * first.width * first.height;
  const planes = new Float32Array(pictures.length * size);
  pictures.forEach((picture, i) => planes.set(planesFromPicture(picture), i * size));
  return pipeline.decode(await pipeline.encode(planes, first), first);
}

/** Each picture judged by another one's prompt, at random: what agreement comes by chance. */
function turned(labels: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return createRandom(DEFAULT_SEED, 1).shuffled(labels);
}

/** Factors that do not apply to a prompt count in no score. */
function scored(name: string, reference: boolean, factors: readonly { readonly name: string }[], wanted: readonly (readonly number[])[], seen: readonly (readonly number[])[]): EvaluationRow {
  const right = wanted.map((labels, i) => labels.map((label, factor) => (label < 0 ? undefined : label === seen[i]?.[factor])));
  const share = (answers: readonly (boolean | undefined)[]): number => answers.filter((answer) => answer === true).length / Math.max(1, answers.filter((answer) => answer !== undefined).length);
  const scores = Object.fromEntries(factors.map(({ name: factor }, i) => [factor, share(right.map((row) => row[i]))]));
  return { name, reference, count: wanted.length, scores, all: share(right.map((row) => !row.includes(false))) };
}
