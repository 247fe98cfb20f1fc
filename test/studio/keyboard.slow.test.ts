/** Everything by keyboard: a whole walk without a pointer, the palette, and every shortcut of the table of actions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions } from '../../studio/actions/studio-actions.ts';
import { chromiumPath } from './chromium.ts';
import { type StudioFixture, startStudioFixture } from './studio-fixture.ts';
import type { StudioPage } from './studio-page.ts';

const fox = 'a red fox on the beach at night';

/** What can be seen of the studio after a key. */
interface Seen {
  readonly view: string;
  readonly title: string | null;
  /** The canvas in words. */
  readonly canvas: string;
  readonly tool: string;
  readonly zoom: number;
  readonly theme: string | undefined;
  readonly drawer: string | undefined;
  readonly dialog: string | undefined;
  readonly comparing: boolean;
  readonly proposal: string | undefined;
  readonly jobs: number;
  readonly focus: string | undefined;
  readonly brush: string | undefined;
  readonly spoken: string;
}

describe.skipIf(chromiumPath === undefined)('the studio by keyboard', () => {
  let fixture: StudioFixture;
  let studio: StudioPage;
  const press = (...keys: readonly string[]): Promise<void> => keys.reduce(async (before, key) => { await before; await studio.page.keyboard.press(key); }, Promise.resolve());
  const focused = (): Promise<string> => studio.page.evaluate(() => { const { activeElement: element } = document; return `${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`; });
  /** Tabs until the focus is on something of that name. */
  const tabTo = async (name: RegExp, key = 'Tab'): Promise<void> => {
    for (let i = 0; i < 80; i++) {
      if (name.test(await focused())) return;
      await press(key);
    }
    throw new Error(`Tab does not come to ${String(name)}`);
  };
  const seen = (): Promise<Seen> => studio.page.evaluate(() => {
    const stage = document.querySelector<HTMLElement>('[role=application]');
    const name = (selector: string): string | undefined => document.querySelector(selector)?.getAttribute('aria-label') ?? undefined;
    const bar = document.querySelector('section[aria-label=Proposal]');
    return {
      view: document.querySelector('nav [aria-current=page]')?.textContent ?? '', title: document.title, canvas: stage?.getAttribute('aria-label') ?? '', tool: name('[role=toolbar] [aria-pressed=true]') ?? '', zoom: Number(stage?.dataset['zoom']), theme: document.documentElement.dataset['theme'],
      drawer: name('aside'), dialog: name('dialog[open]'), comparing: document.querySelector('[role=slider][aria-label^="Line"]') !== null, proposal: bar === null ? undefined : /\d of \d/.exec(bar.textContent ?? '')?.[0] ?? '', jobs: document.querySelectorAll('article').length,
      focus: document.activeElement?.id || undefined, brush: document.querySelector<HTMLInputElement>('[aria-label=Mask] input')?.value, spoken: document.querySelector('[data-spoken]')?.textContent ?? '',
    };
  });
  const until = async (holds: (now: Seen) => boolean, what: string): Promise<void> => {
    const end = Date.now() + 30_000;
    for (;;) {
      const now = await seen();
      if (holds(now)) return;
      if (Date.now() > end) throw new Error(`${what}: ${JSON.stringify(now)}`);
      await studio.page.waitForTimeout(50);
    }
  };

  beforeAll(async () => {
    fixture = await startStudioFixture();
    studio = await (await fixture.open()).goto();
  });
  afterAll(() => fixture?.close());

  test('from words to a filled picture without a pointer', async () => {
    expect((await seen()).focus).toBe('prompt');
    await studio.page.keyboard.type(fox);
    await press('Enter');
    await studio.choices.locator('img[src*="/gallery/"]').nth(3).waitFor();
    await tabTo(/Put on the canvas: picture 2/, 'Shift+Tab');
    await press('Enter');
    await until(({ canvas }) => /one layer/.test(canvas), 'applied');
    // The canvas has the focus now: a brush stroke by arrows.
    await studio.page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'application');
    await press('b', 'ArrowLeft', ' ', 'ArrowDown', 'ArrowDown', 'Shift+ArrowRight', ' ');
    await until(({ canvas }) => /with a mask/.test(canvas), 'painted');
    await press('/');
    await until(({ focus }) => focus === 'prompt', 'prompt in focus');
    await press('Control+a');
    await studio.page.keyboard.type('a blue owl on the beach at night');
    expect(await studio.verb.innerText()).toBe('Fill');
    await press('Control+Enter');
    await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    await press('Control+Shift+Enter');
    await until(({ canvas, proposal }) => /2 layers/.test(canvas) && proposal === undefined, 'applied from within the prompt');
  });

  test('what is typed stays text: letters do nothing, select-all and undo are the text\'s', async () => {
    await press('/');
    const before = await seen();
    await studio.page.keyboard.type('xbt');
    await press('Control+a', 'Control+z');
    expect(await seen()).toMatchObject({ canvas: before.canvas, tool: before.tool, theme: before.theme, jobs: before.jobs });
    await studio.prompt.fill(fox);
  });

  test('the palette finds by beginnings of words, and does', async () => {
    await press('Control+k');
    await until(({ dialog }) => dialog === 'Do anything', 'palette');
    await studio.page.keyboard.type('go gal');
    await press('Enter');
    await until(({ view }) => /Gallery/.test(view), 'gallery');
    await press('Control+k');
    await studio.page.keyboard.type('no such action');
    await studio.page.getByText('Nothing of that name').waitFor();
    await press('Escape');
    await until(({ dialog }) => dialog === undefined, 'closed');
    await press('Control+k');
    await until(({ dialog }) => dialog === 'Do anything', 'palette again');
    await press('ArrowDown', 'ArrowUp', 'Enter');
    await until(({ jobs }) => jobs >= 3, 'the first row does what the button says');
    await studio.finished();
    await press('x');
  });

  test('the focus stays within a dialog, and returns', async () => {
    await tabTo(/^Keys/);
    await press('Enter');
    await until(({ dialog }) => dialog === 'Keys', 'keys');
    await press('Tab', 'Tab');
    expect(await studio.page.evaluate(() => document.activeElement?.closest('dialog') !== null || document.activeElement === document.body)).toBe(true);
    await press('Escape');
    expect(await focused()).toBe('Keys');
  });

  test('every shortcut of the table does what its row says', async () => {
    const done = new Set<string>();
    const keysOf = (id: string): string => actions.find((action) => action.id === id)!.keys![0]!.replace('Mod', 'Control').replace('Space', ' ');
    const nowhere = (): Promise<void> => studio.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    /** Presses the row's keys, and waits for what they do. */
    const does = async (id: string, holds: (now: Seen, before: Seen) => boolean): Promise<void> => {
      await nowhere();
      const before = await seen();
      await press(keysOf(id));
      await until((now) => holds(now, before), id);
      done.add(id);
    };
    const file = async (id: string, ending: RegExp): Promise<void> => {
      await nowhere();
      const { name } = await studio.downloaded(() => press(keysOf(id)));
      expect(name).toMatch(ending);
      done.add(id);
    };
    await does('new', ({ canvas }) => /0 layers/.test(canvas));
    await does('undo', ({ canvas }) => /2 layers/.test(canvas));
    await does('redo', ({ canvas }) => /0 layers/.test(canvas));
    await does('undo', ({ canvas }) => /2 layers/.test(canvas));
    for (const tool of ['hand', 'move', 'brush', 'eraser', 'lasso', 'rectangle', 'frame']) await does(`tool.${tool}`, (now) => now.tool.toLowerCase().startsWith(tool));
    await does('tool.brush', ({ brush }) => brush !== undefined);
    await does('brush.larger', (now, before) => Number(now.brush) > Number(before.brush));
    await does('brush.smaller', (now, before) => Number(now.brush) < Number(before.brush));
    await does('mask.all', ({ canvas }) => /with a mask/.test(canvas));
    await does('mask.clear', ({ canvas }) => !/with a mask/.test(canvas));
    await does('mask.invert', ({ canvas }) => /with a mask/.test(canvas));
    await does('mask.clear', ({ canvas }) => !/with a mask/.test(canvas));
    await does('zoom.in', (now, before) => now.zoom > before.zoom);
    await does('zoom.out', (now, before) => now.zoom < before.zoom);
    await does('fit', (now) => Number.isInteger(now.zoom));
    await does('tool.frame', ({ tool }) => tool.startsWith('Frame'));
    for (const [side, axis] of [['left', 0], ['right', 0], ['top', 1], ['bottom', 1]] as const) {
      const size = ({ canvas }: Seen): number => Number(/(\d+) by (\d+)/.exec(canvas)![axis + 1]);
      await does(`frame.${side}`, (now, before) => size(now) === size(before) + 8);
      await does(`frame.${side}.in`, (now, before) => size(now) === size(before) - 8);
    }
    await does('tool.move', ({ tool }) => tool.startsWith('Move'));
    for (const side of ['left', 'right', 'top', 'bottom']) {
      for (const id of [`nudge.${side}`, `nudge.${side}.far`]) {
        await does(id, () => true);
        await does('undo', ({ spoken }) => spoken.startsWith('Undone: Move layer'));
      }
    }
    await does('compare', ({ comparing }) => comparing);
    await does('cancel', ({ comparing }) => !comparing);
    await does('settings', ({ drawer }) => drawer === 'Settings');
    await does('layers', ({ drawer }) => drawer === 'Layers');
    await does('layers', ({ drawer }) => drawer === undefined);
    await does('theme', (now, before) => now.theme !== before.theme);
    await does('theme', (now, before) => now.theme !== before.theme);
    await does('palette', ({ dialog }) => dialog === 'Do anything');
    await press('Escape');
    await does('keys', ({ dialog }) => dialog === 'Keys');
    await press('Escape');
    for (const view of ['Gallery', 'Queue', 'Campaign', 'Grid', 'Lens', 'Create']) await does(`view.${view.toLowerCase()}`, (now) => now.view.startsWith(view));
    await does('prompt', ({ focus }) => focus === 'prompt');
    await studio.prompt.blur();
    await does('run', (now, before) => now.jobs === before.jobs + 1);
    await studio.finished();
    await does('proposal.next', ({ proposal }) => proposal === '2 of 4');
    await does('proposal.previous', ({ proposal }) => proposal === '1 of 4');
    await does('proposal.apply', ({ proposal, canvas }) => proposal === undefined && /3 layers/.test(canvas));
    await does('run', (now, before) => now.jobs === before.jobs + 1);
    await studio.finished();
    await does('proposal.discard', (now, before) => now.proposal === undefined && now.jobs === before.jobs - 1);
    await does('layer.remove', ({ canvas }) => /2 layers/.test(canvas));
    await file('export.png', /\.png$/);
    await studio.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await does('copy', () => true);
    await studio.page.getByText('Copied.').waitFor();
    const chooser = studio.page.waitForEvent('filechooser');
    await does('open', () => true);
    await chooser;
    expect(actions.filter(({ id, keys }) => keys !== undefined && !done.has(id)).map(({ id }) => id)).toEqual([]);
    expect(studio.troubles).toEqual([]);
  });

  test('the sheet of keys names every one of them', async () => {
    await press('?');
    const sheet = await studio.page.getByRole('dialog').innerText();
    for (const { label, keys } of actions) if (keys !== undefined) expect(sheet).toContain(label);
    await press('Escape');
  });
});
