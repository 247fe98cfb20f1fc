import { expect, it } from 'vitest';
import { cellsOf, gridSettings, picked, readGrid, withPicked } from './axes.ts';

const model = { id: 'tiny', label: 'tiny', description: '', size: { width: 32, height: 32 }, fixedSize: true, sizeMultiple: 8, defaults: { steps: 16, guidance: 2.5, sampler: 'euler' }, presets: ['night'], negativePrompt: false };

it('offers what the model and the service have', () => {
  const here = { models: [model], samplers: [{ name: 'euler', label: 'Euler' }], presets: [{ id: 'night', label: 'Night', kind: 'lighting' as const }, { id: 'oil', label: 'Oil', kind: 'style' as const }] };
  expect(gridSettings(here, model).map(({ id }) => id)).toEqual(['words', 'seed', 'steps', 'guidance', 'sampler', 'style']);
  expect(gridSettings(here, model).at(-1)?.choices?.map(({ value }) => value)).toEqual(['none', 'night']);
  expect(gridSettings({ ...here, models: [model, { ...model, id: 'other' }] }, { ...model, negativePrompt: true }).map(({ id }) => id).slice(-2)).toEqual(['negative', 'model']);
});

it('says at each axis what is wrong with it', () => {
  const { grid, errors } = readGrid([{ setting: 'steps', values: 'many' }, { setting: 'words', values: 'red|blue' }, { setting: 'seed', values: ' ' }], 'a fox');
  expect(grid).toBeUndefined();
  expect(errors).toEqual([expect.stringMatching(/takes numbers/), expect.stringMatching(/\{\}/), expect.stringMatching(/values/)]);
  expect(readGrid([{ setting: '', values: '' }], 'a').count).toBe(0);
  expect(readGrid([{ setting: 'seed', values: '1..50' }, { setting: 'steps', values: '1..3' }], 'a')).toMatchObject({ count: 150, errors: [undefined, undefined] });
});

it('makes every combination, columns first', () => {
  const { grid, count } = readGrid([{ setting: 'words', values: 'red|blue' }, { setting: '', values: 'x' }, { setting: 'seed', values: '1..2' }], 'a {} fox');
  expect(count).toBe(4);
  const cells = cellsOf(grid!);
  expect(cells.map(({ x, y, z, change }) => [x, y, z, change({ prompt: 'a {} fox', seed: 9, steps: 4 })])).toEqual([
    [0, 0, 0, { prompt: 'a red fox', seed: 1, steps: 4 }], [1, 0, 0, { prompt: 'a blue fox', seed: 1, steps: 4 }], [0, 1, 0, { prompt: 'a red fox', seed: 2, steps: 4 }], [1, 1, 0, { prompt: 'a blue fox', seed: 2, steps: 4 }],
  ]);
});

it('picks values in and out of a list', () => {
  expect(withPicked('euler| heun', 'lms')).toBe('euler|heun|lms');
  expect(withPicked('euler|heun', 'euler')).toBe('heun');
  expect(picked('')).toEqual([]);
});
