/** Which waiting jobs run together: those that ask for the same in other words or with other seeds, where the model draws many faster than one by one. */
import type { RecipeRequest } from '../api/recipe-request.ts';
import type { JobRecord } from '../jobs/job-record.ts';
import type { ModelPool } from '../node/generation/model-pool.ts';
import { modelName } from './prepare-job.ts';

/** Everything that has to be the same, as text. Edits run alone: each has its own picture; so do recipes whose choices were made elsewhere: those are for one prompt. */
function sameness({ prompt: _prompt, seed: _seed, count: _count, ...rest }: RecipeRequest): string | undefined {
  return [rest.init, rest.variation, rest.resolvedPrompt, rest.resolvedNegativePrompt].every((own) => own === undefined) ? JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1))) : undefined;
}

/** @param mostPictures of one run; 1 lets every job run alone */
export function companionsOf(pool: Pick<ModelPool, 'describe'>, mostPictures: number): (first: JobRecord, waiting: readonly JobRecord[]) => readonly JobRecord[] {
  return (first, waiting) => {
    const alike = sameness(first.recipe);
    if (alike === undefined || mostPictures <= 1 || pool.describe(modelName(first.recipe)).info.batches !== true) return [];
    let pictures = first.recipe.count ?? 1;
    const taken: JobRecord[] = [];
    // In their order, and nobody is passed over: the first that does not fit ends it.
    for (const job of waiting) {
      const count = job.recipe.count ?? 1;
      if (sameness(job.recipe) !== alike || pictures + count > mostPictures) break;
      pictures += count;
      taken.push(job);
    }
    return taken;
  };
}
