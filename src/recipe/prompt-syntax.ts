/** A prompt in AUTOMATIC1111's syntax, read as a whole: networks, texts over the run, and their weighed stretches. */
import { DarkroomError } from '../base/errors.ts';
import { parseEmphasis } from './prompt-emphasis.ts';
import type { PromptSegment } from './prompt-emphasis.ts';
import { extractNetworks } from './prompt-networks.ts';
import type { PromptNetwork } from './prompt-networks.ts';
import { promptSchedule } from './prompt-schedule.ts';

export interface ReadPrompt {
  readonly networks: readonly PromptNetwork[];
  /** At least one; `until` is the last step, counted from 1, that it holds for. See `rangeOfStep`. */
  readonly ranges: readonly { readonly until: number; readonly segments: readonly PromptSegment[] }[];
}

const composition = /\bAND\b/;

/**
 * @param steps of the run, for what changes during it
 * @throws usage for AND, for nonsense strengths and for brackets without end
 */
export function readPrompt(prompt: string, steps: number): ReadPrompt {
  const { text, networks } = extractNetworks(prompt);
  if (composition.test(text)) {
    throw new DarkroomError('usage', 'AND in capital letters composes several prompts, which is not supported. Write "and", or BREAK to part the tokens only.');
  }
  return { networks, ranges: promptSchedule(text, steps).map((range) => ({ until: range.until, segments: parseEmphasis(range.text) })) };
}
