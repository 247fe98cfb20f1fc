/** Prompts that change over a run or are composed: the network is given the texts that are in force at each noise level. */
import type { DenoisePair } from '../diffusion/guidance.ts';
import { type NoiseLevel, noiseFraction } from '../diffusion/noise-level.ts';
import { rangeOfStep } from '../recipe/prompt-schedule.ts';
import { promptParts, promptRanges } from '../recipe/prompt-syntax.ts';
import type { ConditionRequest, Pipeline } from './pipeline.ts';

/** Levels that went through arithmetic and back. */
const rounding = 1e-9;

/**
 * As `pipeline.condition`, with AND, `[from:to:when]` and `[a|b]` in prompts and `[…]` in negative prompts read over
 * the run's steps. Each set of texts is read once, before the run begins.
 */
export async function conditionOverRun(pipeline: Pick<Pipeline, 'condition'>, request: ConditionRequest, levels: readonly NoiseLevel[]): Promise<DenoisePair> {
  const parts = request.prompts.map(promptParts);
  const count = Math.max(...parts.map((one) => one.length));
  const pairs: DenoisePair[] = [];
  // A prompt of fewer parts than another repeats its first, with no weight.
  for (let part = 0; part < count; part++) pairs.push(await changing(pipeline, { ...request, prompts: parts.map((one) => (one[part] ?? one[0]!).text) }, levels));
  if (count === 1) return pairs[0]!;
  return composed(pairs, pairs.map((_, part) => parts.map((one) => one[part]?.weight ?? 0)), request.count);
}

async function changing(pipeline: Pick<Pipeline, 'condition'>, request: ConditionRequest, levels: readonly NoiseLevel[]): Promise<DenoisePair> {
  const steps = levels.length - 1;
  const all = [...request.prompts, ...request.negativePrompts].map((prompt) => promptRanges(prompt, steps));
  const pairs = new Map<string, DenoisePair>();
  const ofStep: DenoisePair[] = [];
  for (let step = 0; step < steps; step++) {
    const texts = all.map((ranges) => ranges[rangeOfStep(ranges, step)]!.text);
    const key = JSON.stringify(texts);
    const pair = pairs.get(key) ?? await pipeline.condition({ ...request, prompts: texts.slice(0, request.prompts.length), negativePrompts: texts.slice(request.prompts.length) });
    pairs.set(key, pair);
    ofStep.push(pair);
  }
  if (pairs.size === 1) return ofStep[0]!;
  return (latents, level, both, signal) => ofStep[stepOf(levels, level)]!(latents, level, both, signal);
}

/** The step that a level belongs to: rules that look twice look between two levels. */
function stepOf(levels: readonly NoiseLevel[], level: NoiseLevel): number {
  const fraction = noiseFraction(level) * (1 - rounding);
  let step = 0;
  while (step < levels.length - 2 && noiseFraction(levels[step + 1]!) >= fraction) step++;
  return step;
}

/**
 * Estimates whose distances from the unconditional one add up, so that guidance pushes towards all of them.
 * @param weights of each part, for each prompt (or one for all pictures)
 * @source Liu et al. 2206.01714, algorithm 1
 */
function composed(parts: readonly DenoisePair[], weights: readonly (readonly number[])[], pictures: number): DenoisePair {
  return async (latents, level, both, signal) => {
    const first = await parts[0]!(latents, level, true, signal);
    if (first.unconditional === undefined) throw new TypeError('the pair denoiser left out the unconditional half');
    const { unconditional } = first;
    const conditional = unconditional.slice();
    for (const [i, part] of parts.entries()) {
      const estimate = i === 0 ? first.conditional : (await part(latents, level, false, signal)).conditional;
      const size = latents.length / pictures;
      for (let at = 0; at < estimate.length; at++) {
        const weight = weights[i]![weights[i]!.length === 1 ? 0 : Math.floor(at / size)]!;
        conditional[at] = conditional[at]! + weight * (estimate[at]! - unconditional[at]!);
      }
    }
    return both ? { conditional, unconditional } : { conditional };
  };
}
