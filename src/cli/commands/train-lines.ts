/** Training runs in words: lines of progress, of validation, of what was found. */
import type { TrainEvent } from '../../node/index.ts';
import { bar, duration } from '../format.ts';

/** The one line of progress. @param named of several phases: say which */
export function progressLine(event: Extract<TrainEvent, { kind: 'step' }>, named = false): string {
  const { phase, step, steps, loss, samplesPerSecond, gflopsPerSecond, remainingSeconds, progress } = event;
  const place = steps === undefined ? `step ${step}` : `step ${step} of ${steps}`;
  return `${bar(progress)} ${named ? `${phase}, ` : ''}${place}  loss ${loss.toFixed(4)}  ${samplesPerSecond.toFixed(0)} samples/s  ${gflopsPerSecond.toFixed(0)} GFLOP/s  ${duration(remainingSeconds)} left`;
}

/** How far off the denoiser is on pictures it has not seen. */
export function validationLine({ step, loss, shuffled, trained }: Extract<TrainEvent, { kind: 'validation' }>['validation']): string {
  return `Validation after step ${step}: loss ${loss.toFixed(4)}; with the wrong captions ${shuffled.toFixed(4)}${trained === undefined ? '' : `; on pictures that it learns from ${trained.toFixed(4)}`}.`;
}

/** A finding as people read it. */
export function findingText({ problem, phase, evidence, advice }: Extract<TrainEvent, { kind: 'diagnosis' }>['findings'][number]): string {
  return `Diagnosis, ${phase}: ${problem.replaceAll('-', ' ')}.\n  ${evidence}\n  ${advice}`;
}

/** The last lines of a run. */
export function doneText({ step, seconds, model, report, out }: Extract<TrainEvent, { kind: 'done' }>): string {
  const steps = `Done after ${step} steps in ${duration(seconds)}.\n`;
  if (model === undefined) return `${steps}  report  ${report}\nThe model is not whole yet: go on with --out ${out} --resume.`;
  return `${steps}  model   ${model}\n  report  ${report}\nTry it: darkroom generate "…" --model ${out}`;
}
