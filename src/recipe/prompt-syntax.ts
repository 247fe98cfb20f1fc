/** Prompts in AUTOMATIC1111's syntax as a whole: what changes over a run, and prompts that are composed. */
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

/** A prompt of a composition, and how much its guidance counts. */
export interface PromptPart { readonly text: string; readonly weight: number }

const conjunction = /\bAND\b/;
const weightAtEnd = /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/;

/**
 * `a cat AND a dog :0.7`: several prompts whose guidance adds up. Without AND the prompt is one part, as it is.
 * Networks hold for all parts.
 */
export function promptParts(prompt: string): PromptPart[] {
  const { text, tags } = networkTags(prompt);
  const parts = text.split(conjunction);
  if (parts.length === 1) return [{ text: prompt, weight: 1 }];
  return parts.map((part) => {
    const weight = weightAtEnd.exec(part);
    return { text: part.slice(0, weight?.index ?? part.length).trim() + tags.join(''), weight: Number(weight?.[1] ?? 1) };
  });
}

/** Every text that a network reads of a prompt in a run of so many steps. */
export function promptTexts(prompt: string, steps: number): string[] {
  return [...new Set(promptParts(prompt).flatMap(({ text }) => promptRanges(text, steps).map((range) => range.text)))];
}
