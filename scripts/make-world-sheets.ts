/** Draws the sheets of the storybook world that the docs show: `node --import tsx scripts/make-world-sheets.ts`. Few colours, so that they stay small. */
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomically } from '../src/node/atomic-file.ts';
import { drawWorldSheet } from '../src/node/worlds.ts';

/** Each view with its seed and the colours of its palette. */
const sheets = [
  { view: 'places', seed: 3, colours: 256 },
  { view: 'styles', seed: 6, colours: 200 },
  { view: 'subjects', seed: 0, colours: 64 },
  { view: 'sample', seed: 1, colours: 200 },
] as const;

const folder = resolve(import.meta.dirname, '../docs/pictures');
for (const { view, seed, colours } of sheets) {
  const { width, height, data } = await drawWorldSheet('storybook', seed, view);
  const png = await sharp(data, { raw: { width, height, channels: 3 } }).png({ palette: true, colours, effort: 10, dither: 0.4 }).toBuffer();
  await writeFileAtomically(join(folder, `storybook-${view}.png`), png);
  console.log(`storybook-${view}.png: ${width} × ${height}, ${Math.round(png.length / 1024)} KB`);
}
