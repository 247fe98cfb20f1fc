/** The texts of a run, prompts and negative prompts alike: one for all pictures, or one for each. */
import { DarkroomError } from '../base/errors.ts';
import type { ConditionRequest } from './pipeline.ts';

/** Both lists as long as the longer one. @throws DarkroomError code 'usage' when one fits neither one picture nor all */
export function textsOf({ prompts, negativePrompts, count }: Pick<ConditionRequest, 'prompts' | 'negativePrompts' | 'count'>): { readonly prompts: readonly string[]; readonly negativePrompts: readonly string[] } {
  for (const [name, texts] of [['prompts', prompts], ['negative prompts', negativePrompts]] as const) {
    if (texts.length !== 1 && texts.length !== count) throw new DarkroomError('usage', `${texts.length} ${name} do not fit ${count} pictures.`);
  }
  const length = Math.max(prompts.length, negativePrompts.length);
  const filled = (texts: readonly string[]): readonly string[] => (texts.length === length ? texts : Array.from({ length }, () => texts[0] as string));
  return { prompts: filled(prompts), negativePrompts: filled(negativePrompts) };
}
