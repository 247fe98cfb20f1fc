/** The studio's page in the words of somebody who uses it. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { decodePng } from '../../src/images/png.ts';
import type { Picture } from '../../src/images/picture.ts';
import type { Pace } from './slow-pool.ts';

export type At = readonly [x: number, y: number];

/** For machines that have much else to do. */
const longMs = 60_000;

export class StudioPage {
  readonly page: Page;
  readonly url: string;
  /** Of the service, and so of every page on it. */
  readonly pace: Pace;
  /** Errors that nobody caught, and what the console calls an error. */
  readonly troubles: string[] = [];

  constructor(page: Page, url: string, pace: Pace) {
    [this.page, this.url, this.pace] = [page, url, pace];
    page.setDefaultTimeout(longMs);
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/.test(message.text())) this.troubles.push(message.text()); });
  }

  async goto(): Promise<this> {
    await this.page.goto(this.url);
    await this.prompt.waitFor();
    return this;
  }

  get prompt(): Locator { return this.page.locator('#prompt'); }
  get choices(): Locator { return this.page.getByRole('region', { name: 'Choose one' }); }
  get proposal(): Locator { return this.page.getByRole('region', { name: 'Proposal' }); }
  get versions(): Locator { return this.page.getByRole('region', { name: 'Versions' }); }
  get verb(): Locator { return this.page.locator('form button[type=submit]'); }
  get canvas(): Locator { return this.page.getByRole('application'); }
  get spoken(): Locator { return this.page.locator('[data-spoken]'); }

  button(name: string | RegExp): Locator { return this.page.getByRole('button', { name, exact: true }); }

  /** Writes a prompt and presses the verb button. @returns the verb */
  async ask(prompt?: string): Promise<string> {
    if (prompt !== undefined) await this.prompt.fill(prompt);
    const verb = await this.verb.innerText();
    await this.verb.click();
    return verb;
  }

  /** Until no job is under way. */
  async finished(): Promise<void> {
    await this.versions.locator('article').first().waitFor();
    await this.page.waitForFunction(() => document.querySelectorAll('article').length > 0 && document.querySelectorAll('article[aria-busy=true]').length === 0);
  }

  async pick(number: number): Promise<void> {
    await this.choices.getByRole('button', { name: new RegExp(`picture ${number} of`) }).click();
    await this.choices.waitFor({ state: 'detached' });
  }

  async apply(): Promise<void> {
    await this.proposal.getByRole('button', { name: 'Apply' }).click();
    await this.proposal.waitFor({ state: 'detached' });
  }

  /** Knobs that are not in sight at first. */
  async turn(label: string, value: number): Promise<void> {
    const settings = this.page.getByRole('complementary', { name: 'Settings' });
    if (!await settings.isVisible()) await this.page.locator('button[aria-label="Settings"]').click();
    await settings.getByLabel(label, { exact: true }).fill(String(value));
    await this.button('Close settings').click();
  }

  async view(name: 'Create' | 'Gallery' | 'Queue' | 'Campaign' | 'Grid' | 'Lens'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name }).click();
  }

  async tool(key: string): Promise<void> {
    await this.canvas.evaluate((element) => (element as HTMLElement).focus());
    await this.page.keyboard.press(key);
  }

  /** Where a point of the document lies on the screen. */
  async onScreen([x, y]: At): Promise<{ readonly x: number; readonly y: number }> {
    const { left, top, zoom } = await this.canvas.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const { zoom: z, left: l, top: t } = (element as HTMLElement).dataset;
      return { left: box.left + Number(l), top: box.top + Number(t), zoom: Number(z) };
    });
    return { x: left + x * zoom, y: top + y * zoom };
  }

  /** Drags along points of the document. */
  async drag(...points: readonly At[]): Promise<void> {
    const [first, ...rest] = await Promise.all(points.map((point) => this.onScreen(point)));
    await this.page.mouse.move(first!.x, first!.y);
    await this.page.mouse.down();
    for (const { x, y } of rest) await this.page.mouse.move(x, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** The file that something hands to the downloads. */
  async downloaded(act: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), act()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async exported(label: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    return this.downloaded(async () => {
      await this.button('Export').click();
      await this.button(label).click();
    });
  }

  /** What is in the frame, pixel for pixel. */
  async pixels(): Promise<Picture> {
    return decodePng((await this.exported('Export as PNG')).bytes);
  }
}
