/** What docs/studio.md shows is what the studio is: every screen that is photographed, every shortcut. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { presetsFor } from '../../src/recipe/presets.ts';
import { withKeys } from '../../scripts/studio-keys.ts';
import { photographs } from './screens.ts';

const docs = resolve(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'studio.md'), 'utf8');

test('the table of keys is the table of actions', () => {
  expect(withKeys(page)).toBe(page);
});

test('every photograph is there and shown, and no other', () => {
  const files = photographs.map(({ name }) => `studio-${name}.png`).sort();
  expect(readdirSync(join(docs, 'pictures')).filter((name) => name.startsWith('studio-')).sort()).toEqual(files);
  expect([...page.matchAll(/pictures\/(studio-[\w-]+\.png)/g)].map(([, name]) => name).sort()).toEqual(files);
});

test('every preset that a drawn world knows has a picture on its chip; all together are small', () => {
  const folder = resolve(import.meta.dirname, '../../studio/create/presets');
  const files = readdirSync(folder);
  const drawn = new Set(['first-light', 'storybook'].flatMap((world) => presetsFor(world).map(({ name }) => `${name}.webp`)));
  expect([...drawn].filter((name) => !files.includes(name))).toEqual([]);
  expect(files.filter((name) => !presetsFor().some((preset) => `${preset.name}.webp` === name))).toEqual([]);
  expect(files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThanOrEqual(150_000);
});

test('all of them together are no burden', () => {
  const bytes = photographs.reduce((sum, { name }) => sum + statSync(join(docs, 'pictures', `studio-${name}.png`)).size, 0);
  expect(bytes).toBeLessThanOrEqual(900_000);
});
