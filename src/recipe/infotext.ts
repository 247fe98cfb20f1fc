/** The `parameters` text that AUTOMATIC1111's web UI writes into pictures and most programs read. */
import { DarkroomError } from '../base/errors.ts';
import { type Recipe, parseRecipe } from './recipe.ts';

/** Samplers by Darkroom's name and by that program's. */
const samplerLabels: Readonly<Record<string, string>> = {
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

/** Prompt, negative prompt and a line of settings. */
export function toInfotext(recipe: Recipe): string {
  const { prompt, negativePrompt, steps, sampler, spacing, guidance, seed, width, height, eta, rng, clipSkip, model, software } = recipe;
  const settings: readonly (readonly [string, string | number | undefined])[] = [
    ['Steps', steps], ['Sampler', samplerLabels[sampler] ?? sampler], ['Schedule type', spacing && (scheduleLabels[spacing] ?? spacing)], ['CFG scale', guidance], ['Seed', seed], ['Size', `${width}x${height}`],
    ['Model hash', model.hash], ['Model', model.id], ['Clip skip', clipSkip && clipSkip + 1], ['Eta', eta], ['RNG', rng && (noiseLabels[rng] ?? rng)], ['Version', software],
  ];
  const line = settings.filter(([, value]) => value !== undefined).map(([key, value]) => `${key}: ${quoted(String(value))}`).join(', ');
  return [prompt, ...(negativePrompt === '' ? [] : [NEGATIVE + negativePrompt]), line].join('\n');
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

/**
 * Reads such a text, ours or another program's. A line of the prompt that itself begins with 'Negative prompt: ' cannot be told from the real
 * one: the form has no quoting for prompts, and pictures of ours carry the full recipe beside it.
 * @throws DarkroomError code 'data' when a setting that pixels depend on is missing
 */
export function fromInfotext(text: string): Recipe {
  const lines = text.trimEnd().split('\n');
  const settings = readSettings((lines.at(-1) ?? '').startsWith('Steps: ') ? (lines.pop() as string) : '');
  const negativeAt = lines.findIndex((line) => line.startsWith(NEGATIVE));
  const prompt = lines.slice(0, negativeAt < 0 ? undefined : negativeAt).join('\n');
  const negative = negativeAt < 0 ? '' : lines.slice(negativeAt).join('\n').slice(NEGATIVE.length);
  const missing = ['Steps', 'Sampler', 'CFG scale', 'Seed', 'Size'].filter((key) => !settings.has(key));
  if (missing.length > 0) throw new DarkroomError('data', `The picture's text is no complete recipe: it lacks ${missing.join(', ')}.`, { missing });
  const [width, height] = (settings.get('Size') as string).split('x').map(Number);
  const label = settings.get('Sampler') as string;
  const hash = settings.get('Model hash');
  const software = settings.get('Version');
  const schedule = settings.get('Schedule type');
  const [rng, eta, clipSkip] = [settings.get('RNG'), settings.get('Eta'), Number(settings.get('Clip skip') ?? 1)];
  return parseRecipe({
    version: 2, prompt, negativePrompt: negative, width, height,
    steps: Number(settings.get('Steps')), guidance: Number(settings.get('CFG scale')), seed: Number(settings.get('Seed')),
    sampler: nameOf(samplerLabels, label), ...(schedule !== undefined && { spacing: nameOf(scheduleLabels, schedule) }),
    ...(rng !== undefined && rng !== 'GPU' && { rng: nameOf(noiseLabels, rng) }), ...(eta !== undefined && { eta: Number(eta) }), ...(clipSkip > 1 && { clipSkip: clipSkip - 1 }),
    model: { id: settings.get('Model') ?? '', ...(hash !== undefined && { hash }) }, ...(software !== undefined && { software }),
  });
}
