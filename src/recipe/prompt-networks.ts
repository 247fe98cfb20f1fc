/** `<lora:name:0.8>` in prompts: what is to be loaded, taken out of the text. */
import { DarkroomError } from '../base/errors.ts';

export interface PromptNetwork {
  /** `lora`, `lyco`, `hypernet`; what can be loaded is the model's to say. */
  readonly kind: string;
  readonly name: string;
  /** Strengths for the text encoders and for the denoiser; default 1 and the same again. */
  readonly textStrength: number;
  readonly strength: number;
}

const tag = /<(\w+):([^<>]+)>/g;

/** The prompt without its tags, and the tags as they stand there. */
export function networkTags(prompt: string): { readonly text: string; readonly tags: readonly string[] } {
  return { text: prompt.replace(tag, ''), tags: prompt.match(tag) ?? [] };
}

/**
 * The prompt without its tags, and the tags in order. After the name come strengths, `:0.8` for both or `:0.8:0.5` for
 * text encoders and denoiser, or by name, `te=0.8` and `unet=0.5`.
 * @throws usage for a strength that is no number
 */
export function extractNetworks(prompt: string): { readonly text: string; readonly networks: readonly PromptNetwork[] } {
  const networks: PromptNetwork[] = [];
  const text = prompt.replace(tag, (whole, kind: string, rest: string) => {
    networks.push(readTag(whole, kind.toLowerCase(), rest.split(':')));
    return '';
  });
  return { text, networks };
}

function readTag(whole: string, kind: string, [name = '', ...settings]: readonly string[]): PromptNetwork {
  const named = new Map(settings.filter((one) => one.includes('=')).map((one) => one.split('=') as [string, string]));
  const positional = settings.filter((one) => !one.includes('='));
  const number = (value: string | undefined, otherwise: number): number => {
    if (value === undefined || value.trim() === '') return otherwise;
    const read = Number(value);
    if (!Number.isFinite(read)) throw new DarkroomError('usage', `The strength "${value}" in ${whole} is no number. Write for example <lora:name:0.8>.`, { tag: whole });
    return read;
  };
  const textStrength = number(named.get('te') ?? positional[0], 1);
  return { kind, name: name.trim(), textStrength, strength: number(named.get('unet') ?? positional[1], textStrength) };
}
