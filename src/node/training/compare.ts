/** `compareRecipes`: two recipes run on the same seed and data, and what came out laid side by side; `diagnoseRun`: what a run's numbers say is wrong. */
import { join, relative } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { type ComparedRun, type Comparison, compareRuns, comparisonPage } from '../../training/comparison.ts';
import { type Finding, diagnose } from '../../training/diagnosis.ts';
import type { TrainEvent, TrainRequest } from '../../training/training-event.ts';
import type { TrainingRecipe } from '../../training/training-recipe.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { readRecipe, recipeWith } from './recipe-file.ts';
import { loadHeads } from './run-folder.ts';
import { trainRecipe } from './train.ts';

export interface CompareRequest extends Pick<TrainRequest, 'minutes' | 'steps' | 'phase' | 'seed' | 'device'> {
  /** Names or files of one or two recipes; of one, the other is the same with `changes`. */
  readonly recipes: readonly string[];
  /** `path=value`, applied to the second recipe. */
  readonly changes?: readonly string[];
  /** Gets a folder for each run, and the page. */
  readonly out: string;
  /** Leave a run alone that is there already, and go on with one that is under way. */
  readonly resume?: boolean;
}

export type CompareEvent =
  | { readonly kind: 'run'; readonly run: 'a' | 'b'; readonly name: string; readonly event: TrainEvent }
  | { readonly kind: 'comparison'; readonly names: readonly [a: string, b: string]; readonly comparison: Comparison; readonly page: string };

/** The last event is the comparison. @throws DarkroomError as `train` */
export async function* compareRecipes(request: CompareRequest, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<CompareEvent> {
  const { out, recipes, changes = [], seed, resume = false, minutes, steps, phase, device } = request;
  const [first, second = first] = recipes;
  if (first === undefined || recipes.length > 2) throw new DarkroomError('usage', 'Compare two recipes, or one with --change.');
  if (second === first && changes.length === 0) throw new DarkroomError('usage', 'The recipes are the same: name another, or say with --change what shall differ.');
  const a = await readRecipe(first);
  const b = changes.reduce<TrainingRecipe>(recipeWith, await readRecipe(second ?? first));
  const names: readonly [string, string] = [nameOf(first, []), nameOf(second ?? first, changes)];
  const seeded = (recipe: TrainingRecipe): TrainingRecipe => ({ ...recipe, seed: seed ?? a.seed });
  for (const [run, recipe, name] of [['a', a, names[0]], ['b', b, names[1]]] as const) {
    const length = { ...(minutes !== undefined && { minutes }), ...(steps !== undefined && { steps }), ...(phase !== undefined && { phase }), ...(device && { device }) };
    if (resume && await isDone(join(out, run))) continue;
    for await (const event of trainRecipe(seeded(recipe), { out: join(out, run), latents: out, resume: resume && (await loadHeads(join(out, run))).length > 0, ...length }, signal ? { signal } : {})) yield { kind: 'run', run, name, event };
  }
  const runs = await Promise.all((['a', 'b'] as const).map(async (run, i): Promise<ComparedRun> => ({ name: names[i] as string, heads: await loadHeads(join(out, run)) }))) as [ComparedRun, ComparedRun];
  const page = join(out, 'comparison.html');
  await writeFileAtomically(page, comparisonPage(...runs, (file) => relative(out, file).replaceAll('\\', '/')));
  yield { kind: 'comparison', names, comparison: compareRuns(...runs), page };
}

const nameOf = (recipe: string, changes: readonly string[]): string => [recipe.replace(/^.*[/\\]|\.json$/g, ''), ...changes].join(' ');

/** All that its phases were to learn. */
const isDone = async (path: string): Promise<boolean> => {
  const heads = await loadHeads(path);
  return heads.length > 0 && heads.every(({ finished }) => finished);
};

/** The usual failures that the numbers of a run show. @throws DarkroomError code 'usage' when there is no run */
export async function diagnoseRun(path: string): Promise<readonly Finding[]> {
  const heads = await loadHeads(path);
  if (heads.length === 0) throw new DarkroomError('usage', `${path} holds no training run.`, { path });
  return diagnose(heads);
}
