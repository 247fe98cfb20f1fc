/** The phase that learns to denoise: text encoder and denoiser together, on the latents of the pictures. */
import type { TensorData } from '../../base/tensor-data.ts';
import type { Picture } from '../../images/picture.ts';
import { LatentDiffusion } from '../../pipelines/latent-diffusion.ts';
import type { Model } from '../../pipelines/model.ts';
import type { ModelConfig } from '../../pipelines/model-config.ts';
import { latentShape } from '../../pipelines/networks.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import { samplePictures } from '../../pipelines/sample-pictures.ts';
import type { Session } from '../../runtime/runtime.ts';
import { createBatches } from '../batches.ts';
import type { PhaseHead } from '../checkpoint.ts';
import type { Judge } from '../judge.ts';
import { gradientAgreements } from '../gradient-agreement.ts';
import { modelPart } from '../label-loss.ts';
import { readAverages } from '../learn.ts';
import { channelDeviations } from '../latent-deviations.ts';
import { type PhaseContext, type PhaseResult, headOf, loadPhase } from '../phase.ts';
import { RunLoop } from '../run-loop.ts';
import type { TrainEvent } from '../training-event.ts';
import { type TrainingGraph, trainingGraph } from '../training-graph.ts';
import type { Latents } from '../training-data.ts';
import type { DenoiserPhase } from '../training-recipe.ts';
import { Validator, validationSet } from '../validation.ts';

const PICTURES_PER_PROMPT = 4;
/** Of the pictures that the checker looks at. */
const JUDGED_SEED = 1000;

export async function* trainDenoiser(given: PhaseContext<DenoiserPhase>): AsyncGenerator<TrainEvent, PhaseResult> {
  const context = { ...given, config: atSize(given.config, given.recipe.picture) };
  const { run, name, index, recipe, config, resumeFrom, startedAt } = context;
  const { runtime, data, store, now, signal } = run;
  const codec = await codecOf(context);
  const latents = yield* data.latents({ runtime, model: { config, tensors: codec }, ...(recipe.growth && { first: Math.max(recipe.growth.first, recipe.validation) }), ...(signal && { signal }) });
  const graph = trainingGraph(config, recipe, data);
  const session = await loadPhase(context, graph, graph.parameters, 'training step');
  try {
    const validator = await createValidator(context, codec, latents);
    const judge = await judgeOf(context);
    const parts: Parts = { context, whole: given, session, graph, codec, validator, judge };
    yield { kind: 'note', text: `Network: ${parameterCount(graph)} parameters; ${(graph.flops / 1e9).toFixed(1)} GFLOP a step of ${recipe.batch * recipe.copies} samples. ${runtime.report.reason}` };
    const loop = new RunLoop({
      phase: name, pace: recipe, now, startedAt, ...(resumeFrom && { resumeFrom: resumeFrom.progress }), ...(signal && { signal }),
      learner: {
        session, step: graph, losses: graph.losses,
        feeds: createBatches(data, latents, config, recipe, { seed: run.recipe.seed, phase: index }), samplesPerStep: recipe.batch * recipe.copies, flops: graph.flops,
      },
      look: (current) => look(parts, current),
      saveCheckpoint: async ({ progress }) => store.saveCheckpoint({ ...headOf(given, progress), tensors: new Map([...codec, ...Object.entries(await session.readState())]) }),
    });
    loop.note(() => ({ latentDeviations: channelDeviations(latents, recipe.growth?.first ?? data.count, latentShape(config)) }));
    yield* loop.run();
    const best = await bestAverage(parts, loop.progress.step);
    if (best.text !== undefined) yield { kind: 'note', text: best.text };
    // A codec that another phase made is that phase's to give: its decoder may have learned on.
    const own = [...context.tensors.keys()].some(isCodec) ? [] : codec;
    return { tensors: new Map([...own, ...await readAverages(session, graph, best.which)]), progress: loop.progress };
  } finally {
    await session.close();
    await latents.close?.();
  }
}

const isCodec = (name: string): boolean => name.startsWith('codec.');

/** The model as it draws pictures of another size. */
const atSize = (config: ModelConfig, size: number | undefined): ModelConfig => (size === undefined ? config : { ...config, picture: { width: size, height: size } });

interface Parts {
  /** With the pictures' size of this phase. */
  readonly context: PhaseContext<DenoiserPhase>;
  /** As the run gave it. */
  readonly whole: PhaseContext<DenoiserPhase>;
  readonly session: Session;
  readonly graph: TrainingGraph;
  readonly codec: ReadonlyMap<string, TensorData>;
  readonly validator: Validator | undefined;
  readonly judge: Judge | undefined;
}

/** The world's checker, if it looks at pictures of this size. */
async function judgeOf({ run, recipe, config }: PhaseContext<DenoiserPhase>): Promise<Judge | undefined> {
  const judge = recipe.judged > 0 ? await run.openJudge?.(recipe.judged) : undefined;
  if (judge === undefined || judge.fits(config.picture.width)) return judge;
  await judge.close();
  return undefined;
}

/** Pictures to measure by: others of the same kind where the data has such, else its own. */
async function createValidator({ run, index, recipe, config }: PhaseContext<DenoiserPhase>, codec: ReadonlyMap<string, TensorData>, latents: Latents): Promise<Validator | undefined> {
  if (recipe.validation === 0) return undefined;
  const { data, runtime, signal } = run;
  const seed = { seed: run.recipe.seed, phase: index };
  const own = validationSet(data, latents, config, recipe.validation, seed);
  if (data.validation === undefined) return new Validator(runtime, { fixed: own });
  const others = await quietly(data.validation.latents({ runtime, model: { config, tensors: codec }, ...(signal && { signal }) }));
  const fixed = validationSet(data.validation, others, config, recipe.validation, seed);
  await others.close?.();
  return new Validator(runtime, { fixed, trained: own });
}

async function quietly<T>(events: AsyncGenerator<TrainEvent, T>): Promise<T> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}

/** The codec that earlier phases or the checkpoint hold, or the one that is found in closed form. */
async function codecOf({ run, config, tensors, resumeFrom }: PhaseContext): Promise<ReadonlyMap<string, TensorData>> {
  const made = new Map([...(resumeFrom?.tensors ?? tensors)].filter(([name]) => isCodec(name)));
  return made.size > 0 ? made : run.data.fitCodec(run.runtime, config, run.recipe.whitening, run.signal);
}

async function* look(parts: Parts, loop: RunLoop): AsyncGenerator<TrainEvent> {
  const { context: { run, name, recipe, config, earlier }, session, graph, codec, validator, judge } = parts;
  const { step } = loop.progress;
  const agreements = await gradientAgreements(session, graph, recipe.optimizer.adamw);
  loop.note(() => ({ agreements }));
  const heads = (): PhaseHead[] => [...earlier, headOf(parts.whole, loop.progress)];
  const model: Model = { config: { ...config, origin: run.naming.origin(heads()) }, tensors: new Map([...codec, ...modelPart(await readAverages(session, graph))]) };
  // Who cannot wait tries what there is: the run's folder is a model from the first look on.
  await run.store.saveModel(model);
  const validation = await validator?.validate(model, step);
  if (validation !== undefined) {
    loop.note(({ validations }) => ({ validations: [...validations, validation] }));
    yield { kind: 'validation', phase: name, validation };
  }
  const pipeline = new LatentDiffusion(run.runtime, model);
  const file = await drawSheet(parts, pipeline, step);
  loop.note(({ sheets }) => ({ sheets: [...sheets, { step, file }] }));
  const scores = judge && await judge.score(await drawPrompts(pipeline, config, judge.prompts, JUDGED_SEED));
  if (scores !== undefined) {
    loop.note(({ readings }) => ({ readings: [...readings, { step, rows: [{ title: 'pictures, by the checker', scores }] }] }));
    yield { kind: 'note', text: `The checker sees what was asked for after step ${step}: ${Object.entries(scores).map(([asked, share]) => `${asked} ${(100 * share).toFixed(0)} %`).join(', ')}.` };
  }
  await pipeline.close();
  await run.store.saveReport(heads());
  yield { kind: 'sheet', phase: name, step, file };
}

/** Which of the moving averages is the best by validation; the first where there is nothing to choose or to measure by. */
async function bestAverage({ context: { recipe, config }, session, graph, codec, validator }: Parts, step: number): Promise<{ readonly which: number; readonly text?: string }> {
  if (validator === undefined || recipe.averageDecays.length === 1) return { which: 0 };
  const losses: number[] = [];
  for (const which of recipe.averageDecays.keys()) losses.push((await validator.validate({ config, tensors: new Map([...codec, ...modelPart(await readAverages(session, graph, which))]) }, step)).loss);
  const which = losses.indexOf(Math.min(...losses));
  return { which, text: `Of the averages of the weights, that of decay ${recipe.averageDecays[which]} is kept: validation losses ${losses.map((loss, i) => `${loss.toFixed(4)} (${recipe.averageDecays[i]})`).join(', ')}.` };
}

async function drawSheet({ context: { run, name, config } }: Parts, pipeline: Pipeline, step: number): Promise<string> {
  const { prompts } = run.recipe;
  const pictures = await drawPrompts(pipeline, config, prompts.flatMap((prompt) => Array<string>(PICTURES_PER_PROMPT).fill(prompt)), 0, PICTURES_PER_PROMPT);
  return run.store.saveSheet(name, step, prompts.map((_, i) => pictures.slice(i * PICTURES_PER_PROMPT, (i + 1) * PICTURES_PER_PROMPT)), prompts);
}

/** One picture of each prompt. @param period after so many prompts seeds begin again; default: each has its own */
function drawPrompts(pipeline: Pipeline, { defaults }: ModelConfig, prompts: readonly string[], seed: number, period = prompts.length): Promise<Picture[]> {
  return samplePictures(pipeline, { ...defaults, prompts, negativePrompts: [''], seeds: prompts.map((_, i) => seed + (i % period)) });
}

function parameterCount({ parameters }: TrainingGraph): string {
  const count = [...modelPart(parameters).values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return `${(count / 1e6).toFixed(2)} million`;
}
