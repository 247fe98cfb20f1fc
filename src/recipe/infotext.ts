/** The `parameters` text that AUTOMATIC1111's web UI writes into pictures and most programs read. */
import { DarkroomError } from '../base/errors.ts';
import { given } from '../base/given.ts';
import { type Recipe, parseRecipe } from './recipe.ts';

/** Samplers by Darkroom's name and by that program's. */
export const samplerLabels: Readonly<Record<string, string>> = {
  euler: 'Euler', 'euler-ancestral': 'Euler a', heun: 'Heun', lms: 'LMS', dpm2: 'DPM2', 'dpm2-ancestral': 'DPM2 a',
  'dpm++-2m': 'DPM++ 2M', 'dpm++-2m-sde': 'DPM++ 2M SDE', 'dpm++-2m-sde-heun': 'DPM++ 2M SDE Heun', 'dpm++-3m-sde': 'DPM++ 3M SDE', 'dpm++-sde': 'DPM++ SDE', 'dpm++-2s-ancestral': 'DPM++ 2S a',
  unipc: 'UniPC', deis: 'DEIS', pndm: 'PLMS', ddim: 'DDIM', ddpm: 'DDPM', lcm: 'LCM', tcd: 'TCD',
};

/** Spacings of noise levels likewise; others go by their own names. */
const scheduleLabels: Readonly<Record<string, string>> = {
  normal: 'Normal', simple: 'Simple', 'sgm-uniform': 'SGM Uniform', karras: 'Karras', exponential: 'Exponential', polyexponential: 'Polyexponential', beta: 'Beta',
  'kl-optimal': 'KL Optimal', 'align-your-steps': 'Align Your Steps', leading: 'DDIM',
};

/** Sources of noise likewise; that program's own default depends on its machine's card and is not written. */
const noiseLabels: Readonly<Record<string, string>> = { torch: 'CPU', nv: 'NV' };

const nameOf = (labels: Readonly<Record<string, string>>, label: string): string => Object.entries(labels).find(([, known]) => known === label)?.[0] ?? label;

/** Values with commas, colons, quotes, line breaks or outer spaces are JSON strings. */
const quoted = (value: string): string => (/[,:"\n]|^\s|\s$/.test(value) ? JSON.stringify(value) : value);

const NEGATIVE = 'Negative prompt: ';
/** Fewer settings than this, and a line is taken for a line of the prompt: as that program has it. */
const LEAST_SETTINGS = 3;

/** Prompt as the model read it, negative prompt and a line of settings. */
export function toInfotext(recipe: Recipe): string {
  const { prompt, resolvedPrompt, negativePrompt, resolvedNegativePrompt = negativePrompt, steps, sampler, spacing, guidance, seed, width, height, model, variation, strength, clipSkip, tiling, upscale, eta, rng, software } = recipe;
  const settings: readonly (readonly [string, string | number | undefined])[] = [
    ['Steps', steps], ['Sampler', samplerLabels[sampler] ?? sampler], ['Schedule type', spacing && (scheduleLabels[spacing] ?? spacing)], ['CFG scale', guidance], ['Seed', seed], ['Size', `${width}x${height}`],
    ['Model hash', model.hash], ['Model', model.id], ['Variation seed', variation?.seed], ['Variation seed strength', variation?.strength], ['Denoising strength', strength ?? upscale?.strength], ['Clip skip', clipSkip === undefined ? undefined : clipSkip + 1],
    ['Tiling', tiling && 'True'], ['Hires upscale', upscale?.factor], ['Hires steps', upscale?.steps], ['Eta', eta], ['RNG', rng && (noiseLabels[rng] ?? rng)], ['Version', software],
  ];
  const line = settings.filter(([, value]) => value !== undefined).map(([key, value]) => `${key}: ${quoted(String(value))}`).join(', ');
  return [resolvedPrompt ?? prompt, ...(resolvedNegativePrompt === '' ? [] : [NEGATIVE + resolvedNegativePrompt]), line].join('\n');
}

/** A JSON string that fills its value. */
const quotedValue = /("(?:\\.|[^"\\])*")\s*(?:,|$)/y;

/** Walks from colon to colon, each letter once: the text may come from a stranger's picture. */
function readSettings(line: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (let at = 0; at < line.length; ) {
    const colon = line.indexOf(':', at);
    if (colon < 0) break;
    const key = line.slice(Math.max(at, line.lastIndexOf(',', colon) + 1), colon).trim();
    const value = readValue(line, colon + 1);
    settings.set(key, value.text);
    at = value.end;
  }
  return settings;
}

/** The value that begins here, and where the next setting begins. */
function readValue(line: string, from: number): { readonly text: string; readonly end: number } {
  let start = from;
  while (line[start] === ' ' || line[start] === '\t') start++;
  quotedValue.lastIndex = start;
  const text = quotedValue.exec(line)?.[1];
  if (text !== undefined) return { text: unquoted(text), end: quotedValue.lastIndex };
  const comma = line.indexOf(',', start);
  const end = comma < 0 ? line.length : comma;
  return { text: line.slice(start, end).trim(), end: end + 1 };
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The text taken apart, without asking what it means. */
function takenApart(text: string): { readonly prompt: string; readonly negativePrompt: string; readonly settings: ReadonlyMap<string, string> } {
  const lines = text.trimEnd().split('\n');
  const last = readSettings(lines.at(-1) ?? '');
  const isSettings = (lines.at(-1) ?? '').startsWith('Steps: ') || last.size >= LEAST_SETTINGS;
  if (isSettings) lines.pop();
  const negativeAt = lines.findIndex((line) => line.startsWith(NEGATIVE));
  return {
    prompt: lines.slice(0, negativeAt < 0 ? undefined : negativeAt).join('\n'),
    negativePrompt: negativeAt < 0 ? '' : lines.slice(negativeAt).join('\n').slice(NEGATIVE.length),
    settings: isSettings ? last : new Map(),
  };
}

/** The settings by their names, prompts among them; for programs that show them. */
export function infotextSettings(text: string): Record<string, string> {
  if (text.trim() === '') return {};
  const { prompt, negativePrompt, settings } = takenApart(text);
  return { Prompt: prompt, ...(negativePrompt !== '' && { 'Negative prompt': negativePrompt }), ...Object.fromEntries(settings) };
}

/** What such a text says of a recipe, as far as it says it; numbers that are none are left out. */
export function partFromInfotext(text: string): Partial<Recipe> {
  const { prompt, negativePrompt, settings } = takenApart(text);
  const textOf = (key: string): string | undefined => settings.get(key);
  const numberOf = (key: string): number | undefined => {
    const value = Number(settings.get(key) ?? NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const [width, height] = (textOf('Size') ?? '').split('x').map(Number);
  const [label, schedule, rng] = [textOf('Sampler'), textOf('Schedule type'), textOf('RNG')];
  const [model, hash] = [textOf('Model'), textOf('Model hash')];
  const [seed, strength] = [numberOf('Variation seed'), numberOf('Variation seed strength')];
  const [factor, denoising] = [numberOf('Hires upscale'), numberOf('Denoising strength')];
  const clip = numberOf('Clip skip');
  return given({
    prompt, negativePrompt, steps: numberOf('Steps'), guidance: numberOf('CFG scale'), seed: numberOf('Seed'),
    sampler: label === undefined ? undefined : nameOf(samplerLabels, label),
    spacing: schedule === undefined ? undefined : nameOf(scheduleLabels, schedule),
    width: width !== undefined && width > 0 && height !== undefined && height > 0 ? width : undefined, height: width !== undefined && width > 0 && height !== undefined && height > 0 ? height : undefined,
    model: model === undefined && hash === undefined ? undefined : { id: model ?? '', ...(hash !== undefined && { hash }) },
    variation: seed !== undefined && strength !== undefined && strength > 0 ? { seed, strength } : undefined, clipSkip: clip !== undefined && clip > 1 ? clip - 1 : undefined,
    tiling: textOf('Tiling') === 'True' ? 'both' as const : undefined, strength: factor === undefined ? denoising : undefined,
    upscale: factor !== undefined && factor > 1 ? { factor: Math.min(16, factor), strength: denoising ?? 0.7, steps: numberOf('Hires steps') || numberOf('Steps') || 20 } : undefined,
    rng: rng === undefined || rng === 'GPU' ? undefined : nameOf(noiseLabels, rng), eta: numberOf('Eta'), software: textOf('Version'),
  });
}

/**
 * Reads such a text, ours or another program's. A line of the prompt that itself begins with 'Negative prompt: ' cannot be told from the real
 * one: the form has no quoting for prompts, and pictures of ours carry the full recipe beside it.
 * @throws DarkroomError code 'data' when a setting that pixels depend on is missing
 */
export function fromInfotext(text: string): Recipe {
  const part = partFromInfotext(text);
  const needed = { Steps: part.steps, Sampler: part.sampler, 'CFG scale': part.guidance, Seed: part.seed, Size: part.width } as const;
  const missing = Object.entries(needed).filter(([, value]) => value === undefined).map(([key]) => key);
  if (missing.length > 0) throw new DarkroomError('data', `The picture's text is no complete recipe: it lacks ${missing.join(', ')}.`, { missing });
  const { strength: _, ...rest } = part;
  return parseRecipe({ model: { id: '' }, ...rest, version: 2 });
}
