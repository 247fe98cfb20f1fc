/** Filling a gap in what is known: each early step is taken several times, so that the filling can come to terms with what surrounds it. */

import { combine, noiseFraction } from './noise-level.ts';
import type { NoiseLevel } from './noise-level.ts';
import { type SampleOptions, type SampleStep, sample } from './sample.ts';

export interface HarmoniseOptions extends SampleOptions {
  /** How often each early step is taken; 1 is a plain run. */
  readonly times: number;
  /** Steps that start with at least this share of noise are early. */
  readonly until: number;
  /** Standard normal noise for the way back, of the length of the latents: of step `step`, before it is taken for the `time`-th time (from 1). */
  readonly returnNoise: (step: number, time: number) => Float32Array;
}

/**
 * As `sample`; a step that is taken again starts from its end, noised back to its beginning.
 * @source Lugmayr et al. 2022, RePaint, arXiv 2201.09865, algorithm 1 (with jumps of one step)
 */
export async function* harmonisedSample(options: HarmoniseOptions): AsyncGenerator<SampleStep, Float32Array> {
  const { levels, times, until, returnNoise } = options;
  const steps = levels.length - 1;
  let { latents } = options;
  let index = 0;
  for (; index < steps - 1 && noiseFraction(levels[index] as NoiseLevel) >= until; index++) {
    const [from, to] = [levels[index] as NoiseLevel, levels[index + 1] as NoiseLevel];
    for (let time = 0; time < times; time++) {
      const start = time === 0 ? latents : noisedBack(latents, to, from, returnNoise(index, time));
      const taken = await only(sample({ ...options, latents: start, levels: [from, to], noise: (_, draw) => options.noise(index, draw) }));
      ({ latents } = taken);
      if (time === times - 1) yield { ...taken, index, steps };
    }
  }
  const rest = sample({ ...options, latents, levels: levels.slice(index), noise: (step, draw) => options.noise(index + step, draw) });
  for (;;) {
    const next = await rest.next();
    if (next.done) return next.value;
    yield { ...next.value, index: index + next.value.index, steps };
  }
}

/** Latents of a lower level at a higher one: shrunk, and noise added for the variance that is missing. */
function noisedBack(latents: Float32Array, low: NoiseLevel, high: NoiseLevel, noise: Float32Array): Float32Array {
  const kept = high.alpha / low.alpha;
  return combine(kept, latents, Math.sqrt(Math.max(0, high.sigma ** 2 - (kept * low.sigma) ** 2)), noise);
}

async function only(run: AsyncGenerator<SampleStep, Float32Array>): Promise<SampleStep> {
  const first = await run.next();
  if (first.done) throw new TypeError('a run between two levels has one step');
  await run.next();
  return first.value;
}
