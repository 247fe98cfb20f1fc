import { describe, expect, test } from 'vitest';
import { axisFrom, drawGrid, gridCells } from './grid.ts';
import { gridPage } from './grid-page.ts';
import { parseRecipe } from './recipe.ts';

const labels = (text: string): string[] => axisFrom(text).values.map(({ label }) => label);

describe('axes', () => {
  test('are lists, ranges and texts with commas', () => {
    expect(labels('steps=4, 8,16')).toEqual(['4', '8', '16']);
    expect(labels('seed=1..5')).toEqual(['1', '2', '3', '4', '5']);
    expect(labels('guidance=1..2/0.25')).toEqual(['1', '1.25', '1.5', '1.75', '2']);
    expect(labels('prompt=a, b|c, d')).toEqual(['a, b', 'c, d']);
  });

  test.each([['magic=1', /Settings: seed, steps/], ['steps', /SETTING=VALUES/], ['steps=a', /takes numbers/], ['seed=5..1', /goes up/], ['seed=1..1000', /at most 100/], ['size=big', /WIDTHxHEIGHT/]])('%s is refused', (text, message) => {
    expect(() => gridCells({ prompt: 'a' }, { x: axisFrom(text) })).toThrow(message);
  });

  test('change the request: x fastest', () => {
    const cells = gridCells({ prompt: 'a {} fox', seed: 3 }, { x: axisFrom('words=red|blue'), y: axisFrom('variation-strength=0.1,0.2'), z: axisFrom('size=8x8,16x8') });
    expect(cells.map(({ x, y, z }) => `${x}${y}${z}`)).toEqual(['000', '100', '010', '110', '001', '101', '011', '111']);
    expect(cells[7]!.request).toEqual({ prompt: 'a blue fox', seed: 3, variation: { seed: 0, strength: 0.2 }, width: 16, height: 8 });
    expect(() => gridCells({ prompt: 'a' }, { x: axisFrom('seed=1..100'), y: axisFrom('steps=1..100') })).toThrow(/10000 pictures/);
  });
});

test('the page holds the pictures with their files, and nothing from elsewhere', async () => {
  const grid = { x: axisFrom('guidance=1,2'), y: axisFrom('seed=1..2') };
  const draw = async ({ seed = 0, guidance = 1 }: { readonly prompt: string; readonly seed?: number; readonly guidance?: number }) => ({
    picture: { width: 4 }, png: Uint8Array.of(seed, guidance),
    recipe: parseRecipe({ version: 2, prompt: '<b>"quoted" & \'more\'</b>', model: { id: 'm' }, seed, steps: 2, guidance, sampler: 'euler', width: 4, height: 4 }),
  });
  const pictures = [];
  for await (const { done, total, ...cell } of drawGrid({ prompt: 'a' }, grid, draw)) {
    expect([done, total]).toEqual([pictures.length + 1, 4]);
    pictures.push(cell);
  }
  const page = gridPage('<script>alert(1)</script>', grid, pictures);
  expect(page.match(/src="data:image\/png;base64,[^"]+"/g)).toHaveLength(4);
  expect(page).toContain(`base64,${btoa('\u0002\u0001')}`);
  expect(page).not.toMatch(/<script>alert|<b>|https?:/);
  expect(page).toContain('steps 2');
  expect(page).not.toMatch(/<p>[^<]*seed/);
});
