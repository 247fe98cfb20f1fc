/** The judges of drawn worlds, for training runs: the checkers that come with the package. */
import { access } from 'node:fs/promises';
import { createRandom } from '../../base/random.ts';
import { Checker } from '../../evaluation/checker.ts';
import { examQuestions } from '../../evaluation/exam/exam-questions.ts';
import { Eye } from '../../evaluation/exam/eye.ts';
import { holds } from '../../evaluation/exam/judge.ts';
import { atWorldSize } from '../../evaluation/exam/picture-sources.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Judge } from '../../training/judge.ts';
import { storybook } from '../../worlds/storybook/storybook.ts';
import { worldNamed } from '../../worlds/worlds.ts';
import { checkerFile } from '../evaluation/evaluate.ts';
import { loadWeightsFile } from '../weights-file.ts';

/** Apart from the seeds of training, validation and examinations. */
const SEED = 5_000_001;

/** @returns undefined where the world has no checker yet */
export async function openJudge(runtime: Runtime, world: string, pictures: number): Promise<Judge | undefined> {
  const file = checkerFile(world);
  if (await access(file).then(() => false, () => true)) return undefined;
  return world === storybook.name ? storybookJudge(await Eye.open(runtime, await loadWeightsFile(file)), pictures) : factorJudge(await Checker.open(runtime, await loadWeightsFile(file)), world, pictures);
}

/** Scenes of the training split that training does not draw, named in full; each factor is right or wrong. */
function factorJudge(checker: Checker, name: string, pictures: number): Judge {
  const world = worldNamed(name);
  const random = createRandom(SEED);
  const scenes = Array.from({ length: pictures }, () => world.sampleScene(random, { split: 'train' }));
  const wanted = scenes.map((scene) => world.labels(scene));
  return {
    prompts: scenes.map((scene) => world.fullCaption(scene)), fits: (size) => size === checker.config.size, close: () => checker.close(),
    score: async (drawn) => {
      const seen = await checker.look(drawn);
      return Object.fromEntries(checker.config.factors.map(({ name: factor }, i) => [factor, share(wanted.flatMap((labels, row) => ((labels[i] ?? -1) < 0 ? [] : [labels[i] === seen[row]?.[i]])))]));
    },
  };
}

/** Questions for tuning, a few of each task, judged fact by fact. */
function storybookJudge(eye: Eye, pictures: number): Judge {
  const questions = createRandom(SEED).shuffled(examQuestions({ perTask: 6, free: 0, seeds: 1, compared: { generated: 0, training: 0 } }, 'validation')).slice(0, pictures);
  return {
    prompts: questions.map(({ text }) => text), fits: (size) => eye.config.size % size === 0, close: () => eye.close(),
    score: async (drawn) => {
      const looks = await eye.look(drawn.map(atWorldSize));
      const answers = questions.flatMap(({ facts }, row) => facts.map((fact) => ({ kind: fact.kind, right: looks[row] !== undefined && holds(fact, looks[row].sight) })));
      return Object.fromEntries([...new Set(answers.map(({ kind }) => kind))].map((kind) => [kind, share(answers.filter((answer) => answer.kind === kind).map(({ right }) => right))]));
    },
  };
}

const share = (answers: readonly boolean[]): number => answers.filter(Boolean).length / Math.max(1, answers.length);
