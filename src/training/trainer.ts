/** A training run from data to model: its phases in order, those that are done left out, the one under way gone on with. */
import { DarkroomError } from '../base/errors.ts';
import type { TensorData } from '../base/tensor-data.ts';
import { modelParameters } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import { collectWords, splitWords } from '../tokenizers/word-tokenizer.ts';
import type { Checkpoint, PhaseHead } from './checkpoint.ts';
import { diagnose } from './diagnosis.ts';
import { modelPart } from './label-loss.ts';
import type { PhaseContext, PhaseResult, TrainingRun } from './phase.ts';
import { trainCodec } from './phases/codec.ts';
import { trainDenoiser } from './phases/denoiser.ts';
import { trainText } from './phases/text.ts';
import type { PlannedPhase } from './run-plan.ts';
import type { TrainEvent } from './training-event.ts';

/**
 * Trains phase by phase until each one's clock or number of steps says stop.
 * @throws DarkroomError 'not-finite' with the step and the tensor, 'cancelled' after a last checkpoint, 'weights' when a checkpoint does not fit,
 *   'data' when it is of other pictures
 */
export async function* trainModel(run: TrainingRun): AsyncGenerator<TrainEvent> {
  const { planned } = run;
  for (const { finished, underWay } of planned) checkSameData(finished ?? underWay, run.data.summary);
  const config = configFor(run, planned);
  yield* notes(run, config, planned);
  const heads: PhaseHead[] = [];
  let tensors: ReadonlyMap<string, TensorData> = run.from ?? new Map();
  let { startedAt } = run;
  for (const phase of planned) {
    const begun = phase.finished === undefined ? yield* runPhase(run, phase, { config, tensors, startedAt, earlier: heads, count: planned.length }) : phase.finished;
    tensors = new Map([...tensors, ...begun.tensors]);
    const { tensors: _, ...head } = begun;
    heads.push(head);
    startedAt = run.now();
  }
  const model = await saveModel(run, config, tensors, heads);
  const report = await run.store.saveReport(heads);
  yield { kind: 'diagnosis', findings: diagnose(heads) };
  const sum = (of: (head: PhaseHead) => number): number => heads.reduce((total, head) => total + of(head), 0);
  yield { kind: 'done', step: sum(({ progress }) => progress.step), seconds: sum(({ progress }) => progress.seconds), out: run.store.path, ...(model !== undefined && { model }), report };
}

function checkSameData(saved: Checkpoint | undefined, summary: string): void {
  if (saved === undefined || saved.data === summary) return;
  throw new DarkroomError('data', `The run learned from other pictures: "${saved.data.split('\n')[0]}", now "${summary.split('\n')[0]}". Give the same --data.`);
}

async function* runPhase(run: TrainingRun, { name, recipe, index, underWay }: PlannedPhase, { count, ...rest }: Pick<PhaseContext, 'config' | 'tensors' | 'startedAt' | 'earlier'> & { readonly count: number }): AsyncGenerator<TrainEvent, Checkpoint> {
  if (count > 1) yield { kind: 'phase', phase: name, index, count };
  if (underWay !== undefined && underWay.progress.step > 0) yield { kind: 'note', text: `Going on after step ${underWay.progress.step}.` };
  const context = { ...rest, run, name, recipe, index, ...(underWay && { resumeFrom: underWay }) };
  const { tensors, progress } = yield* learn(context);
  const finished: Checkpoint = { phase: name, config: rest.config, recipe: run.recipe, data: run.data.summary, progress, tensors };
  await run.store.saveFinished(finished);
  return finished;
}

function learn(context: PhaseContext): AsyncGenerator<TrainEvent, PhaseResult> {
  const { recipe } = context;
  switch (recipe.kind) {
    case 'codec': return trainCodec({ ...context, recipe });
    case 'text': return trainText({ ...context, recipe });
    case 'denoiser': return trainDenoiser({ ...context, recipe });
    default: return recipe satisfies never;
  }
}

/** The recipe's model with the words that the texts use: those that earlier phases have weights for, where there are such. What is under way stays as it began. */
function configFor({ recipe: { model }, data, naming }: TrainingRun, planned: readonly PlannedPhase[]): ModelConfig {
  const [reading, codec] = [planned.filter(({ recipe }) => recipe.kind !== 'codec'), planned.find(({ recipe }) => recipe.kind === 'codec')];
  const underWay = reading.find((phase) => phase.underWay !== undefined)?.underWay;
  if (underWay !== undefined) return underWay.config;
  const words = reading.findLast(({ finished }) => finished !== undefined)?.finished?.config.text.tokenizer.words ?? collectWords(data.texts);
  const fresh: ModelConfig = { format: 1, id: naming.id, origin: '', ...(data.world !== undefined && { world: data.world }), ...model, text: { ...model.text, tokenizer: { ...model.text.tokenizer, words } } };
  const begun = codec?.underWay ?? codec?.finished;
  return begun === undefined ? fresh : { ...fresh, codec: begun.config.codec };
}

function* notes({ data }: TrainingRun, { text }: ModelConfig, planned: readonly PlannedPhase[]): Generator<TrainEvent> {
  yield { kind: 'note', text: data.summary };
  const most = text.tokenizer.maximumWords;
  const long = [...data.texts].filter((caption) => splitWords(caption).length > most).length;
  // What the model will not read is said before it trains for an hour.
  if (long > 0) yield { kind: 'note', text: `${long} captions have more than ${most} words; the rest of those is not read.` };
  const done = planned.filter(({ finished }) => finished !== undefined).map(({ name }) => name);
  if (done.length > 0) yield { kind: 'note', text: `Done already: ${done.join(', ')}.` };
}

/** Nothing as long as a part of the model is missing. */
async function saveModel({ store, naming }: TrainingRun, config: ModelConfig, tensors: ReadonlyMap<string, TensorData>, heads: readonly PhaseHead[]): Promise<string | undefined> {
  const kept = modelPart(tensors);
  if ([...modelParameters(config).keys()].some((name) => !kept.has(name))) return undefined;
  return store.saveModel({ config: { ...config, origin: naming.origin(heads) }, tensors: kept });
}
