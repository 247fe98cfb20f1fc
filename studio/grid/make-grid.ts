/** Makes a grid through the service's queue, watches it to its end, and writes it down as a page. */
import { readPngText } from '../../src/images/png.ts';
import { gridPage, type GridPicture } from '../../src/recipe/grid-page.ts';
import { recipeFromText } from '../../src/recipe/recipe-text.ts';
import { saveFile } from '../create/export-frame.ts';
import { drawnSize, presetsOf } from '../create/request.ts';
import { chosenModel, isRunning, messageOf } from '../create/run-verb.ts';
import { present } from '../document/history.ts';
import type { Job } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import type { MadeGrid } from '../shell/studio-state.ts';
import { words } from '../words/en.ts';
import { cellsOf, readGrid } from './axes.ts';

const largestSeed = 2 ** 32;

/** One seed for all pictures, unless seeds are what changes: else nothing could be compared. */
export async function makeGrid(parts: StudioParts): Promise<void> {
  const { studio, engine } = parts;
  const { knobs, grid: { axes }, history } = studio.getState();
  const model = chosenModel(parts);
  if (model === undefined) throw new Error(words.errors.noModel);
  const { grid } = readGrid(axes, knobs.prompt);
  if (grid === undefined) return;
  const { steps, guidance, sampler } = knobs;
  const size = drawnSize('generate', present(history).frame, model);
  const request = {
    prompt: knobs.prompt.trim(), negativePrompt: model.negativePrompt ? knobs.negativePrompt.trim() : '', model: model.id, presets: presetsOf(knobs).filter((preset) => model.presets.includes(preset)), count: 1, seed: knobs.seed ?? Math.floor(Math.random() * largestSeed),
    ...(size && { size }), ...(steps !== undefined && { steps }), ...(guidance !== undefined && { guidance }), ...(sampler !== undefined && { sampler }), mode: { kind: 'text-to-image' },
  } as const;
  await cancelGrid(parts);
  putMade(parts, { prompt: request.prompt, axes, jobs: [] });
  for (const { change } of cellsOf(grid)) {
    const job = await engine.submit(request, change);
    putMade(parts, { ...(studio.getState().grid.made as MadeGrid), jobs: [...studio.getState().grid.made?.jobs ?? [], job] });
    void followGrid(parts);
  }
}

const putMade = ({ studio }: StudioParts, made: MadeGrid): void => studio.setState(({ grid }) => ({ grid: { ...grid, made } }));

function putJob(parts: StudioParts, job: Job): void {
  const { made } = parts.studio.getState().grid;
  if (made !== undefined) putMade(parts, { ...made, jobs: made.jobs.map((each) => (each.id === job.id ? job : each)) });
}

let following = false;

/** One after the other, as the queue draws them: a browser keeps few streams open at once. Goes on after a reload; a second call does nothing. */
export async function followGrid(parts: StudioParts): Promise<void> {
  if (following) return;
  following = true;
  const { studio, engine, changes } = parts;
  try {
    for (;;) {
      const next = studio.getState().grid.made?.jobs.find(isRunning);
      if (next === undefined) return;
      for await (const job of engine.watch(next.id, new AbortController().signal)) putJob(parts, job);
    }
  } catch (error) {
    const lost = studio.getState().grid.made?.jobs.find(isRunning);
    // What the service does not know any more will not come.
    if (lost !== undefined) putJob(parts, { ...lost, state: 'failed', error: messageOf(error) });
    changes.notify(messageOf(error), 'error');
  } finally {
    following = false;
  }
}

/** What of the last grid is not made yet will not be. */
export async function cancelGrid({ studio, engine }: StudioParts): Promise<void> {
  const running = studio.getState().grid.made?.jobs.filter(isRunning) ?? [];
  // The last first: else each would begin before it is cancelled. What is over by now is over.
  for (const { id } of running.toReversed()) await engine.cancel(id).catch(() => undefined);
}

/** The finished pictures as one page that stands by itself, the same as `darkroom grid` writes. */
export async function downloadGrid({ engine }: StudioParts, { prompt, axes, jobs }: MadeGrid, name: string): Promise<void> {
  const { grid } = readGrid(axes, prompt);
  if (grid === undefined) return;
  const cells = cellsOf(grid);
  const pictures = await Promise.all(jobs.map(async ({ pictures: [picture] }, i): Promise<GridPicture[]> => {
    const cell = cells[i];
    if (picture === undefined || cell === undefined) return [];
    const png = new Uint8Array(await (await engine.file(picture)).arrayBuffer());
    const recipe = recipeFromText(readPngText(png));
    return recipe === undefined ? [] : [{ x: cell.x, y: cell.y, z: cell.z, made: { picture, png, recipe } }];
  }));
  saveFile(new Blob([gridPage(prompt, grid, pictures.flat())], { type: 'text/html' }), `${name}.html`);
}
