import { describe, expect, test } from 'vitest';
import { type Checkpoint, noProgress } from './checkpoint.ts';
import type { RunStore } from './phase.ts';
import { firstLight } from './recipes/first-light.ts';
import { storybook } from './recipes/storybook.ts';
import { planRun } from './run-plan.ts';
import { type TrainingRecipe, changedRecipe, withLength } from './training-recipe.ts';

const [denoiser] = Object.values(firstLight.phases);
const recipe = changedRecipe(firstLight, { phases: { denoiser: { minutes: 10 }, finer: { ...denoiser, minutes: 30 } } }, 'test');

/** A folder that holds states of phases after some seconds. */
function folder(states: Readonly<Record<string, { readonly seconds: number; readonly finished?: boolean; readonly begunWith?: TrainingRecipe }>>): RunStore {
  const state = (phase: string, finished: boolean): Promise<Checkpoint | undefined> => {
    const held = states[phase];
    if (held === undefined || (held.finished ?? false) !== finished) return Promise.resolve(undefined);
    return Promise.resolve({ phase, recipe: held.begunWith ?? recipe, progress: { ...noProgress, seconds: held.seconds } } as Checkpoint);
  };
  return { path: 'folder', loadFinished: (phase: string) => state(phase, true), loadCheckpoint: async (phase: string) => (await state(phase, false)) ?? state(phase, true) } as unknown as RunStore;
}

const summary = async (...given: Parameters<typeof planRun>): Promise<unknown> =>
  (await planRun(...given)).planned.map(({ name, recipe: { minutes, steps }, finished, underWay }) => [name, minutes ?? steps, finished ? 'finished' : underWay ? 'under way' : 'new']);

describe('a plan', () => {
  test('runs every phase of an empty folder, or those up to the one that is asked for', async () => {
    expect(await summary(recipe, folder({}))).toEqual([['denoiser', 10, 'new'], ['finer', 30, 'new']]);
    expect(await summary(recipe, folder({}), { phase: 'denoiser', steps: 7 })).toEqual([['denoiser', 7, 'new']]);
  });

  test('leaves out finished phases, and needs no --resume for the next', async () => {
    const store = folder({ denoiser: { seconds: 600, finished: true } });
    expect(await summary(recipe, store)).toEqual([['denoiser', 10, 'finished'], ['finer', 30, 'new']]);
    expect(await summary(recipe, store, { phase: 'finer' })).toEqual([['denoiser', 10, 'finished'], ['finer', 30, 'new']]);
  });

  test('goes on with a phase under way by what it began with; a longer one is under way again', async () => {
    const older = withLength(recipe, { phase: 'denoiser', minutes: 20 });
    const underWay = folder({ denoiser: { seconds: 600, begunWith: older } });
    expect(await summary(recipe, underWay, { resume: true })).toEqual([['denoiser', 20, 'under way'], ['finer', 30, 'new']]);
    const finished = folder({ denoiser: { seconds: 600, finished: true } });
    expect(await summary(recipe, finished, { resume: true, phase: 'denoiser', minutes: 15 })).toEqual([['denoiser', 15, 'under way']]);
  });

  test('lets a parser learn before the codec has', async () => {
    const parsed = changedRecipe(firstLight, { phases: { denoiser: { minutes: 10 }, text: storybook.phases['text'] } }, 'test');
    expect(await summary(parsed, folder({}), { phase: 'text', steps: 3 })).toEqual([['text', 3, 'new']]);
  });

  test('refuses what would write over a run, and phases whose beginnings are missing', async () => {
    await expect(planRun(recipe, folder({ denoiser: { seconds: 60 } }))).rejects.toThrow(/already holds a run. Add --resume/);
    await expect(planRun(recipe, folder({ denoiser: { seconds: 600, finished: true }, finer: { seconds: 1800, finished: true } }))).rejects.toThrow(/already holds a run/);
    await expect(planRun(recipe, folder({}), { phase: 'finer' })).rejects.toThrow(/begins with what 'denoiser' has learned/);
    await expect(planRun(recipe, folder({}), { phase: 'nothing' })).rejects.toThrow(/no phase 'nothing'.*denoiser, finer/);
  });
});

describe('the length of a run', () => {
  test('is shared out over its phases, or is that of one phase', () => {
    const lengths = (asked: Parameters<typeof withLength>[1]) => Object.values(withLength(recipe, asked).phases).map(({ minutes, steps }) => minutes ?? steps);
    expect(lengths({})).toEqual([10, 30]);
    expect(lengths({ minutes: 4 })).toEqual([1, 3]);
    expect(lengths({ minutes: 4, phase: 'finer' })).toEqual([10, 4]);
    expect(lengths({ steps: 9, phase: 'denoiser' })).toEqual([9, 30]);
  });

  test('must make sense', () => {
    for (const [asked, message] of [[{ steps: 5 }, /with --phase/], [{ minutes: 1, steps: 1 }, /not both/], [{ minutes: -1 }, /positive/], [{ steps: 1.5 }, /whole number/]] as const) expect(() => withLength(recipe, asked)).toThrow(message);
  });
});
