/** Grids: one request, and up to three of its settings taken through a list of values each. */
import { DarkroomError } from '../base/errors.ts';

/** What a grid changes of a request, the library's or the service's. */
export interface GridRequest {
  readonly prompt: string;
  readonly negativePrompt?: string | undefined;
  readonly styles?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly variation?: { readonly seed: number; readonly strength: number } | undefined;
  readonly upscale?: { readonly factor: number } | undefined;
}

/** One value's change of a request of any kind. */
export type GridChange = <Request extends GridRequest>(request: Request) => Request;

/** A setting and its values. */
export interface Axis {
  /** As people write it. */
  readonly name: string;
  readonly values: readonly { readonly label: string; readonly change: GridChange }[];
}

export interface GridCell<Request extends GridRequest> {
  /** Places on the axes. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly request: Request;
}

export interface Grid {
  readonly x: Axis;
  readonly y?: Axis;
  readonly z?: Axis;
}

/** A value as text to a change of the request. */
type Setter = (text: string) => GridChange;

const MOST_VALUES = 100;
const MOST_CELLS = 1000;

function numeric(name: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new DarkroomError('usage', `The grid's ${name} takes numbers, not '${text}'.`, { name, text });
  return value;
}

const numbers = (name: string): Setter => (text) => (request) => ({ ...request, [name]: numeric(name, text) });
const texts = (name: string): Setter => (text) => (request) => ({ ...request, [name]: text });

/** What can stand on an axis. */
const settings = {
  seed: numbers('seed'), steps: numbers('steps'), guidance: numbers('guidance'), strength: numbers('strength'), eta: numbers('eta'), 'clip-skip': numbers('clipSkip'), sampler: texts('sampler'), spacing: texts('spacing'), rng: texts('rng'), model: texts('model'),
  prompt: texts('prompt'), negative: texts('negativePrompt'),
  style: (text) => (request) => ({ ...request, styles: [...(request.styles ?? []), ...(text === 'none' ? [] : [text])] }),
  'variation-strength': (text) => (request) => ({ ...request, variation: { seed: request.variation?.seed ?? 0, strength: numeric('variation-strength', text) } }),
  'variation-seed': (text) => (request) => ({ ...request, variation: { strength: request.variation?.strength ?? 0.5, seed: numeric('variation-seed', text) } }),
  upscale: (text) => (request) => ({ ...request, upscale: { ...request.upscale, factor: numeric('upscale', text) } }),
  size: (text) => {
    const [, width, height] = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text.trim())?.map(Number) ?? [];
    if (width === undefined || height === undefined) throw new DarkroomError('usage', `The grid's size takes WIDTHxHEIGHT, not '${text}'.`, { text });
    return (request) => ({ ...request, width, height });
  },
  /** Search and replace, as A1111's prompt S/R: the first value is what is looked for. */
  words: (text) => (request) => ({ ...request, prompt: request.prompt.replaceAll('{}', text) }),
} satisfies Record<string, Setter>;

export const gridSettings = Object.keys(settings) as readonly (keyof typeof settings)[];

/**
 * `steps=4,8,16`, `seed=1..5`, `guidance=1..4/0.5`, `sampler=Euler a|DPM++ 2M` (a bar separates values that hold commas).
 * @throws DarkroomError code 'usage', with the settings there are
 */
export function axisFrom(text: string): Axis {
  const [, name = '', list = ''] = /^([\w-]+)\s*=\s*([\s\S]+)$/.exec(text.trim()) ?? [];
  const setter: Setter | undefined = Object.hasOwn(settings, name) ? settings[name as keyof typeof settings] : undefined;
  if (setter === undefined) throw new DarkroomError('usage', `An axis is SETTING=VALUES, as steps=4,8,16, not '${text}'. Settings: ${gridSettings.join(', ')}; words=red|blue puts words for {} in the prompt.`, { text });
  const labels = valuesIn(list);
  if (labels.length > MOST_VALUES) throw new DarkroomError('usage', `An axis has at most ${MOST_VALUES} values, not ${labels.length}.`, { name });
  return { name, values: labels.map((label) => ({ label, change: setter(label) })) };
}

function valuesIn(list: string): string[] {
  const [, from, to, step = '1'] = /^\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*(?:\/\s*([\d.]+)\s*)?$/.exec(list) ?? [];
  if (from === undefined || to === undefined) return list.split(list.includes('|') ? '|' : ',').map((value) => value.trim());
  const [low, high, by] = [Number(from), Number(to), Number(step)];
  if (!(by > 0) || !(high >= low)) throw new DarkroomError('usage', `A range goes up by a positive step, as 1..4/0.5, not '${list}'.`, { list });
  const count = Math.min(MOST_VALUES + 1, Math.floor((high - low) / by + 1e-9) + 1);
  return Array.from({ length: count }, (_, i) => String(Number((low + i * by).toPrecision(12))));
}

/** Every combination: x fastest, then y, then z. @throws DarkroomError code 'usage' for too many */
export function gridCells<Request extends GridRequest>(request: Request, { x, y, z }: Grid): GridCell<Request>[] {
  const single: Axis = { name: '', values: [{ label: '', change: (same) => same }] };
  const [rows, sheets] = [y ?? single, z ?? single];
  const count = x.values.length * rows.values.length * sheets.values.length;
  if (count > MOST_CELLS) throw new DarkroomError('usage', `The grid would have ${count} pictures; at most ${MOST_CELLS} are drawn.`, { count });
  return sheets.values.flatMap(({ change: third }, k) => rows.values.flatMap(({ change: second }, j) => x.values.map(({ change: first }, i) => ({ x: i, y: j, z: k, request: first(second(third(request))) }))));
}

/** Draws the cells one after the other. @param draw one picture of a request */
export async function* drawGrid<Request extends GridRequest, Made>(request: Request, grid: Grid, draw: (request: Request) => Promise<Made>): AsyncGenerator<GridCell<Request> & { readonly made: Made; readonly done: number; readonly total: number }> {
  const cells = gridCells(request, grid);
  for (const [i, cell] of cells.entries()) yield { ...cell, made: await draw(cell.request), done: i + 1, total: cells.length };
}
