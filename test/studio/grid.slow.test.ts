/** One prompt through lists of settings, as a table that fills and a page to keep. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePng, readPngText } from '../../src/images/png.ts';
import { recipeFromText } from '../../src/recipe/recipe-text.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

describe.skipIf(chromiumPath === undefined)('grids', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  const axis = (name: 'Columns' | 'Rows' | 'Sheets') => studio.page.getByLabel(name, { exact: true });
  const values = (name: 'columns' | 'rows' | 'sheets') => studio.page.getByLabel(`Values of ${name}`, { exact: true });
  const finished = () => studio.page.locator('table img[src*="/gallery/"]');
  beforeAll(async () => {
    fixture = await startStudioFixture();
    studio = await (await fixture.open()).goto();
    await studio.prompt.fill('a {} fox on the beach');
    await studio.turn('Seed', 7);
    await studio.view('Grid');
  });
  afterAll(() => fixture?.close());

  test('says what is wrong with an axis, and how many pictures it will be', async () => {
    await axis('Columns').selectOption('words');
    await values('columns').fill('red|blue|green');
    await axis('Rows').selectOption('steps');
    await values('rows').fill('4, many');
    await studio.page.getByRole('alert').getByText(/takes numbers, not 'many'/).waitFor();
    expect(await studio.button('Make the grid').isDisabled()).toBe(true);
    await values('rows').fill('4, 16');
    await studio.button('Make 6 pictures').waitFor();
    await values('rows').fill('1..60');
    await studio.page.getByText('180 pictures are too many for one grid: at most 100.').waitFor();
    await values('rows').fill('4, 16');
  });

  test('fills a table with labels, also over a reload in the middle, and leaves the versions alone', async () => {
    fixture.pace.stepMs = 60;
    await studio.button('Make 6 pictures').click();
    await finished().first().waitFor();
    expect(await studio.page.getByRole('columnheader').allInnerTexts()).toEqual(['red', 'blue', 'green']);
    expect(await studio.page.getByRole('rowheader').allInnerTexts()).toEqual(['4', '16']);
    await studio.page.waitForTimeout(600);
    await studio.page.reload();
    await studio.page.getByText('6 of 6 ready').waitFor();
    expect(await finished().count()).toBe(6);
    fixture.pace.stepMs = 0;
    await studio.view('Create');
    expect(await studio.versions.locator('article').count()).toBe(0);
    await studio.view('Grid');
  });

  test('is kept as one page with every picture and its recipe', async () => {
    const { name, bytes } = await studio.downloaded(() => studio.button('Download as a page').click());
    expect(name).toBe('a-fox-on-the-beach.html');
    const page = bytes.toString('utf8');
    const pictures = [...page.matchAll(/src="data:image\/png;base64,([^"]+)"/g)].map(([, data]) => Buffer.from(data!, 'base64'));
    expect(pictures).toHaveLength(6);
    expect(pictures.map((png) => recipeFromText(readPngText(png))).map((recipe) => `${recipe?.prompt} ${recipe?.steps} ${recipe?.seed}`)).toEqual([4, 16].flatMap((steps) => ['red', 'blue', 'green'].map((colour) => `a ${colour} fox on the beach ${steps} 7`)));
    expect(decodePng(pictures[0]!)).toMatchObject({ width: 32, height: 32 });
    expect(page).not.toMatch(/https?:/);
    const other = await studio.page.context().newPage();
    await other.setContent(page);
    expect(await other.locator('td img').count()).toBe(6);
    await other.close();
  });

  test('what is not made yet can be cancelled; presets are picked, a third axis makes sheets', async () => {
    fixture.pace.stepMs = 100;
    await axis('Rows').selectOption('style');
    await studio.button('Day').click();
    await studio.page.getByRole('group', { name: 'Values of rows' }).getByRole('button', { name: 'Night', pressed: true }).waitFor();
    await axis('Sheets').selectOption('guidance');
    await values('sheets').fill('1, 4');
    await studio.page.getByRole('button', { name: /^Make \d+ pictures$/ }).click();
    await studio.page.getByRole('table').nth(1).waitFor();
    expect(await studio.page.locator('caption').allInnerTexts()).toEqual(['Guidance 1', 'Guidance 4']);
    await studio.button('Cancel the rest').click();
    await studio.button('Cancel the rest').waitFor({ state: 'detached' });
    expect(await studio.page.locator('table').getByText('Cancelled').count()).toBeGreaterThanOrEqual(6);
    fixture.pace.stepMs = 0;
  });

  test('a press puts a picture of it on the canvas', async () => {
    await axis('Rows').selectOption('');
    await axis('Sheets').selectOption('');
    await studio.button('Make 3 pictures').click();
    await studio.page.getByText('3 of 3 ready').waitFor();
    await studio.button('Put on the canvas: blue').click();
    await studio.page.getByRole('application', { name: /one layer, 32 by 32/ }).waitFor();
    expect(studio.troubles).toEqual([]);
  });
});
