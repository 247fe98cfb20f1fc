/** What changes from picture to picture in a grid: settings and their values as they are typed, and what they come to. */
import { type Axis, axisFrom, type Grid, type GridChange, gridCells } from '../../src/recipe/grid.ts';
import type { Capabilities, ModelChoice } from '../engine/engine.ts';
import { words } from '../words/en.ts';

/** A setting with its values, as typed: `steps` with `4, 8, 16` or `1..5`. */
export interface AxisChoice {
  readonly setting: string;
  readonly values: string;
}

export interface GridSetting {
  /** As `axisFrom` knows it. */
  readonly id: string;
  readonly label: string;
  /** Values that make sense to begin with. */
  readonly example: string;
  /** Values that are picked instead of typed. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

/** More than this is a night's work for a small machine. */
export const mostCells = 100;

/** What can stand on an axis with this model. */
export function gridSettings({ models, samplers, presets }: Pick<Capabilities, 'models' | 'samplers' | 'presets'>, model: ModelChoice): readonly GridSetting[] {
  const { settings } = words.grid;
  const styles = presets.filter(({ id }) => model.presets.includes(id)).map(({ id, label }) => ({ value: id, label }));
  return [
    { id: 'words', label: settings.words, example: 'red|blue|green' }, { id: 'seed', label: settings.seed, example: '1..4' }, { id: 'steps', label: settings.steps, example: '4, 8, 16' }, { id: 'guidance', label: settings.guidance, example: '1, 2, 4, 8' },
    { id: 'sampler', label: settings.sampler, example: 'euler|heun', choices: samplers.map(({ name, label }) => ({ value: name, label })) },
    ...(styles.length === 0 ? [] : [{ id: 'style', label: settings.style, example: `none|${styles.slice(0, 2).map(({ value }) => value).join('|')}`, choices: [{ value: 'none', label: settings.noStyle }, ...styles] }]),
    ...(model.negativePrompt ? [{ id: 'negative', label: settings.negative, example: 'rain|people' }] : []),
    ...(models.length > 1 ? [{ id: 'model', label: settings.model, example: models.slice(0, 2).map(({ id }) => id).join('|'), choices: models.map(({ id, label }) => ({ value: id, label })) }] : []),
  ];
}

/** Lists with a bar hold commas. */
export const picked = (values: string): readonly string[] => values.split('|').map((value) => value.trim()).filter((value) => value !== '');

export const withPicked = (values: string, value: string): string => (picked(values).includes(value) ? picked(values).filter((each) => each !== value) : [...picked(values), value]).join('|');

export interface GridReading {
  readonly grid?: Grid;
  /** Pictures that it would have. */
  readonly count: number;
  /** What is wrong with an axis, at its place. */
  readonly errors: readonly (string | undefined)[];
}

/** @param axes columns, rows, sheets; those without a setting are not there */
export function readGrid(axes: readonly AxisChoice[], prompt: string): GridReading {
  const read = axes.map((axis): { readonly axis?: Axis; readonly error?: string } => {
    if (axis.setting === '') return {};
    if (axis.values.trim() === '') return { error: words.grid.noValues };
    if (axis.setting === 'words' && !prompt.includes('{}')) return { error: words.grid.noPlace };
    try {
      const parsed = axisFrom(`${axis.setting}=${axis.values}`);
      // Values are read when they are used: an empty request is enough to know whether they can be.
      for (const { change } of parsed.values) change({ prompt });
      return { axis: parsed };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
  const errors = read.map(({ error }) => error);
  const [x, y, z] = read.flatMap(({ axis }) => (axis === undefined ? [] : [axis]));
  if (errors.some((error) => error !== undefined) || x === undefined) return { count: 0, errors };
  const grid: Grid = { x, ...(y && { y }), ...(z && { z }) };
  const count = [x, y, z].reduce((product, axis) => product * (axis?.values.length ?? 1), 1);
  return { ...(count <= mostCells && { grid }), count, errors };
}

export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Places in the order in which they are made, each with what it changes. */
export function cellsOf(grid: Grid): readonly (Cell & { readonly change: GridChange })[] {
  return gridCells({ prompt: '' }, grid).map(({ x, y, z }) => {
    const changes = [grid.z?.values[z], grid.y?.values[y], grid.x.values[x]].flatMap((value) => (value === undefined ? [] : [value.change]));
    return { x, y, z, change: (request) => changes.reduce((changed, change) => change(changed), request) };
  });
}
