/** Runs the lens: what it tells goes into the state, so that it goes on while another view is open. */
import { chosenModel, messageOf } from '../create/run-verb.ts';
import type { LensStep } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';

const largestSeed = 2 ** 32;

let stop: AbortController | undefined;

/** A second call ends the first. */
export async function watchRun(parts: StudioParts): Promise<void> {
  const { studio, engine, changes } = parts;
  const { prompt, seed, guidance } = studio.getState().knobs;
  const model = chosenModel(parts);
  if (model === undefined) return;
  stop?.abort();
  const control = (stop = new AbortController());
  const put = (steps: readonly LensStep[], running: boolean): void => { if (stop === control) studio.setState({ lens: { steps, running } }); };
  const seen: LensStep[] = [];
  put([], true);
  try {
    const request = { prompt, model: model.id, seed: seed ?? Math.floor(Math.random() * largestSeed), ...(guidance !== undefined && { guidance }) };
    for await (const step of engine.lens(request, control.signal)) {
      seen.push(step);
      put([...seen], true);
    }
  } catch (error) {
    if (!control.signal.aborted) changes.notify(messageOf(error), 'error');
  } finally {
    put([...seen], false);
  }
}
