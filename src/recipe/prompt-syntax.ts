/** Prompts in AUTOMATIC1111's syntax as a whole: what changes over a run, and what is not supported. */
import { DarkroomError } from '../base/errors.ts';
import { networkTags } from './prompt-networks.ts';
import { type PromptRange, promptSchedule } from './prompt-schedule.ts';

/**
 * The texts of a prompt over a run, see `promptSchedule`. Networks hold for the whole run, wherever they stand: their
 * tags follow each text.
 * @throws usage for brackets without end
 */
export function promptRanges(prompt: string, steps: number): PromptRange[] {
  const { text, tags } = networkTags(prompt);
  if (tags.length === 0) return promptSchedule(prompt, steps);
  const ranges = promptSchedule(text, steps);
  return ranges.length === 1 ? [{ until: steps, text: prompt }] : ranges.map((range) => ({ until: range.until, text: range.text + tags.join('') }));
}

const composition = /\bAND\b/;

/** @throws usage for AND: composing prompts needs more than one conditional estimate */
export function refuseComposition(prompt: string): void {
  if (composition.test(prompt)) {
    throw new DarkroomError('usage', 'AND in capital letters composes several prompts, which is not supported. Write "and", or BREAK to part the tokens only.');
  }
}
