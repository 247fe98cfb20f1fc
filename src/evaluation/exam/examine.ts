/** The examination of a model: every row's pictures of every question, looked at and judged; then distances, diversity, copies, and what is refused. */
import { throwIfCancelled } from '../../base/errors.ts';
import { createRandom } from '../../base/random.ts';
import type { Picture } from '../../images/picture.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import type { CanvasFactory } from '../../worlds/canvas.ts';
import { Renderer } from '../../worlds/render.ts';
import { storybook } from '../../worlds/storybook/storybook.ts';
import type { ExamEvent, ExamExample, ExamRow, ExamScore } from './exam-event.ts';
import { examQuestions, type ExamSize, type Question } from './exam-questions.ts';
import type { Eye, Look } from './eye.ts';
import { factText, judge } from './judge.ts';
import { memorisation } from './memorisation.ts';
import { autoencoderSource, drawn, modelSource, type PictureSource, renderSource, retrievalSource, type TrainingCorpus } from './picture-sources.ts';
import { rejectPrompts } from './reject-prompts.ts';
import { bootstrapInterval, kernelDistance, spread } from './statistics.ts';

export interface Examination {
  readonly pipeline: Pipeline;
  readonly eye: Eye;
  readonly canvases: CanvasFactory;
  readonly corpus: TrainingCorpus;
  readonly size: ExamSize;
  readonly quick: boolean;
  readonly settings?: { readonly guidance?: number; readonly steps?: number };
  /** Validation prompts tune, examination prompts judge. Default: examination. */
  readonly purpose?: 'examination' | 'validation';
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/** Questions whose pictures are made in one go. */
const BATCH = 4;
const FRESH_SEED = 9_300_007;
/** Pictures of each set whose distance is taken: it grows with the square. */
const MOST_FEATURES = 1000;

/** What one row came to. */
interface Answers {
  readonly looks: readonly (readonly Look[])[];
  readonly pictures: readonly (readonly Picture[])[];
}

/** The last event is the result. */
export async function* examine(examination: Examination): AsyncGenerator<ExamEvent> {
  const { pipeline, canvases, corpus, size, quick, settings, purpose, now, signal } = examination;
  const began = now();
  const questions = examQuestions(size, purpose);
  const renderer = new Renderer(canvases);
  const renders = renderSource(renderer);
  const sources = { model: modelSource(pipeline, settings), renders, autoencoder: autoencoderSource(pipeline, renders), retrieval: retrievalSource(corpus, renderer) } as const;
  const answers = {} as Record<keyof typeof sources, Answers>;
  for (const row of Object.keys(sources) as (keyof typeof sources)[]) answers[row] = yield* answer(examination, questions, row, sources[row]);

  const scores = (Object.keys(answers) as (keyof typeof answers)[]).flatMap((row) => scoresOf(row, questions, questions, answers[row].looks));
  scores.push(...scoresOf('shuffled', questions, exchanged(questions), answers.model.looks));
  yield { kind: 'progress', stage: 'looking for copies', done: 0, total: 1 };
  throwIfCancelled(signal);
  const copies = await copiesOf(examination, renderer, answers.model.pictures.flat());
  const means = taskMeans(scores);
  const features = (row: keyof typeof answers): Float32Array[] => answers[row].looks.flat().slice(0, MOST_FEATURES).map((look) => look.features);
  const spreadOf = (row: keyof typeof answers): number => answers[row].looks.reduce((sum, looks) => sum + spread(looks.map((look) => look.features)), 0);
  yield {
    kind: 'examined', examples: examplesOf(questions, answers.model), nearest: copies.nearest,
    result: {
      model: pipeline.info.id, quick, scores, means, freeKept: (means['FREE'] ?? 0) / Math.max(1e-9, means['ID'] ?? 0), refused: refusedShare(pipeline),
      distance: { model: kernelDistance(features('model'), features('renders')), floor: kernelDistance(features('autoencoder'), features('renders')) },
      diversity: spreadOf('model') / Math.max(1e-9, spreadOf('renders')), memorised: { share: copies.share, ratio: copies.ratio }, seconds: (now() - began) / 1000,
    },
  };
}

async function* answer({ eye, size, signal }: Examination, questions: readonly Question[], row: ExamRow, source: PictureSource): AsyncGenerator<ExamEvent, Answers> {
  const [looks, pictures]: [Look[][], Picture[][]] = [[], []];
  for (let first = 0; first < questions.length; first += BATCH) {
    yield { kind: 'progress', stage: stages[row], done: first, total: questions.length };
    throwIfCancelled(signal);
    const part = questions.slice(first, first + BATCH);
    const made = await source(part, size.seeds, signal);
    const seen = await eye.look(made, signal);
    part.forEach((_, i) => {
      looks.push(seen.slice(i * size.seeds, (i + 1) * size.seeds));
      pictures.push(made.slice(i * size.seeds, (i + 1) * size.seeds));
    });
  }
  return { looks, pictures };
}

const stages: Readonly<Record<ExamRow, string>> = { model: 'the model draws', renders: 'the world draws', autoencoder: 'the autoencoder copies', retrieval: 'training pictures are found', shuffled: '' };

/** @param judgedBy the questions whose facts count: the same ones, or exchanged ones */
function scoresOf(row: ExamRow, questions: readonly Question[], judgedBy: readonly Question[], looks: readonly (readonly Look[])[]): ExamScore[] {
  const groups = new Map<string, { readonly split: string; readonly task: string; readonly right: number[][] }>();
  questions.forEach(({ split, task }, i) => {
    const key = `${split} ${task}`;
    const group = groups.get(key) ?? { split, task, right: [] };
    groups.set(key, group);
    group.right.push((looks[i] as readonly Look[]).map(({ sight }) => Number(judge((judgedBy[i] as Question).facts, sight).right)));
  });
  return [...groups.values()].map(({ split, task, right }) => ({ row, split, task, prompts: right.length, pictures: right.flat().length, right: bootstrapInterval(right) }));
}

/** Each question with the facts of the next one of its task. */
function exchanged(questions: readonly Question[]): Question[] {
  return questions.map((question) => {
    const same = questions.filter(({ split, task }) => split === question.split && task === question.task);
    return same[(same.indexOf(question) + 1) % same.length] as Question;
  });
}

function taskMeans(scores: readonly ExamScore[]): Record<string, number> {
  const mine = scores.filter(({ row }) => row === 'model');
  return Object.fromEntries([...new Set(mine.map(({ split }) => split))].map((split) => {
    const of = mine.filter((score) => score.split === split);
    return [split, of.reduce((sum, { right }) => sum + right.mean, 0) / of.length];
  }));
}

/** Every word that the world does not have must be named, and nothing else of the prompt needs to be. */
function refusedShare(pipeline: Pipeline): number {
  const named = rejectPrompts.filter(({ text, unknown }) => {
    const told = pipeline.read(text).unknown;
    return unknown.every((word) => told.includes(word));
  });
  return named.length / rejectPrompts.length;
}

async function copiesOf({ corpus, size: { compared } }: Examination, renderer: Renderer, generated: readonly Picture[]) {
  const every = Math.max(1, Math.floor(generated.length / compared.generated));
  const mine = generated.filter((_, i) => i % every === 0).slice(0, compared.generated);
  const random = createRandom(FRESH_SEED);
  const [fresh, training]: [Picture[], Picture[]] = [[], []];
  for (let i = 0; i < mine.length; i++) fresh.push(await drawn(storybook.sampleScene(random, { split: 'train' }), renderer));
  for (let i = 0; i < Math.min(compared.training, corpus.captions.length); i++) training.push(await drawn(corpus.scene(i), renderer));
  return memorisation(mine, fresh, training);
}

/** The first questions of each task and split. */
function examplesOf(questions: readonly Question[], { looks, pictures }: Answers): ExamExample[] {
  const perTask = 3;
  const counts = new Map<string, number>();
  return questions.flatMap(({ id, split, task, text, facts }, i): ExamExample[] => {
    const key = `${split} ${task}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > perTask) return [];
    return [{
      id, text,
      pictures: (pictures[i] as readonly Picture[]).map((picture, seed) => {
        const verdict = judge(facts, ((looks[i] as readonly Look[])[seed] as Look).sight);
        return { picture, right: verdict.right, wrong: verdict.facts.filter(({ right }) => !right).map(({ fact }) => factText(fact)) };
      }),
    }];
  });
}
