/** Every screen of the studio, each with the way to it: looked over by axe, measured at several sizes, photographed for the docs. */
import { createClient } from '../../src/api/client.ts';
import type { StudioPage } from './studio-page.ts';

export const fox = 'a red fox on the beach at night';

/** Screens follow upon each other: each begins where the one before ended. */
export interface Screen {
  readonly name: string;
  readonly show: (studio: StudioPage) => Promise<void>;
}

const api = (studio: StudioPage) => createClient({ baseUrl: studio.url.replace(/\/$/, '') });

/** The Create view, from nothing to a result that is compared. */
const createScreens: readonly Screen[] = [
  { name: 'create-empty', show: async (studio) => { await studio.goto(); } },
  {
    name: 'create-busy', show: async (studio) => {
      await studio.turn('Seed', 7);
      studio.pace.stepMs = 100;
      await studio.turn('Steps', 60);
      await studio.ask(fox);
      await studio.choices.locator('img').nth(3).waitFor();
      await studio.turn('Steps', 16);
    },
  },
  {
    name: 'create-choose', show: async (studio) => {
      studio.pace.stepMs = 0;
      await studio.choices.locator('img[src*="/gallery/"]').nth(3).waitFor();
    },
  },
  {
    name: 'create-mask', show: async (studio) => {
      await studio.pick(1);
      await studio.tool('b');
      for (let i = 0; i < 4; i++) await studio.page.keyboard.press(']');
      await studio.drag([10, 9], [16, 14], [22, 9], [22, 19], [10, 19], [16, 22]);
    },
  },
  {
    name: 'create-proposal', show: async (studio) => {
      await studio.ask('a blue fox on the beach at night');
      await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
    },
  },
  { name: 'create-compare', show: async (studio) => { await studio.proposal.getByRole('button', { name: 'Compare' }).click(); } },
  {
    name: 'create-frame', show: async (studio) => {
      await studio.apply();
      await studio.tool('f');
      await studio.drag([32, 16], [48, 16]);
    },
  },
  {
    name: 'create-expanded', show: async (studio) => {
      await studio.ask('the beach at night');
      await studio.proposal.getByRole('button', { name: 'Apply' }).waitFor();
      await studio.finished();
    },
  },
  {
    name: 'create-layers', show: async (studio) => {
      await studio.apply();
      await studio.prompt.fill('a giraffe in {spring|autumn}');
      await studio.page.getByText('The model does not know').waitFor();
      await studio.page.locator('button[aria-label="Layers"]').click();
    },
  },
  {
    name: 'create-settings', show: async (studio) => {
      // On narrow screens the one drawer lies over the button of the other.
      await studio.tool(',');
      await studio.page.getByRole('complementary', { name: 'Settings' }).getByRole('button', { name: 'What is Guidance?' }).click();
    },
  },
  {
    name: 'create-menu', show: async (studio) => {
      await studio.button('Close settings').click();
      await studio.button('Export').click();
    },
  },
  {
    name: 'create-error', show: async (studio) => {
      await studio.page.keyboard.press('Escape');
      await studio.prompt.fill('a fox in __places__');
      await studio.page.getByText(/places/).nth(1).waitFor();
      await studio.ask();
      await studio.page.getByRole('alert').getByText(/places/).waitFor();
    },
  },
  {
    name: 'create-long', show: async (studio) => {
      await studio.page.keyboard.press('Escape');
      await studio.prompt.fill('a very red fox that sits on the beach at night and looks at the moon, '.repeat(12));
    },
  },
];

/** The other views, with something in them. */
const otherScreens: readonly Screen[] = [
  {
    name: 'gallery', show: async (studio) => {
      await studio.prompt.fill(fox);
      for (const [seed, prompt] of ['a blue owl in the snow', 'a green car in the desert by day', 'a yellow fish on the beach', 'a pink mushroom in the forest', 'a white rabbit in the snow at night'].entries()) await api(studio).finished((await api(studio).submit({ recipe: { prompt, seed, count: 3 } })).id);
      const { pictures } = await api(studio).gallery({ limit: 9 });
      for (const at of [1, 5]) await api(studio).change(pictures[at]!.id, { favourite: true });
      await studio.view('Gallery');
      await studio.page.getByRole('button', { name: /^Open: a white rabbit/ }).first().waitFor();
      await studio.page.waitForFunction(() => [...document.querySelectorAll('li img')].slice(0, 12).every((each) => (each as HTMLImageElement).naturalWidth > 0));
    },
  },
  {
    name: 'gallery-picture', show: async (studio) => {
      await studio.page.getByRole('button', { name: /^Open: a blue owl/ }).first().click();
      await studio.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'gallery-nothing', show: async (studio) => {
      await studio.page.keyboard.press('Escape');
      await studio.page.getByRole('searchbox').fill('no such thing');
      await studio.page.getByText('Nothing found').waitFor();
    },
  },
  {
    name: 'queue', show: async (studio) => {
      studio.pace.stepMs = 100;
      for (const prompt of ['a red house in the snow', 'an orange fish on the beach', 'a purple mushroom in the forest at night']) await api(studio).submit({ recipe: { prompt, count: 8, steps: 60 } });
      await studio.view('Queue');
      await studio.page.getByRole('region', { name: 'Waiting' }).locator('li').nth(1).waitFor();
      await studio.page.getByRole('region', { name: 'Now' }).getByText(/^Step/).waitFor();
    },
  },
  {
    name: 'queue-idle', show: async (studio) => {
      await studio.page.locator('button[aria-label^="Cancel: "]').last().click();
      await studio.page.locator('button[aria-label^="Cancel: "]').last().click();
      await studio.page.locator('button[aria-label^="Cancel: "]').first().click();
      studio.pace.stepMs = 0;
      await studio.page.getByText('Nothing is being made').waitFor();
    },
  },
  {
    name: 'campaign-empty', show: async (studio) => {
      await studio.view('Campaign');
      await studio.button('Add a colour').click();
    },
  },
  {
    name: 'campaign', show: async (studio) => {
      await studio.button('Make the set').click();
      await studio.page.getByText('4 of 4 ready').waitFor();
      await studio.page.waitForFunction(() => [...document.querySelectorAll('figure img')].every((each) => (each as HTMLImageElement).naturalWidth > 0));
    },
  },
  { name: 'grid-empty', show: (studio) => studio.view('Grid') },
  {
    name: 'grid', show: async (studio) => {
      await studio.button('Make 12 pictures').click();
      await studio.page.getByText('12 of 12 ready').waitFor();
      await studio.page.waitForFunction(() => [...document.querySelectorAll('table img')].every((each) => (each as HTMLImageElement).naturalWidth > 0));
    },
  },
  { name: 'lens-empty', show: (studio) => studio.view('Lens') },
  {
    name: 'lens', show: async (studio) => {
      await studio.button('Watch a picture being made').click();
      await studio.page.getByText(/^Step 16 of 16/).waitFor();
      await studio.button('Watch a picture being made').waitFor();
      await studio.page.getByRole('slider', { name: 'Step' }).fill('5');
    },
  },
  {
    name: 'lens-words', show: async (studio) => {
      await studio.button('fox').click();
      await studio.page.getByText('Which word drew what').evaluate((element) => element.scrollIntoView({ block: 'center' }));
    },
  },
  {
    name: 'lens-ladder', show: async (studio) => {
      await studio.button('Take the one on the canvas').click();
      await studio.page.getByText('What the network makes of it').waitFor();
      await studio.page.getByRole('slider', { name: 'How much noise' }).press('ArrowRight');
      await studio.page.getByText('What the network makes of it').evaluate((element) => element.scrollIntoView({ block: 'end' }));
    },
  },
  { name: 'palette', show: (studio) => studio.page.keyboard.press('Control+k') },
  {
    name: 'keys', show: async (studio) => {
      await studio.page.keyboard.press('Escape');
      await studio.button('Keys').click();
    },
  },
  {
    name: 'offline', show: async (studio) => {
      await studio.page.keyboard.press('Escape');
      await studio.view('Create');
      await studio.page.route('**/darkroom/v1/**', (route) => route.abort());
      await studio.page.route('**/health', (route) => route.abort());
      await studio.ask(fox);
      await studio.page.getByText('try again when it is back').waitFor();
    },
  },
  {
    name: 'start-offline', show: async (studio) => {
      await studio.page.reload();
      await studio.page.getByText('The studio opens by itself').waitFor();
    },
  },
];

export const screens: readonly Screen[] = [...createScreens, ...otherScreens];

/** A screen as the documentation shows it. */
export interface Photograph {
  /** Of the file: `studio-NAME.png`. */
  readonly name: string;
  readonly screen: string;
  readonly look: 'dark' | 'light' | 'tablet';
}

const dark = (...names: readonly string[]): Photograph[] => names.map((name) => ({ name, screen: name, look: 'dark' }));

export const photographs: readonly Photograph[] = [
  ...dark('create-empty', 'create-busy', 'create-choose', 'create-mask', 'create-proposal', 'create-compare', 'create-frame', 'create-expanded', 'create-layers', 'create-settings', 'create-menu', 'create-error'),
  ...dark('gallery', 'gallery-picture', 'queue', 'campaign', 'grid', 'lens', 'lens-words', 'lens-ladder', 'palette', 'keys', 'offline'),
  { name: 'light', screen: 'create-proposal', look: 'light' }, { name: 'tablet', screen: 'create-mask', look: 'tablet' },
];
