/** The phase that learns to denoise: text encoder and denoiser together, on the latents of the pictures. */
import type { TensorData } from '../../base/tensor-data.ts';
import { LatentDiffusion } from '../../pipelines/latent-diffusion.ts';
import type { Model } from '../../pipelines/model.ts';
import { samplePictures } from '../../pipelines/sample-pictures.ts';
import type { Session } from '../../runtime/runtime.ts';
import { createBatches } from '../batches.ts';
import { modelPart } from '../label-loss.ts';
import { readAverages } from '../learn.ts';
import { type PhaseContext, type PhaseResult, headOf, loadPhase } from '../phase.ts';
import { RunLoop } from '../run-loop.ts';
import type { TrainEvent } from '../training-event.ts';
import { type TrainingGraph, trainingGraph } from '../training-graph.ts';
import type { DenoiserPhase } from '../training-recipe.ts';

const PICTURES_PER_PROMPT = 4;

export async function* trainDenoiser(context: PhaseContext<DenoiserPhase>): AsyncGenerator<TrainEvent, PhaseResult> {
  const { run, name, index, recipe, config, resumeFrom, startedAt } = context;
  const { runtime, data, store, now, signal } = run;
  const codec = await codecOf(context);
  const latents = yield* data.latents({ runtime, model: { config, tensors: codec }, ...(signal && { signal }) });
  const graph = trainingGraph(config, recipe, data.factors);
  const session = await loadPhase(context, graph, graph.parameters, 'training step');
  const parts: Parts = { context, session, graph, codec };
  try {
    yield { kind: 'note', text: `Network: ${parameterCount(graph)} parameters; ${(graph.flops / 1e9).toFixed(1)} GFLOP a step of ${recipe.batch * recipe.copies} samples. ${runtime.report.reason}` };
    const loop = new RunLoop({
      phase: name, pace: recipe, now, startedAt, ...(resumeFrom && { resumeFrom: resumeFrom.progress }), ...(signal && { signal }),
      learner: {
        session, step: graph, losses: data.factors.length > 0 ? ['denoising_loss', 'label_loss'] : ['denoising_loss'],
        feeds: createBatches(data, latents, config, recipe, { seed: run.recipe.seed, phase: index }), samplesPerStep: recipe.batch * recipe.copies, flops: graph.flops,
      },
      look: (current) => drawSheet(parts, current),
      saveCheckpoint: async ({ progress }) => store.saveCheckpoint({ ...headOf(context, progress), tensors: new Map([...codec, ...Object.entries(await session.readState())]) }),
    });
    yield* loop.run();
    return { tensors: new Map([...codec, ...await readAverages(session, graph)]), progress: loop.progress };
  } finally {
    await session.close();
  }
}

interface Parts {
  readonly context: PhaseContext<DenoiserPhase>;
  readonly session: Session;
  readonly graph: TrainingGraph;
  readonly codec: ReadonlyMap<string, TensorData>;
}

/** The codec that earlier phases or the checkpoint hold, or the one that is found in closed form. */
async function codecOf({ run, config, tensors, resumeFrom }: PhaseContext): Promise<ReadonlyMap<string, TensorData>> {
  const made = new Map([...(resumeFrom?.tensors ?? tensors)].filter(([name]) => name.startsWith('codec.')));
  return made.size > 0 ? made : run.data.fitCodec(run.runtime, config, run.recipe.whitening, run.signal);
}

async function* drawSheet({ context, session, graph, codec }: Parts, loop: RunLoop): AsyncGenerator<TrainEvent> {
  const { run, name, config, earlier } = context;
  const { prompts } = run.recipe;
  const model: Model = { config, tensors: new Map([...codec, ...modelPart(await readAverages(session, graph))]) };
  const pipeline = new LatentDiffusion(run.runtime, model);
  const seeds = prompts.flatMap(() => Array.from({ length: PICTURES_PER_PROMPT }, (_, i) => i));
  const pictures = await samplePictures(pipeline, { ...config.defaults, prompts: prompts.flatMap((prompt) => Array<string>(PICTURES_PER_PROMPT).fill(prompt)), negativePrompt: '', seeds });
  await pipeline.close();
  const { step } = loop.progress;
  const file = await run.store.saveSheet(name, step, prompts.map((_, i) => pictures.slice(i * PICTURES_PER_PROMPT, (i + 1) * PICTURES_PER_PROMPT)), prompts);
  loop.note(({ sheets }) => ({ sheets: [...sheets, { step, file }] }));
  await run.store.saveReport([...earlier, headOf(context, loop.progress)]);
  yield { kind: 'sheet', phase: name, step, file };
}

function parameterCount({ parameters }: TrainingGraph): string {
  const count = [...modelPart(parameters).values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return `${(count / 1e6).toFixed(2)} million`;
}
