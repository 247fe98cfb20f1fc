/** One idea in several formats as files of the right sizes; a run watched to its last step; any picture on the ladder of noise. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePng } from '../../src/images/png.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const fox = 'a fox on the beach at night';

describe.skipIf(chromiumPath === undefined)('campaign and lens', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  beforeAll(async () => {
    fixture = await startStudioFixture();
    studio = await (await fixture.open()).goto();
    await studio.prompt.fill(fox);
  });
  afterAll(() => fixture?.close());

  test('a set is made from one seed, with the brand\'s colours as words', async () => {
    await studio.view('Campaign');
    await studio.page.getByLabel('Portrait post').check();
    await studio.page.getByLabel('Link preview').uncheck();
    await studio.button('Add a colour').click();
    await studio.page.getByLabel('Colour 1, red').fill('#003399');
    await studio.page.getByLabel('Colour 1, blue').waitFor();
    await studio.button('Make the set').click();
    await studio.page.getByText('4 of 4 ready').waitFor();
    const pictures = studio.page.locator('figure img');
    expect(await pictures.count()).toBe(4);
    // Each is cut to its format, about what is to be seen, as it will be exported.
    expect(await pictures.evaluateAll((all) => all.every((each) => Math.abs(each.getBoundingClientRect().height - (each.parentElement as HTMLElement).clientHeight) < 1))).toBe(true);
    expect(await pictures.first().getAttribute('alt')).toBe(`Square post: ${fox}, in blue`);
  });

  test('it is exported as one archive, every format in its own pixels', async () => {
    const { name, bytes } = await studio.downloaded(() => studio.button('Export the set').click());
    expect(name).toBe('a-fox-on-the-beach-at.zip');
    const files = Object.entries(unzipSync(bytes)).map(([path, data]) => {
      const { width, height } = decodePng(data);
      return `${path} ${width}x${height}`;
    });
    expect(files.sort()).toEqual(['banner-1500x500', 'portrait-1080x1350', 'square-1080x1080', 'story-1080x1920'].map((format) => `a-fox-on-the-beach-at-${format}.png ${format.split('-')[1]}`));
  });

  test('the set is still there after another view and after a reload', async () => {
    await studio.view('Gallery');
    await studio.view('Campaign');
    await studio.page.getByText('4 of 4 ready').waitFor();
    await studio.page.waitForTimeout(600);
    await studio.page.reload();
    await studio.page.getByText('4 of 4 ready').waitFor();
    await studio.page.getByLabel('Colour 1, blue').waitFor();
  });

  test('the lens goes to the last step, also while another view is open', async () => {
    await studio.view('Lens');
    await studio.button('Watch a picture being made').click();
    await studio.page.getByText(/^Step \d+ of 16/).waitFor();
    await studio.view('Gallery');
    await studio.view('Lens');
    await studio.page.getByText(/^Step 16 of 16 · \d+ % noise left$/).waitFor();
    expect(await studio.page.locator('[aria-hidden] img').count()).toBeGreaterThanOrEqual(16);
  });

  test('its slider goes back, by keys too; noise grows towards the beginning', async () => {
    await studio.button('Watch a picture being made').waitFor();
    const slider = studio.page.getByRole('slider', { name: 'Step' });
    const left = async (): Promise<number> => Number(/(\d+) % noise/.exec(await slider.getAttribute('aria-valuetext') ?? '')?.[1]);
    const end = await left();
    await slider.press('ArrowLeft');
    await studio.page.getByText(/^Step 15 of 16/).waitFor();
    await slider.press('Home');
    await studio.page.getByText(/^Step 1 of 16/).waitFor();
    expect(await left()).toBe(100);
    expect(end).toBeLessThan(20);
  });

  test('every word shows its own map', async () => {
    const maps = new Set<string>();
    const plate = studio.page.locator('figure', { hasText: '“' });
    for (const word of ['fox', 'beach', 'night']) {
      await studio.button(word).click();
      await plate.getByText(`“${word}”`).waitFor();
      maps.add(await plate.locator('img').nth(1).getAttribute('src') ?? '');
    }
    expect(maps.size).toBe(3);
  });

  test('shows the guess with words, without them, guided and overdone, and the latent channels', async () => {
    const sources = await Promise.all(['Without words', 'With words', 'Guided', 'Too much guidance'].map((title) => studio.page.locator('figure', { hasText: title }).first().locator('img').getAttribute('src')));
    expect(new Set(sources).size).toBe(4);
    expect(await studio.page.getByRole('img', { name: /^Channels of the latent picture: \d+ channels$/ }).count()).toBe(1);
  });

  test('puts a picture of one\'s own under noise, little and much', async () => {
    const square = await studio.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(90, 60);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#3b7';
      context.fillRect(0, 0, 90, 60);
      return btoa(String.fromCharCode(...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())));
    });
    await studio.page.locator('input[type=file]').setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(square, 'base64') });
    const amount = studio.page.getByRole('slider', { name: 'How much noise' });
    await studio.page.getByText('What the network makes of it').waitFor();
    await studio.page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ type, max }) => type === 'range' && Number(max) === 11));
    const shown = async (): Promise<[string | null, string | null]> => [await studio.page.locator('figure', { hasText: 'With noise' }).locator('img').getAttribute('src'), await studio.page.locator('figure', { hasText: 'What the network makes of it' }).locator('img').getAttribute('src')];
    const little = await shown();
    await amount.press('End');
    const much = await shown();
    expect(new Set([...little, ...much]).size).toBe(4);
    expect(studio.troubles).toEqual([]);
  });
});
