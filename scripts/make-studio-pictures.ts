/** Photographs the studio's screens for docs/studio.md and writes its table of keys: `npm run build:studio && node --import tsx scripts/make-studio-pictures.ts`. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { photographs, type Photograph, screens } from '../test/studio/screens.ts';
import { startStudioFixture } from '../test/studio/studio-fixture.ts';
import { withKeys } from './studio-keys.ts';

const docs = resolve(import.meta.dirname, '../docs');
/** The studio has few colours, and its small pictures few more. */
const COLOURS = 128;
/** What fades in is there by then. */
const SETTLE_MS = 200;

const looks = {
  dark: { theme: 'dark', viewport: { width: 1280, height: 720 } },
  light: { theme: 'light', viewport: { width: 1280, height: 720 } },
  tablet: { theme: 'light', viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true },
} as const satisfies Record<Photograph['look'], object>;

const taken = new Map<string, Buffer>();
for (const look of Object.keys(looks) as Photograph['look'][]) {
  const wanted = photographs.filter((photograph) => photograph.look === look);
  // A new service for each: galleries and queues look alike on all.
  const fixture = await startStudioFixture();
  try {
    const studio = await fixture.open({ reducedMotion: 'reduce', ...looks[look] });
    const last = Math.max(...wanted.map(({ screen }) => screens.findIndex(({ name }) => name === screen)));
    for (const { name, show } of screens.slice(0, last + 1)) {
      await show(studio);
      const photograph = wanted.find(({ screen }) => screen === name);
      if (photograph === undefined) continue;
      await studio.page.waitForTimeout(SETTLE_MS);
      taken.set(photograph.name, await sharp(await studio.page.screenshot()).png({ palette: true, colours: COLOURS, effort: 10, dither: 0 }).toBuffer());
    }
  } finally {
    await fixture.close();
  }
}

const folder = join(docs, 'pictures');
for (const old of await readdir(folder)) if (old.startsWith('studio-')) await rm(join(folder, old));
for (const [name, png] of taken) await writeFile(join(folder, `studio-${name}.png`), png);
const page = join(docs, 'studio.md');
await writeFile(page, withKeys(await readFile(page, 'utf8')));
console.log(`${taken.size} pictures, ${[...taken.values()].reduce((sum, { length }) => sum + length, 0)} bytes`);
