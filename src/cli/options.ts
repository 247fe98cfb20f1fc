/** Reads options' values, with errors that say what would be right. */
import { InvalidArgumentError } from 'commander';

/** A number within bounds, both included. */
export function numberBetween(low: number, high: number, whole = false): (text: string) => number {
  const kind = whole ? 'a whole number' : 'a number';
  const range = high >= Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value) || value < low || value > high || (whole && !Number.isInteger(value))) throw new InvalidArgumentError(`It must be ${kind} ${range}.`);
    return value;
  };
}

export const wholeNumber = (low: number, high: number): ((text: string) => number) => numberBetween(low, high, true);

/** `512x768`, width first. */
export function size(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text.trim()) ?? [];
  const parsed = { width: Number(width), height: Number(height) };
  if (!(parsed.width > 0 && parsed.height > 0)) throw new InvalidArgumentError('It must be WIDTHxHEIGHT in pixels, as 32x32.');
  return parsed;
}

/** One of a list. */
export function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new InvalidArgumentError(`It must be one of: ${choices.join(', ')}.`);
    return found;
  };
}

export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const;
