/** Prompts that change over a run: the network is given the texts that are in force at each noise level. */
import type { DenoisePair } from '../diffusion/guidance.ts';
import { type NoiseLevel, noiseFraction } from '../diffusion/noise-level.ts';
import { rangeOfStep } from '../recipe/prompt-schedule.ts';
import { promptRanges } from '../recipe/prompt-syntax.ts';
import type { ConditionRequest, Pipeline } from './pipeline.ts';

/** Levels that went through arithmetic and back. */
const rounding = 1e-9;

/**
 * As `pipeline.condition`, with `[from:to:when]` and `[a|b]` in prompts and negative prompt read over the run's steps.
 * Each set of texts is read once, before the run begins.
 */
export async function conditionOverRun(pipeline: Pick<Pipeline, 'condition'>, request: ConditionRequest, levels: readonly NoiseLevel[]): Promise<DenoisePair> {
  const steps = levels.length - 1;
  const all = [...request.prompts, request.negativePrompt].map((prompt) => promptRanges(prompt, steps));
  const pairs = new Map<string, DenoisePair>();
  const ofStep: DenoisePair[] = [];
  for (let step = 0; step < steps; step++) {
    const texts = all.map((ranges) => ranges[rangeOfStep(ranges, step)]!.text);
    const key = JSON.stringify(texts);
    const pair = pairs.get(key) ?? await pipeline.condition({ ...request, prompts: texts.slice(0, -1), negativePrompt: texts.at(-1)! });
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
