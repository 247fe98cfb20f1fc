/** Recipes and the gallery: what was made gives back how it was made; the same recipe is the same picture everywhere. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/api/client.ts';
import { decodePng } from '../../src/images/png.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const run = promisify(execFile);
const program = resolve(import.meta.dirname, '../../dist/cli/darkroom.js');
const fox = 'a red fox on the beach at night';

/** Drops files, or data of our own, on an element. */
async function drop(studio: StudioPage, selector: string, data: { readonly file?: { readonly name: string; readonly base64: string } }): Promise<void> {
  await studio.page.evaluate(async ({ selector: where, file }) => {
    const transfer = new DataTransfer();
    if (file !== undefined) transfer.items.add(new File([Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0))], file.name, { type: 'image/png' }));
    const send = (target: EventTarget, name: string): boolean => target.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    send(document.body, 'dragover');
    // The zones appear with the next drawing.
    await new Promise((resolve_) => { setTimeout(resolve_, 200); });
    send(document.querySelector(where) as Element, 'drop');
  }, { selector, ...data });
}

describe.skipIf(chromiumPath === undefined)('recipes', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  beforeAll(async () => {
    fixture = await startStudioFixture();
    studio = await (await fixture.open()).goto();
  });
  afterAll(() => fixture?.close());

  test('the same recipe is the same picture through the studio, the API and the command, to the bit', async () => {
    await studio.turn('Pictures', 1);
    await studio.turn('Seed', 7);
    await studio.ask(fox);
    await studio.pick(1);
    const own = (await studio.pixels()).data;
    const client = createClient({ baseUrl: fixture.url.replace(/\/$/, '') });
    const job = await client.finished((await client.submit({ recipe: { prompt: fox, seed: 7 } })).id);
    const served = decodePng(new Uint8Array(await (await client.file(job.pictures[0]!.url)).arrayBuffer())).data;
    await run(process.execPath, [program, 'generate', fox, '--seed', '7', '--out', 'fox.png'], { cwd: fixture.folder });
    const written = decodePng(await readFile(join(fixture.folder, 'fox.png'))).data;
    expect([...served]).toEqual([...own]);
    expect([...written]).toEqual([...own]);
  });

  test('a dropped picture gives its recipe back, and the recipe the picture', async () => {
    const { bytes } = await studio.exported('Export as PNG');
    const other = await (await fixture.open()).goto();
    await drop(other, '[data-drop=recipe]', { file: { name: 'fox.png', base64: bytes.toString('base64') } });
    await other.page.getByText('Recipe restored').waitFor();
    expect(await other.prompt.inputValue()).toBe(fox);
    await other.page.locator('button[aria-label="Settings"]').click();
    const settings = other.page.getByRole('complementary', { name: 'Settings' });
    expect([await settings.getByLabel('Seed', { exact: true }).inputValue(), await settings.getByLabel('Steps', { exact: true }).inputValue(), await settings.getByLabel('Pictures', { exact: true }).inputValue()]).toEqual(['7', '16', '1']);
    await other.ask();
    await other.pick(1);
    expect((await other.exported('Export as PNG')).bytes.equals(bytes)).toBe(true);
    await other.page.context().close();
  });

  test('a picture without a recipe says so, a file that is none is an error, and neither changes the prompt', async () => {
    const plain = await studio.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(8, 8);
      canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
      return btoa(String.fromCharCode(...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())));
    });
    await drop(studio, '[data-drop=recipe]', { file: { name: 'plain.png', base64: plain } });
    await studio.page.getByRole('alert').getByText('plain.png does not say how it was made').waitFor();
    await drop(studio, '[data-drop=edit]', { file: { name: 'broken.png', base64: Buffer.from('no picture').toString('base64') } });
    await studio.page.getByRole('alert').getByText(/decode|read/i).waitFor();
    expect(await studio.prompt.inputValue()).toBe(fox);
    await studio.button('Close the message').click();
  });

  test('a picture is dragged out of the gallery onto what shall be done with it', async () => {
    await studio.view('Gallery');
    const tile = studio.page.getByRole('button', { name: `Open: ${fox}` }).first();
    const box = (await tile.boundingBox())!;
    await studio.page.mouse.move(box.x + 20, box.y + 20);
    await studio.page.mouse.down();
    await studio.page.mouse.move(box.x + 60, box.y + 60, { steps: 4 });
    const zone = studio.page.locator('[data-drop=vary]');
    await zone.waitFor();
    const place = (await zone.boundingBox())!;
    await studio.page.mouse.move(place.x + 50, place.y + 50, { steps: 4 });
    await studio.page.mouse.up();
    await studio.prompt.waitFor();
    await studio.page.getByRole('application', { name: /2 layers/ }).waitFor();
    expect(await studio.verb.innerText()).toBe('Vary');
  });

  test('a proposal is dragged onto the canvas', async () => {
    const tile = studio.versions.getByRole('button', { name: /^Look at picture 1/ }).first();
    await tile.dragTo(studio.canvas);
    await studio.page.getByRole('application', { name: /3 layers/ }).waitFor();
  });

  test('the gallery finds by words and seeds, keeps favourites, and gives back what was thrown away', async () => {
    const client = createClient({ baseUrl: fixture.url.replace(/\/$/, '') });
    await client.finished((await client.submit({ recipe: { prompt: 'a blue owl in the snow', seed: 4321, count: 2 } })).id);
    await studio.view('Gallery');
    const owls = studio.page.getByRole('button', { name: 'Open: a blue owl in the snow' });
    const all = studio.page.getByRole('button', { name: /^Open: / });
    await owls.nth(1).waitFor();
    const count = async (expected: number): Promise<void> => { await studio.page.waitForFunction((wanted) => document.querySelectorAll('button[aria-label^="Open: "]').length === wanted, expected); };
    const total = await all.count();
    const search = studio.page.getByRole('searchbox');
    await search.fill('blue ow');
    await count(2);
    await search.fill('4322');
    await count(1);
    await search.fill('no such thing');
    await studio.page.getByText('Nothing found').waitFor();
    await search.fill('');
    await count(total);

    await studio.page.getByRole('button', { name: 'Favourite: a blue owl in the snow' }).first().click();
    await studio.page.getByRole('button', { name: /^No longer a favourite/ }).waitFor();
    await studio.button('Favourites').click();
    await count(1);
    await studio.button('Favourites').click();
    await count(total);

    await owls.first().click();
    await studio.button('Move to trash').click();
    await count(total - 1);
    await studio.button('Undo').click();
    await count(total);
    await owls.first().click();
    await studio.button('Move to trash').click();
    await count(total - 1);
    await studio.button('Trash').click();
    await count(1);
    await studio.button('Empty the trash').click();
    await studio.button('Delete for good').click();
    await studio.page.getByText('The trash is empty').waitFor();
    await studio.button('Trash').click();
    await count(total - 1);
  });

  test('a picture of the gallery shows its recipe, steps to its neighbours, and restores', async () => {
    await studio.page.getByRole('button', { name: 'Open: a blue owl in the snow' }).click();
    const dialog = studio.page.getByRole('dialog');
    await dialog.getByText('first-light', { exact: true }).waitFor();
    await studio.page.keyboard.press('ArrowRight');
    await studio.page.getByRole('dialog', { name: fox }).waitFor();
    await studio.page.keyboard.press('ArrowLeft');
    await dialog.getByRole('button', { name: 'Restore its recipe' }).click();
    expect(await studio.prompt.inputValue()).toBe('a blue owl in the snow');
    expect(studio.troubles).toEqual([]);
  });

  test('a restored recipe of many steps and a sampler of its own is told whole', async () => {
    const client = createClient({ baseUrl: fixture.url.replace(/\/$/, '') });
    const job = await client.finished((await client.submit({ recipe: { prompt: 'a green car in the desert', seed: 3, steps: 5, sampler: 'heun', guidance: 4, styles: ['night', 'left'], guidanceInterval: [0, 0.8] } })).id);
    const file = Buffer.from(await (await client.file(job.pictures[0]!.url)).arrayBuffer());
    await writeFile(join(fixture.folder, 'car.png'), file);
    const other = await (await fixture.open()).goto();
    await drop(other, '[data-drop=recipe]', { file: { name: 'car.png', base64: file.toString('base64') } });
    await other.page.getByText('Recipe restored').waitFor();
    await other.button('Light: Night').waitFor();
    await other.button('Composition: Left').waitFor();
    await other.ask();
    await other.pick(1);
    expect([...(await other.pixels()).data]).toEqual([...decodePng(file).data]);
    await other.page.context().close();
  });
});
