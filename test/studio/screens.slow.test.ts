/** Every screen, in both themes, under the eyes of axe; at three sizes, so that nothing is cut off or covered. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { screens } from './screens.ts';
import { type OpenOptions, type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe calls serious or critical, as rule and place. */
async function findings(studio: StudioPage, axe: string): Promise<string[]> {
  // Evaluated, not added to the page: its content policy lets no foreign script in.
  await studio.page.evaluate(axe);
  const { violations } = await studio.page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`));
}

/** Controls whose middle belongs to something else, texts that stick out of the page, and a page that scrolls sideways. */
function faults(studio: StudioPage): Promise<string[]> {
  return studio.page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    const inDialog = document.querySelector('dialog[open]');
    const drawer = document.querySelector('aside');
    const scrolled = (element: Element): DOMRect | undefined => element.closest('.scroll')?.getBoundingClientRect();
    for (const control of document.querySelectorAll<HTMLElement>('button, input:not([hidden]), select, textarea, a[href]')) {
      const { left, top, width, height } = control.getBoundingClientRect();
      if (width === 0 || height === 0 || (inDialog !== null && !inDialog.contains(control))) continue;
      const [x, y] = [left + width / 2, top + height / 2];
      const room = scrolled(control);
      // What is scrolled out of sight can be scrolled into it.
      if (room !== undefined && (x < room.left || x > room.right || y < room.top || y > room.bottom)) continue;
      const name = control.getAttribute('aria-label') ?? control.textContent ?? control.tagName;
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) found.push(`${name} lies outside the page`);
      else {
        const hit = document.elementFromPoint(x, y);
        // A drawer over the canvas is meant to cover it, and can be closed.
        if (hit !== null && !control.contains(hit) && !hit.contains(control) && drawer?.contains(hit) !== true && hit.closest('label')?.contains(control) !== true) found.push(`${name} is covered by ${hit.className.toString().slice(0, 30)} ${hit.tagName}`);
      }
    }
    return found;
  });
}

describe.skipIf(chromiumPath === undefined)('screens', () => {
  let fixture: StudioFixture;
  let axe = '';
  beforeAll(async () => {
    axe = await readFile(axePath, 'utf8');
    fixture = await startStudioFixture();
  });
  afterAll(() => fixture?.close());

  /** Walks through all screens and gathers what is wrong with each. */
  async function walk(options: OpenOptions, look: (studio: StudioPage) => Promise<readonly string[]>): Promise<Record<string, readonly string[]>> {
    const studio = await fixture.open({ reducedMotion: 'reduce', ...options });
    const wrong: Record<string, readonly string[]> = {};
    for (const { name, show } of screens) {
      await show(studio).catch((error: unknown) => { throw new Error(`The way to ${name} is barred.`, { cause: error }); });
      const found = await look(studio);
      if (found.length > 0) wrong[name] = found;
    }
    expect(studio.troubles).toEqual([]);
    await studio.page.context().close();
    return wrong;
  }

  test.each(['dark', 'light'] as const)('axe finds nothing serious or critical on any screen in %s', async (theme) => {
    expect(await walk({ theme }, (studio) => findings(studio, axe))).toEqual({});
  });

  test.each([['1280×720', 1280, 720, false], ['1920×1080', 1920, 1080, false], ['820×1180 by touch', 820, 1180, true], ['1180×820 by touch', 1180, 820, true]] as const)('at %s nothing is cut off or covered', async (_name, width, height, touch) => {
    expect(await walk({ viewport: { width, height }, hasTouch: touch, isMobile: touch }, faults)).toEqual({});
  });

  test('with reduced motion nothing moves', async () => {
    const studio = await (await fixture.open({ reducedMotion: 'reduce' })).goto();
    const moving = await studio.page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      return animationName !== 'none' || transitionDuration.split(',').some((each) => Number.parseFloat(each) > 0);
    }).map((element) => element.className.toString()));
    expect(moving).toEqual([]);
    await studio.page.context().close();
  });

  test('the focus goes from the rail over tools and canvas to the prompt, and is always seen', async () => {
    const studio = await (await fixture.open()).goto();
    await studio.page.evaluate(() => document.querySelector<HTMLElement>('nav button')?.focus());
    const order: string[] = ['Create'];
    for (let i = 0; i < 40; i++) {
      await studio.page.keyboard.press('Tab');
      const { name, ring } = await studio.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 };
      });
      expect([name, ring]).toEqual([name, true]);
      order.push(name);
      if (name === 'Generate') break;
    }
    const at = (start: string): number => order.findIndex((name) => name.startsWith(start));
    const places = ['Create', 'Lens', 'Hand', 'Frame', 'Canvas', 'Zoom in', 'What do you want to see?', 'Generate'].map(at);
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await studio.page.context().close();
  });

  test('fingers paint, and two of them carry the view', async () => {
    const studio = await (await fixture.open({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true })).goto();
    await studio.ask('a red fox on the beach');
    await studio.choices.getByRole('button', { name: /picture 1 of/ }).tap();
    await studio.choices.waitFor({ state: 'detached' });
    await studio.page.locator('button[aria-label^="Brush: "]').tap();
    const touch = await studio.page.context().newCDPSession(studio.page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly { readonly x: number; readonly y: number }[]): Promise<unknown> => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
    const [a, b] = [await studio.onScreen([8, 8]), await studio.onScreen([20, 20])];
    await send('touchStart', a);
    await send('touchMove', b);
    await send('touchEnd');
    await studio.page.getByRole('application', { name: /with a mask/ }).waitFor();
    const zoom = async (): Promise<number> => Number(await studio.canvas.getAttribute('data-zoom'));
    const before = await zoom();
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    await send('touchStart', { x: middle.x - 50, y: middle.y }, { x: middle.x + 50, y: middle.y });
    await send('touchMove', { x: middle.x - 100, y: middle.y }, { x: middle.x + 100, y: middle.y });
    await send('touchEnd');
    expect(await zoom()).toBeCloseTo(2 * before, 0);
    expect(studio.troubles).toEqual([]);
    await studio.page.context().close();
  });
});
