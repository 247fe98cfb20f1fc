/** The phase that learns a codec: its linear maps are found in closed form, then its networks learn what those cannot do. */
import type { TensorData } from '../../base/tensor-data.ts';
import { DarkroomError } from '../../base/errors.ts';
import type { ConvolutionalCodecConfig } from '../../models/autoencoders/convolutional-codec.ts';
import { createCodecBatches } from '../codec/codec-batches.ts';
import { CODEC_LOSSES, codecGraph } from '../codec/codec-graph.ts';
import { examineCodec } from '../codec/examine-codec.ts';
import type { PictureSource } from '../codec/picture-source.ts';
import { readAverages } from '../learn.ts';
import { type PhaseContext, type PhaseResult, headOf, loadPhase } from '../phase.ts';
import { RunLoop } from '../run-loop.ts';
import type { TrainEvent } from '../training-event.ts';
import type { CodecPhase } from '../training-recipe.ts';

/** @throws DarkroomError code 'usage' for codecs that are wholly found in closed form, 'data' when the pictures are smaller than the crops */
export async function* trainCodec(context: PhaseContext<CodecPhase>): AsyncGenerator<TrainEvent, PhaseResult> {
  const { run, name, index, recipe, config, resumeFrom, startedAt } = context;
  const { store, now, signal, data } = run;
  const { codec } = config;
  if (codec.kind !== 'convolutional') throw new DarkroomError('usage', `A codec of kind '${codec.kind}' is found in closed form; the recipe's phase '${name}' has nothing to learn.`);
  if (data.pictures.size < recipe.crop) throw new DarkroomError('data', `The phase '${name}' learns from squares of ${recipe.crop} pixels; the pictures have ${data.pictures.size}.`);
  const given = yield* givenTensors(context, codec);
  const graph = codecGraph(codec, recipe, given);
  const session = await loadPhase(context, graph, graph.parameters, 'codec training step');
  const learned = async (): Promise<ReadonlyMap<string, TensorData>> => new Map([...given, ...await readAverages(session, graph)]);
  try {
    yield { kind: 'note', text: `Codec: ${parameterCount(graph.parameters)} million parameters learn; ${(graph.flops / 1e9).toFixed(1)} GFLOP a step of ${recipe.batch} squares of ${recipe.crop} pixels.` };
    const loop: RunLoop = new RunLoop({
      phase: name, pace: recipe, now, startedAt, ...(resumeFrom && { resumeFrom: resumeFrom.progress }), ...(signal && { signal }),
      learner: {
        session, step: graph, losses: recipe.losses.resampled > 0 ? CODEC_LOSSES : CODEC_LOSSES.slice(0, 1),
        feeds: createCodecBatches(data.pictures, codec, recipe, { seed: run.recipe.seed, phase: index }), samplesPerStep: recipe.batch, flops: graph.flops,
      },
      look: async function* (current) { yield* look(context, current, await learned()); },
      saveCheckpoint: async ({ progress }) => store.saveCheckpoint({ ...headOf(context, progress), tensors: new Map([...given, ...Object.entries(await session.readState())]) }),
    });
    if (loop.progress.step === 0) yield* look(context, loop, await learned());
    yield* loop.run();
    return { tensors: await learned(), progress: loop.progress };
  } finally {
    await session.close();
  }
}

/** What does not learn in this phase: the closed-form maps; where only the decoder learns, the whole encoder. */
async function* givenTensors({ run, config, recipe, tensors, resumeFrom }: PhaseContext<CodecPhase>, codec: ConvolutionalCodecConfig): AsyncGenerator<TrainEvent, ReadonlyMap<string, TensorData>> {
  const made = new Map([...(resumeFrom?.tensors ?? tensors)].filter(([name]) => GIVEN.test(name) || (recipe.learns === 'decoder' && name.startsWith('codec.encoder.'))));
  if (made.size > 0) return made;
  if (recipe.learns === 'decoder' && codec.encoder.blocks > 0) throw new DarkroomError('usage', 'A phase that learns the decoder alone comes after one that has learned the encoder.');
  yield { kind: 'note', text: 'Finding the codec’s linear maps in closed form.' };
  return run.data.fitCodec(run.runtime, config, run.recipe.whitening, run.signal);
}

const GIVEN = /^codec\.((encoder|decoder)\.linear|preview|latents)\./;

/** Measures on pictures that it has not seen, draws a sheet of originals beside reconstructions, tells both. */
async function* look(context: PhaseContext<CodecPhase>, loop: RunLoop, tensors: ReadonlyMap<string, TensorData>): AsyncGenerator<TrainEvent> {
  const { run, name, recipe, config, earlier } = context;
  const { step } = loop.progress;
  const unseen: PictureSource = run.data.validation?.pictures ?? run.data.pictures;
  const { all, kinds, examples } = await examineCodec(run.runtime, { config, tensors }, unseen, Math.min(recipe.validation, unseen.count));
  const file = await run.store.saveSheet(name, step, examples.map(({ pictures }) => pictures), examples.map(({ label }) => label));
  loop.note(({ sheets, fidelities }) => ({ sheets: [...sheets, { step, file }], fidelities: [...fidelities, { step, all, kinds }] }));
  await run.store.saveReport([...earlier, headOf(context, loop.progress)]);
  yield { kind: 'note', text: `Reconstructions of ${all.pictures} pictures: ${all.psnr.toFixed(2)} dB, SSIM ${all.ssim.toFixed(4)}${Object.entries(kinds).map(([kind, each]) => `; ${kind} ${each.psnr.toFixed(1)} dB, ${each.ssim.toFixed(3)}`).join('')}.` };
  yield { kind: 'sheet', phase: name, step, file };
}

const parameterCount = (parameters: ReadonlyMap<string, { readonly shape: readonly number[] }>): string =>
  ([...parameters.values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0) / 1e6).toFixed(2);
