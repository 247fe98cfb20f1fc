/** Jobs outlive the page, can be taken back and put in order; a service that goes is told of, and comes back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../../src/api/client.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const fox = 'a red fox on the beach at night';
const owl = 'a blue owl in the snow';

describe.skipIf(chromiumPath === undefined)('jobs in the studio', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  beforeAll(async () => { fixture = await startStudioFixture(); });
  afterAll(() => fixture?.close());
  beforeEach(async () => {
    await studio?.page.context().close();
    fixture.pace.stepMs = 0;
    studio = await (await fixture.open()).goto();
  });

  /** A job that takes some six seconds, on the fastest machine too. */
  const slowly = async (prompt = fox): Promise<void> => {
    fixture.pace.stepMs = 100;
    await studio.turn('Steps', 60);
    await studio.turn('Pictures', 8);
    await studio.ask(prompt);
  };
  const api = () => createClient({ baseUrl: fixture.url.replace(/\/$/, '') });

  test('a reload in mid-job goes on, and loses neither canvas, mask, history, knobs nor tool', async () => {
    await studio.ask(fox);
    await studio.pick(1);
    await studio.tool('m');
    await studio.drag([4, 4], [20, 20]);
    await studio.tool('b');
    await studio.drag([24, 24], [28, 28]);
    await slowly(owl);
    await studio.proposal.locator('progress').waitFor();
    await studio.proposal.getByText(/^Step [1-9]/).waitFor();
    // The page goes while everything is under way, and nothing has waited for a pause.
    await studio.page.reload();
    await studio.prompt.waitFor();
    expect(await studio.prompt.inputValue()).toBe(owl);
    expect(await studio.canvas.getAttribute('aria-label')).toBe('Canvas: one layer, 32 by 32 pixels, with a mask');
    await studio.proposal.locator('progress').waitFor();
    await studio.proposal.getByText('1 of 8').waitFor();
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    expect(await studio.page.locator('button[aria-pressed=true][aria-label^="Brush"]').count()).toBe(1);
    for (const undone of ['Paint mask', 'Rectangle', 'Apply picture']) {
      await studio.tool('Control+z');
      expect(await studio.spoken.innerText()).toBe(`Undone: ${undone}`);
    }
    expect(await studio.canvas.getAttribute('aria-label')).toContain('0 layers');
    await studio.tool('Control+y');
    expect(await studio.canvas.getAttribute('aria-label')).toContain('one layer');
    await studio.page.locator('button[aria-label="Settings"]').click();
    expect(await studio.page.getByLabel('Steps', { exact: true }).inputValue()).toBe('60');
  });

  test('a page that is closed and opened again finds what was finished meanwhile', async () => {
    await slowly();
    await studio.versions.locator('article').waitFor();
    const context = studio.page.context();
    await studio.page.waitForTimeout(600);
    await studio.page.close();
    const { id } = (await api().jobs({ limit: 1 }))[0]!;
    await api().finished(id);
    const page = await context.newPage();
    await page.goto(fixture.url);
    await page.getByRole('region', { name: 'Choose one' }).locator('img[src*="/gallery/"]').nth(7).waitFor({ timeout: 30_000 });
  });

  test('a job that was asked for in the moment when the page went is found again', async () => {
    const browser = await studio.page.evaluate(() => localStorage.getItem('darkroom.browser'));
    await api().submit({ recipe: { prompt: owl, steps: 60, count: 8 }, client_id: browser! });
    await studio.page.reload();
    await studio.versions.getByText(owl).first().waitFor();
    await studio.finished();
    expect(await studio.versions.locator('img').count()).toBe(8);
  });

  test('cancels what runs and what waits', async () => {
    await slowly();
    await studio.choices.getByText(/^Step /).waitFor();
    await studio.ask(owl);
    await studio.ask('a green car in the desert');
    await studio.view('Queue');
    const rows = studio.page.locator('li[data-job]');
    await studio.page.getByRole('region', { name: 'Waiting' }).locator('li').nth(1).waitFor();
    await studio.button('Cancel: a green car in the desert').click();
    await rows.filter({ hasText: 'a green car' }).getByText('Cancelled').waitFor();
    await studio.button(`Cancel: ${fox}`).click();
    await rows.filter({ hasText: fox }).first().getByText('Cancelled').waitFor();
    await studio.view('Create');
    await studio.finished();
    expect((await studio.versions.locator('article').allInnerTexts()).map((text) => /Cancelled/.test(text))).toEqual([true, false, true]);
  });

  test('the order of the queue can be changed, and shows time left', async () => {
    await slowly('first');
    await studio.choices.getByText(/^Step /).waitFor();
    for (const prompt of ['second', 'third', 'fourth']) await studio.ask(prompt);
    await studio.view('Queue');
    const waiting = studio.page.getByRole('region', { name: 'Waiting' }).locator('li');
    await waiting.nth(2).waitFor();
    const names = async (): Promise<string[]> => waiting.locator('b').allInnerTexts();
    expect(await names()).toEqual(['second', 'third', 'fourth']);
    await studio.button('Make this one next: fourth').click();
    await studio.page.waitForFunction(() => [...document.querySelectorAll('section[aria-label=Waiting] b')].map((each) => each.textContent).join(' ') === 'fourth second third');
    await studio.page.getByRole('region', { name: 'Now' }).getByText(/Step \d+ of 60, \d+ s left/).waitFor();
    expect(await studio.page.title()).toMatch(/^\d+ % · Queue · Darkroom$/);
    for (const prompt of ['second', 'third', 'fourth', 'first']) await studio.button(`Cancel: ${prompt}`).click();
    await studio.page.getByText('Nothing is being made').waitFor();
    await studio.page.waitForFunction(() => document.title === 'Queue · Darkroom');
  });

  test('a service that goes away is told of, nothing is lost, and work goes on when it is back', async () => {
    await studio.ask(fox);
    await studio.pick(1);
    await slowly(owl);
    await studio.proposal.getByText(/^Step /).waitFor();
    await fixture.stop();
    const banner = studio.page.getByRole('alert').getByText('the studio goes on as soon as it is back');
    await banner.waitFor();
    await studio.prompt.fill('written meanwhile');
    await studio.tool('b');
    await studio.drag([4, 4], [10, 10]);
    await studio.ask();
    const tried = studio.page.getByRole('alert').getByText('Your work is kept; try again when it is back.');
    await tried.waitFor();
    // One sentence is enough.
    expect(await banner.count()).toBe(0);
    await fixture.restart();
    await tried.waitFor({ state: 'detached' });
    // What was under way is made again by the service, and arrives.
    await studio.finished();
    await studio.versions.getByRole('button', { name: new RegExp(`picture 8 of 8: ${owl}`) }).waitFor();
    expect([await studio.prompt.inputValue(), await studio.canvas.getAttribute('aria-label')]).toEqual(['written meanwhile', 'Canvas: one layer, 32 by 32 pixels, with a mask']);
    await studio.ask();
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
  });

  test('a page that is loaded while nobody answers opens by itself', async () => {
    await studio.page.route('**/darkroom/v1/capabilities', (route) => route.abort());
    await studio.page.route('**/health', (route) => route.abort());
    await studio.page.reload();
    await studio.page.getByRole('alert').getByText('The service does not answer').waitFor();
    await studio.page.unroute('**/darkroom/v1/capabilities');
    await studio.page.unroute('**/health');
    await studio.prompt.waitFor();
  });

  test('errors are said in the words of the service; what the model does not know is named', async () => {
    await studio.prompt.fill('a giraffe on the beach');
    await studio.page.getByText('The model does not know “giraffe”: it will guess.').waitFor();
    await studio.ask();
    await studio.finished();
    await studio.versions.locator('p', { hasText: 'giraffe' }).waitFor();
    await studio.prompt.fill('a {red|blue} fox in __places__');
    await studio.page.getByText('{a|b} takes one of them').waitFor();
    await studio.page.getByText(/'places'|__places__/).last().waitFor();
    await studio.ask();
    await studio.page.getByRole('alert').getByText(/places/).waitFor();
    await studio.page.keyboard.press('Escape');
    await studio.prompt.fill('a {red|blue} fox on the beach');
    await studio.ask();
    await studio.finished();
    expect(await studio.versions.locator('article').first().locator('img').count()).toBe(4);
  });

  test('a prompt of twenty thousand letters fits its place; a longer one is refused in words', async () => {
    const long = 'a very red fox that sits on the beach and looks at the moon, '.repeat(300);
    await studio.prompt.fill(long);
    const box = (await studio.prompt.boundingBox())!;
    expect(box.height).toBeLessThanOrEqual(132);
    await studio.ask();
    await studio.finished();
    const card = (await studio.versions.locator('article header').first().boundingBox())!;
    expect(card.height).toBeLessThanOrEqual(32);
    await studio.prompt.fill(long.repeat(2));
    await studio.ask();
    await studio.page.getByRole('alert').getByText(/20000|20,000|too (long|big)/i).waitFor();
  });

  test('a second tab is told that there is a first', async () => {
    const other = await studio.page.context().newPage();
    await other.goto(fixture.url);
    await other.getByText('The studio is open in another tab').waitFor({ timeout: 30_000 });
  });
});
