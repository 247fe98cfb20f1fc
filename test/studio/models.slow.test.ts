/** Which model draws, what it knows and cannot do, and what draws along: by what the service tells. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPngText } from '../../src/images/png.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const goldens = resolve(import.meta.dirname, '../golden/stable-diffusion');

describe.skipIf(chromiumPath === undefined)('models in the studio', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  let models = '';
  const settings = () => studio.page.getByRole('complementary', { name: 'Settings' });
  const choose = async (model: string): Promise<void> => { await settings().getByLabel('Model', { exact: true }).selectOption(model); };
  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), 'models-'));
    for (const name of ['sd1', 'lcm']) await cp(join(goldens, name), join(models, name), { recursive: true });
    for (const name of ['sd1-kohya', 'sd1-peft']) await cp(join(goldens, 'lora', `${name}.safetensors`), join(models, 'loras', `${name}.safetensors`));
    fixture = await startStudioFixture({ models: ['first-light', join(models, 'sd1'), join(models, 'lcm')] });
    studio = await (await fixture.open()).goto();
  });
  afterAll(async () => {
    await fixture?.close();
    await rm(models, { recursive: true, force: true });
  });

  test('before anything is written, some of what the model knows stands under the prompt', async () => {
    await studio.page.getByText(/^It knows: fox, rabbit, owl, .*beach.* …$/).waitFor();
  });

  test('a model of a drawn world says what it cannot do, and hands out all its words', async () => {
    await studio.tool(',');
    await settings().getByText('Knows only the words of its world').waitFor();
    await settings().getByText('Draws 32×32 pixels and nothing else').waitFor();
    await settings().getByText('Takes no LoRAs.').waitFor();
    expect(await settings().getByRole('heading', { name: 'LoRAs' }).count()).toBe(0);
    await settings().getByText('All its words').click();
    await settings().getByRole('group', { name: 'Colours' }).getByRole('button', { name: 'purple' }).click();
    await settings().getByRole('group', { name: 'Things' }).getByRole('button', { name: 'owl' }).click();
    expect(await studio.prompt.inputValue()).toBe('purple owl');
  });

  test('a model that is told its guidance has nothing to leave out', async () => {
    expect(await settings().getByLabel('Leave out', { exact: true }).count()).toBe(1);
    await settings().getByLabel('Leave out', { exact: true }).fill('rain');
    await choose('lcm');
    await settings().getByText('there is nothing to leave out').waitFor();
    expect(await settings().getByLabel('Leave out', { exact: true }).count()).toBe(0);
    expect(await settings().getByText('All its words').count()).toBe(0);
  });

  test('LoRAs are chosen, weighed and taken out; they stand in the prompt and draw along', async () => {
    await choose('sd1');
    await settings().getByRole('heading', { name: 'LoRAs' }).waitFor();
    await studio.prompt.fill('a fox');
    await settings().getByLabel('Add a LoRA', { exact: true }).selectOption('sd1-kohya');
    expect(await studio.prompt.inputValue()).toBe('a fox <lora:sd1-kohya:0.8>');
    await settings().getByLabel('sd1-kohya', { exact: true }).fill('0.5');
    await settings().getByLabel('Add a LoRA', { exact: true }).selectOption('sd1-peft');
    expect(await studio.prompt.inputValue()).toBe('a fox <lora:sd1-kohya:0.5> <lora:sd1-peft:0.8>');
    await studio.button('Take out sd1-peft').click();
    expect(await studio.prompt.inputValue()).toBe('a fox <lora:sd1-kohya:0.5>');
    await settings().getByLabel('Pictures', { exact: true }).fill('1');
    await settings().getByLabel('Steps', { exact: true }).fill('2');
    await settings().getByLabel('Seed', { exact: true }).fill('7');
    // The drawer lies where versions are.
    await studio.button('Close settings').click();
    const drawn = async (prompt: string): Promise<Buffer> => {
      await studio.prompt.fill(prompt);
      await studio.verb.click();
      await studio.finished();
      const picture = studio.versions.locator('article').first().locator('img').first();
      return Buffer.from(await (await fetch(new URL(await picture.getAttribute('src') ?? '', fixture.url))).arrayBuffer());
    };
    const [plain, along] = [await drawn('a fox'), await drawn('a fox <lora:sd1-kohya:0.5>')];
    expect(readPngText(along)['parameters']).toContain('<lora:sd1-kohya:0.5>');
    expect(along.equals(plain)).toBe(false);
  });

  test('one that is not here is named, before and after it is asked for', async () => {
    await studio.prompt.fill('a fox <lora:nowhere:1>');
    await studio.tool(',');
    await settings().getByText('There is no such file here.').waitFor();
    await studio.button('Close settings').click();
    await studio.verb.click();
    await studio.versions.getByText(/There is no adapter for <lora:nowhere>/).waitFor();
    expect(await studio.versions.locator('article').count()).toBe(3);
    expect(studio.troubles).toEqual([]);
  });
});
