/** LoRAs as they stand in the prompt, `<lora:name:0.8>`: the prompt is where they are kept, so that recipes, pictures and other programs understand them. */

export interface PromptLora {
  readonly name: string;
  /** 1 is as it was trained; 0 leaves it out; below 0 it works the other way. */
  readonly strength: number;
}

/** A tag with what stands before it; strengths of their own for parts of the network are left to those who write them. */
const tag = /\s*<lora:([^<>:]+)(?::(-?[\d.]+))?>/g;

export function lorasIn(prompt: string): readonly PromptLora[] {
  return [...prompt.matchAll(tag)].map(([, name = '', strength = '1']) => ({ name: name.trim(), strength: Number(strength) })).filter(({ strength }) => Number.isFinite(strength));
}

/** The prompt with the LoRA in it, at its place if it has one. */
export function withLora(prompt: string, { name, strength }: PromptLora): string {
  const written = `<lora:${name}:${strength}>`;
  let found = false;
  const changed = prompt.replace(tag, (whole, own: string) => {
    if (own.trim() !== name) return whole;
    found = true;
    return `${/^\s*/.exec(whole)?.[0] ?? ''}${written}`;
  });
  return found ? changed : [prompt.trimEnd(), written].filter((part) => part !== '').join(' ');
}

export const withoutLora = (prompt: string, name: string): string => prompt.replace(tag, (whole, own: string) => (own.trim() === name ? '' : whole)).trimStart();
