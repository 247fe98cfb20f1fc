/** What a picture says of how it was made, in whichever program's words. */
import type { Recipe } from '../recipe.ts';

export interface RecipeReading {
  /** Whose form it was in. */
  readonly source: 'darkroom' | 'a1111' | 'comfyui' | 'invokeai' | 'fooocus' | 'swarmui';
  /** As far as the fields exist here; names of samplers and models as they were written. */
  readonly recipe: Partial<Recipe>;
  /** What was said and has no place here, or was wanted and not found. For people. */
  readonly notes: readonly string[];
}

/** A plain object of JSON: anything may be in it. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined when the text is no JSON object. Some programs write NaN, which JSON does not know. */
export function parsedObject(text: string | undefined): Json | undefined {
  if (text === undefined || !/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/:\s*-?(NaN|Infinity)\b/g, ': null'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Some programs write numbers as texts. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function wholeOf(value: unknown, low = 0): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= low ? number : undefined;
}

/** `models/sd/dream.safetensors` is `dream`. */
export const modelName = (file: string): string => (file.split(/[/\\]/).at(-1) as string).replace(/\.(safetensors|ckpt|pt|gguf)$/i, '');
