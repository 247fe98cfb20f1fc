/** The path that a person walks: words, four pictures, one of them marked, filled, expanded, changed, varied, enlarged, exported. */
import { unzipSync } from 'fflate';
import { readPsd } from 'ag-psd';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPngText } from '../../src/images/png.ts';
import type { Picture } from '../../src/images/picture.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const fox = 'a red fox on the beach at night';

/** Pixels that differ, as [x, y]. */
function differences(a: Picture, b: Picture): [number, number][] {
  const found: [number, number][] = [];
  for (let y = 0; y < a.height; y++) for (let x = 0; x < a.width; x++) if ([0, 1, 2].some((channel) => valueAt(a, x, y, channel) !== valueAt(b, x, y, channel))) found.push([x, y]);
  return found;
}

const valueAt = ({ width, channels, data }: Picture, x: number, y: number, channel: number): number => data[channels * (y * width + x) + channel]!;

describe.skipIf(chromiumPath === undefined)('from words to an exported picture', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  beforeAll(async () => {
    fixture = await startStudioFixture();
    studio = await fixture.open();
  });
  afterAll(() => fixture?.close());

  test('the first picture is there within ten seconds of the first load, and is alive before', async () => {
    const start = performance.now();
    await studio.goto();
    const loaded = performance.now() - start;
    await studio.ask(fox);
    await studio.choices.locator('img[src^="data:"]').first().waitFor();
    const alive = performance.now() - start;
    await studio.choices.locator('img[src*="/gallery/"]').first().waitFor();
    const first = performance.now() - start;
    console.log(`first load ${loaded.toFixed(0)} ms, first look ${alive.toFixed(0)} ms, first pictures ${first.toFixed(0)} ms`);
    expect(first).toBeLessThan(10_000);
    expect(await studio.choices.locator('img').count()).toBe(4);
  });

  test('looks at it come from the first steps on, all four at once', async () => {
    await studio.turn('Steps', 60);
    fixture.pace.stepMs = 40;
    await studio.ask(fox);
    const seen = await studio.page.evaluate(() => new Promise<{ step: number; pictures: number; source: string }[]>((resolve) => {
      const told: { step: number; pictures: number; source: string }[] = [];
      const look = (): void => {
        const card = document.querySelector('article[aria-busy=true]');
        const step = Number(/Step (\d+) of/.exec(card?.textContent ?? '')?.[1] ?? Number.NaN);
        const pictures = [...card?.querySelectorAll('img') ?? []];
        if (card !== null && pictures.length > 0 && told.at(-1)?.source !== pictures[0]!.src) told.push({ step, pictures: pictures.length, source: pictures[0]!.src });
        if (card === null && told.length > 0) resolve(told);
        else requestAnimationFrame(look);
      };
      look();
    }));
    fixture.pace.stepMs = 0;
    // One look each fifth of a second, over at least 2.4 seconds.
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(seen[0]!.step).toBeLessThanOrEqual(5);
    expect(seen.every(({ pictures }) => pictures === 4)).toBe(true);
    await studio.turn('Steps', 16);
  });

  test('a press puts one on the canvas, which is what exports hand out, recipe and all', async () => {
    await studio.finished();
    const source = await studio.choices.locator('img').nth(1).getAttribute('src');
    await studio.pick(2);
    expect(await studio.verb.innerText()).toBe('Vary');
    const { name, bytes } = await studio.exported('Export as PNG');
    expect(name).toMatch(/^darkroom-\d{4}-.*\.png$/);
    expect(bytes.equals(Buffer.from(await (await fetch(new URL(source!, fixture.url))).arrayBuffer()))).toBe(true);
    expect(readPngText(bytes)['parameters']).toContain(fox);
  });

  test('masks: brush, eraser, lasso, rectangle, invert, clear, and undo of each', async () => {
    const masked = async (): Promise<boolean> => /with a mask/.test(await studio.canvas.getAttribute('aria-label') ?? '');
    for (const [key, path] of [['b', [[8, 8], [20, 12]]], ['l', [[4, 4], [28, 6], [16, 28], [4, 4]]], ['m', [[10, 10], [20, 20]]]] as const) {
      await studio.tool(key);
      await studio.drag(...path);
      expect([key, await masked(), await studio.verb.innerText()]).toEqual([key, true, 'Fill']);
      await studio.tool('Control+z');
      expect([key, await masked()]).toEqual([key, false]);
    }
    await studio.tool('m');
    await studio.drag([10, 10], [20, 20]);
    await studio.button('Invert').click();
    expect(await masked()).toBe(true);
    await studio.button('Clear').click();
    expect([await masked(), await studio.verb.innerText()]).toEqual([false, 'Vary']);
  });

  test('a fill is a proposal until it is applied, and leaves every other pixel as it was, to the bit', async () => {
    const before = await studio.pixels();
    await studio.tool('m');
    await studio.drag([10, 8], [22, 20]);
    expect(await studio.ask('a blue owl on the beach at night')).toBe('Fill');
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    expect(differences(before, await studio.pixels())).toEqual([]);
    await studio.proposal.getByRole('button', { name: 'Compare' }).click();
    const line = studio.page.getByRole('slider', { name: /Line between/ });
    await line.focus();
    await studio.page.keyboard.press('ArrowRight');
    expect(await line.getAttribute('aria-valuenow')).toBe('52');
    await studio.apply();
    const changed = differences(before, await studio.pixels());
    expect(changed.length).toBeGreaterThan(30);
    expect(changed.every(([x, y]) => x >= 10 && x < 22 && y >= 8 && y < 20)).toBe(true);
  });

  test('undo after applying brings the mask back, redo the picture', async () => {
    const filled = await studio.pixels();
    await studio.tool('Control+z');
    expect(await studio.canvas.getAttribute('aria-label')).toContain('with a mask');
    expect(await studio.spoken.innerText()).toBe('Undone: Apply picture');
    await studio.tool('Control+Shift+z');
    expect(differences(filled, await studio.pixels())).toEqual([]);
  });

  test('a discarded proposal leaves nothing behind', async () => {
    const before = await studio.pixels();
    await studio.ask();
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    const cards = await studio.versions.locator('article').count();
    await studio.proposal.getByRole('button', { name: 'Discard' }).click();
    await studio.proposal.waitFor({ state: 'detached' });
    expect(await studio.versions.locator('article').count()).toBe(cards - 1);
    expect(differences(before, await studio.pixels())).toEqual([]);
  });

  test('dragging a side of the frame expands the picture; what was there stays as it was', async () => {
    const before = await studio.pixels();
    await studio.tool('f');
    await studio.drag([32, 16], [48, 16]);
    expect(await studio.canvas.getAttribute('aria-label')).toContain('48 by 32 pixels');
    expect(await studio.ask(fox)).toBe('Expand');
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    await studio.apply();
    const after = await studio.pixels();
    expect([after.width, after.height]).toEqual([48, 32]);
    expect(differences(before, after)).toEqual([]);
    // Nothing of the new part was left empty.
    expect(after.channels === 3 || after.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  });

  test('another light is a refinement of what is there', async () => {
    await studio.tool('Control+z');
    await studio.tool('Control+z');
    await studio.button(/^Light/).click();
    await studio.button('Day').click();
    expect(await studio.ask('a red fox on the beach')).toBe('Refine');
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    await studio.apply();
    expect(await studio.verb.innerText()).toBe('Vary');
    await studio.button(/^Light/).click();
    await studio.button('Day').click();
    expect(await studio.verb.innerText()).toBe('Refine');
  });

  test('varying gives four more, stepped through by keys and applied by one', async () => {
    await studio.prompt.fill('a red fox on the beach');
    await studio.page.getByLabel('Do something else').selectOption('vary');
    expect(await studio.ask()).toBe('Vary');
    await studio.proposal.getByText('1 of 4').waitFor();
    await studio.finished();
    await studio.tool('n');
    await studio.proposal.getByText('2 of 4').waitFor();
    await studio.tool('a');
    await studio.proposal.waitFor({ state: 'detached' });
  });

  test('upscaling doubles the frame, and what lies below goes with it', async () => {
    await studio.page.getByLabel('Do something else').selectOption('upscale');
    expect(await studio.ask()).toBe('Upscale');
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    await studio.apply();
    expect(await studio.canvas.getAttribute('aria-label')).toContain('64 by 64 pixels');
    const { width, height } = await studio.pixels();
    expect([width, height]).toEqual([64, 64]);
  });

  test('exports are what their names say', async () => {
    const jpeg = await studio.exported('Export as JPEG');
    expect([jpeg.name.split('.').at(-1), jpeg.bytes.subarray(0, 3).toString('hex')]).toEqual(['jpeg', 'ffd8ff']);
    const webp = await studio.exported('Export as WebP');
    expect([webp.bytes.toString('latin1', 0, 4), webp.bytes.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WEBP']);
    const layers = Number(/(\d+) layers/.exec(await studio.canvas.getAttribute('aria-label') ?? '')?.[1]);
    const psd = readPsd((await studio.exported('Export with layers for Photoshop')).bytes, { skipCompositeImageData: true, skipLayerImageData: true, skipThumbnail: true });
    expect([psd.width, psd.height, psd.children?.length]).toEqual([64, 64, layers]);
    const ora = unzipSync((await studio.exported('Export with layers as OpenRaster')).bytes);
    expect(Buffer.from(ora['mimetype']!).toString()).toBe('image/openraster');
    expect(Buffer.from(ora['stack.xml']!).toString().match(/<layer /g)).toHaveLength(layers);
    expect(ora[`data/layer${layers - 1}.png`]).toBeDefined();
  });

  test('nothing went wrong that nobody was told of', () => expect(studio.troubles).toEqual([]));
});
