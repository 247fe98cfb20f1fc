/** Which phases of a recipe a run still has to go through, by what its folder holds. */
import { DarkroomError } from '../base/errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { RunStore } from './phase.ts';
import { doneShare } from './run-loop.ts';
import { type PhaseRecipe, type TrainingRecipe, withLength } from './training-recipe.ts';

/** A phase of the recipe with what the run's folder holds of it. */
export interface PlannedPhase {
  readonly name: string;
  readonly recipe: PhaseRecipe;
  readonly index: number;
  readonly finished?: Checkpoint;
  readonly underWay?: Checkpoint;
}

export interface PlanOptions {
  /** Go on with a run that is under way; without it such a folder is refused. */
  readonly resume?: boolean;
  /** The only phase to run. */
  readonly phase?: string;
  /** Another length, see `withLength`. */
  readonly minutes?: number;
  readonly steps?: number;
}

/** What a run does: the recipe with the lengths that hold, and its phases up to the last one that shall run. */
export interface RunPlan {
  readonly recipe: TrainingRecipe;
  readonly planned: readonly PlannedPhase[];
}

/**
 * Phases that the folder holds keep to what they began with, but for a length that is asked for now; the others follow the recipe.
 * @throws DarkroomError code 'usage' when the folder holds a run and `resume` is not set, or `phase` needs phases that are not done
 */
export async function planRun(asked: TrainingRecipe, store: RunStore, { resume = false, ...length }: PlanOptions = {}): Promise<RunPlan> {
  const names = Object.keys(withLength(asked, length).phases);
  const wanted = names.slice(0, length.phase === undefined ? undefined : names.indexOf(length.phase) + 1);
  const saved = await Promise.all(wanted.map(async (name) => ({ name, finished: await store.loadFinished(name) })));
  const states = await Promise.all(saved.map(async (one) => ({ ...one, underWay: one.finished === undefined ? await store.loadCheckpoint(one.name) : undefined })));
  const kept = Object.fromEntries(states.flatMap(({ name, finished, underWay }) => {
    const phase = (finished ?? underWay)?.recipe.phases[name];
    return phase === undefined ? [] : [[name, phase]];
  }));
  const recipe = withLength({ ...asked, phases: { ...asked.phases, ...kept } }, length);
  const all = await Promise.all(states.map((state, index) => planPhase(state, index, recipe.phases[state.name] as PhaseRecipe, store)));
  // Codec and parser learn from pictures and texts alone; a denoiser begins with what all phases before it have learned.
  const alone = length.phase !== undefined && recipe.phases[length.phase]?.kind !== 'denoiser';
  const planned = alone ? all.filter(({ name, finished }) => name === length.phase || finished !== undefined) : all;
  const begun = planned.some(({ underWay }) => underWay !== undefined) || planned.every(({ finished }) => finished !== undefined);
  if (begun && !resume) throw new DarkroomError('usage', `${store.path} already holds a run. Add --resume to go on with it, or choose another --out.`, { path: store.path });
  const missing = length.phase === undefined || alone ? undefined : planned.slice(0, -1).find(({ finished }) => finished === undefined);
  if (missing !== undefined) throw new DarkroomError('usage', `The phase '${length.phase}' begins with what '${missing.name}' has learned, and that is not done in ${store.path}. Run it first: --phase ${missing.name}.`, { phase: length.phase, missing: missing.name });
  return { recipe, planned };
}

interface Saved {
  readonly name: string;
  readonly finished: Checkpoint | undefined;
  readonly underWay: Checkpoint | undefined;
}

/** A finished phase that shall be longer now is under way again. */
async function planPhase({ name, finished, underWay }: Saved, index: number, recipe: PhaseRecipe, store: RunStore): Promise<PlannedPhase> {
  if (finished !== undefined && doneShare(recipe, finished.progress) >= 1) return { name, index, recipe, finished };
  const state = underWay ?? await store.loadCheckpoint(name);
  return { name, index, recipe, ...(state && { underWay: state }) };
}
