/** The phase that teaches the text encoder alone, as a parser: each factor of a scene is told from the summary of a caption. */
import type { TensorData } from '../../base/tensor-data.ts';
import { DarkroomError } from '../../base/errors.ts';
import { createRandom } from '../../base/random.ts';
import { emitWithWeights } from '../../pipelines/model.ts';
import { createWordTokenizer } from '../../tokenizers/word-tokenizer.ts';
import type { Caption } from '../../worlds/world.ts';
import { createTextBatches } from '../batches.ts';
import { captionFeeds } from '../captions.ts';
import type { Reading } from '../checkpoint.ts';
import { readAverages } from '../learn.ts';
import { type PhaseContext, type PhaseResult, headOf, loadPhase } from '../phase.ts';
import { RunLoop } from '../run-loop.ts';
import { parserGraph, textTrainingGraph } from '../text-graph.ts';
import type { TrainEvent } from '../training-event.ts';
import type { TextPhase } from '../training-recipe.ts';

/** @throws DarkroomError code 'data' when the texts have no labels */
export async function* trainText(context: PhaseContext<TextPhase>): AsyncGenerator<TrainEvent, PhaseResult> {
  const { run, name, index, recipe, config, resumeFrom, startedAt, earlier } = context;
  const { data, store, now, signal } = run;
  if (data.factors.length === 0) throw new DarkroomError('data', 'These captions have no labels, so there is nothing for a parser to learn. Take a recipe without a text phase, or a drawn world.');
  const graph = textTrainingGraph(config, recipe, data.factors);
  const session = await loadPhase(context, graph, graph.parameters, 'text training step');
  try {
    yield { kind: 'note', text: `Parser of ${data.factors.map(({ name: factor, classes }) => `${factor} (${classes})`).join(', ')}; ${config.text.tokenizer.words.length} words; ${(graph.flops / 1e9).toFixed(1)} GFLOP a step of ${recipe.batch} captions.` };
    const loop: RunLoop = new RunLoop({
      phase: name, pace: recipe, now, startedAt, ...(resumeFrom && { resumeFrom: resumeFrom.progress }), ...(signal && { signal }),
      learner: { session, step: graph, losses: graph.losses, feeds: createTextBatches(data, config, recipe, { seed: run.recipe.seed, phase: index }), samplesPerStep: recipe.batch, flops: graph.flops },
      look: async function* (current) {
        const rows = await examine(context, await readAverages(session, graph));
        current.note(({ readings, step }) => ({ readings: [...readings, { step, rows }] }));
        await store.saveReport([...earlier, headOf(context, current.progress)]);
        for (const row of rows) yield { kind: 'note', text: describeRow(row) };
      },
      saveCheckpoint: async ({ progress }) => store.saveCheckpoint({ ...headOf(context, progress), tensors: new Map(Object.entries(await session.readState())) }),
    });
    yield* loop.run();
    return { tensors: await readAverages(session, graph), progress: loop.progress };
  } finally {
    await session.close();
  }
}

type Row = Reading['rows'][number];

const describeRow = ({ title, scores }: Row): string => `Read right, ${title}: ${Object.entries(scores).map(([factor, share]) => `${factor} ${(100 * share).toFixed(1)} %`).join(', ')}.`;

/** The share of each factor that the parser tells right, where the caption says it. */
async function examine({ run, config, recipe }: PhaseContext<TextPhase>, tensors: ReadonlyMap<string, TensorData>): Promise<Row[]> {
  const { factors } = run.data;
  const session = await run.runtime.load({ bytes: emitWithWeights(parserGraph(config, recipe.batch, factors), { tensors }, 'parser') }, { name: 'parser' });
  const tokenize = createWordTokenizer(config.text.tokenizer);
  const rows: Row[] = [];
  for (const { title, captions } of run.data.unseen?.() ?? []) {
    const right = factors.map(() => 0);
    const asked = factors.map(() => 0);
    for (let first = 0; first < captions.length; first += recipe.batch) {
      // The last batch is filled up, so that one graph serves all.
      const batch = Array.from({ length: recipe.batch }, (_, i) => captions[Math.min(first + i, captions.length - 1)] as Caption);
      const { ids, grams } = captionFeeds(batch.map((caption) => () => caption), 0, createRandom(0), tokenize, config.text.tokenizer, { captionDropout: 0, wordDropout: 0 });
      const told = await session.run({ ids: ids as TensorData, grams: grams as TensorData });
      captions.slice(first, first + recipe.batch).forEach(({ labels }, row) => labels.forEach((label, factor) => {
        if (label < 0) return;
        asked[factor] = (asked[factor] as number) + 1;
        if (Number(told[factors[factor]?.name ?? '']?.data[row]) === label) right[factor] = (right[factor] as number) + 1;
      }));
    }
    rows.push({ title, scores: Object.fromEntries(factors.flatMap(({ name }, i) => ((asked[i] as number) > 0 ? [[name, (right[i] as number) / (asked[i] as number)]] : []))) });
  }
  await session.close();
  return rows;
}
